namespace QueryGen.Values;

/// <summary>A DATE: days since 1970-01-01.</summary>
public readonly record struct SqlDate(int Days) : IComparable<SqlDate>
{
    /// <inheritdoc/>
    public int CompareTo(SqlDate other) => Days.CompareTo(other.Days);

    /// <summary>As a BCL date; outside the years 1 to 9999 an <see cref="ArgumentOutOfRangeException"/>.</summary>
    public DateOnly ToDateOnly() => DateOnly.FromDayNumber(Days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <summary>From a BCL date.</summary>
    public static SqlDate From(DateOnly date) => new(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    /// <inheritdoc cref="From(DateOnly)"/>
    /// <param name="date">Null gives null.</param>
    public static SqlDate? From(DateOnly? date) => date is { } there ? From(there) : null;

    /// <summary>Earlier.</summary>
    public static bool operator <(SqlDate left, SqlDate right) => left.Days < right.Days;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(SqlDate left, SqlDate right) => left.Days <= right.Days;

    /// <summary>Later.</summary>
    public static bool operator >(SqlDate left, SqlDate right) => left.Days > right.Days;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(SqlDate left, SqlDate right) => left.Days >= right.Days;
}

/// <summary>A TIME: milliseconds of a day, 0 to 86,399,999.</summary>
public readonly record struct SqlTime(int Ms) : IComparable<SqlTime>
{
    /// <inheritdoc/>
    public int CompareTo(SqlTime other) => Ms.CompareTo(other.Ms);

    /// <summary>As a BCL time.</summary>
    public TimeOnly ToTimeOnly() => new(Ms * TimeSpan.TicksPerMillisecond);

    /// <summary>From a BCL time; what is finer than a millisecond is cut off.</summary>
    public static SqlTime From(TimeOnly time) => new((int)(time.Ticks / TimeSpan.TicksPerMillisecond));

    /// <inheritdoc cref="From(TimeOnly)"/>
    /// <param name="time">Null gives null.</param>
    public static SqlTime? From(TimeOnly? time) => time is { } there ? From(there) : null;

    /// <summary>Earlier.</summary>
    public static bool operator <(SqlTime left, SqlTime right) => left.Ms < right.Ms;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(SqlTime left, SqlTime right) => left.Ms <= right.Ms;

    /// <summary>Later.</summary>
    public static bool operator >(SqlTime left, SqlTime right) => left.Ms > right.Ms;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(SqlTime left, SqlTime right) => left.Ms >= right.Ms;
}

/// <summary>A TIMESTAMP: milliseconds since 1970-01-01 UTC.</summary>
public readonly record struct SqlTimestamp(long Ms) : IComparable<SqlTimestamp>
{
    /// <inheritdoc/>
    public int CompareTo(SqlTimestamp other) => Ms.CompareTo(other.Ms);

    /// <summary>As a BCL instant in UTC; outside the years 1 to 9999 an <see cref="ArgumentOutOfRangeException"/>.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Ms);

    /// <summary>From a BCL instant; what is finer than a millisecond is cut off.</summary>
    public static SqlTimestamp From(DateTimeOffset instant) => new(instant.ToUnixTimeMilliseconds());

    /// <inheritdoc cref="From(DateTimeOffset)"/>
    /// <param name="instant">Null gives null.</param>
    public static SqlTimestamp? From(DateTimeOffset? instant) => instant is { } there ? From(there) : null;

    /// <summary>Earlier.</summary>
    public static bool operator <(SqlTimestamp left, SqlTimestamp right) => left.Ms < right.Ms;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(SqlTimestamp left, SqlTimestamp right) => left.Ms <= right.Ms;

    /// <summary>Later.</summary>
    public static bool operator >(SqlTimestamp left, SqlTimestamp right) => left.Ms > right.Ms;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(SqlTimestamp left, SqlTimestamp right) => left.Ms >= right.Ms;
}
