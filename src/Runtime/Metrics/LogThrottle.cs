namespace QueryGen.Metrics;

/// <summary>Lets one line a second through, and counts those that it holds back. Thread-safe.</summary>
internal sealed class LogThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long? _last;
    private long _count;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="events">How many events the line stands for.</param>
    /// <param name="count">How many there were since the last line, these ones included.</param>
    public bool MayLog(long events, out long count)
    {
        lock (_gate)
        {
            count = _count += events;
            if (_last is { } last && clock.GetElapsedTime(last) < Pause)
            {
                return false;
            }

            _last = clock.GetTimestamp();
            _count = 0;
            return true;
        }
    }
}
