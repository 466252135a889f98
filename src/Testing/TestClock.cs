namespace QueryGen.Testing;

/// <summary>The wall clock of a test: it stands still until it is moved.</summary>
/// <remarks>Has no timers; nothing that a topology runs on needs one.</remarks>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now;

    /// <summary>A clock that shows a moment.</summary>
    public TestClock(DateTimeOffset start) => _now = start;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The moment that it shows, milliseconds since 1970-01-01 UTC.</summary>
    public long NowMs => _now.ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Moves it forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative: a clock does not go back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        _now += by;
    }

    /// <summary>Not offered.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("A test clock has no timers.");
}
