using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Operators;

/// <content>To VARCHAR, and to the types of time.</content>
public static unsafe partial class Cast
{
    private const long DayMs = 86_400_000;

    /// <summary>To VARCHAR: true or false.</summary>
    public static Text ToText(RecordArena arena, bool? value) =>
        value switch { true => Text.Literal("true"u8), false => Text.Literal("false"u8), null => default };

    /// <summary>To VARCHAR: digits.</summary>
    public static Text ToText(RecordArena arena, int? value) => ToText(arena, (long?)value);

    /// <summary>To VARCHAR: digits.</summary>
    public static Text ToText(RecordArena arena, long? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value is not { } number)
        {
            return default;
        }

        byte* to = arena.Allocate(Digits.MostLongBytes);
        return new Text(to, (int)(Digits.Write(to, number) - to), isPlain: true);
    }

    /// <summary>To VARCHAR: as Java prints a double.</summary>
    public static Text ToText(RecordArena arena, double? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value is not { } number)
        {
            return default;
        }

        byte* to = arena.Allocate(Digits.MostDoubleBytes);
        return new Text(to, (int)(Digits.Write(to, number) - to), isPlain: true);
    }

    /// <summary>To VARCHAR: plain, with all digits of the scale.</summary>
    public static Text ToText(RecordArena arena, decimal? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value is not { } number)
        {
            return default;
        }

        byte* to = arena.Allocate(Digits.MostDecimalBytes);
        return new Text(to, (int)(Digits.Write(to, number) - to), isPlain: true);
    }

    /// <summary>To VARCHAR: <c>yyyy-MM-dd</c>.</summary>
    public static Text ToText(RecordArena arena, SqlDate? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return value is { } date && IsOfCalendar(date.Days) ? arena.Text($"{date.ToDateOnly():yyyy-MM-dd}") : default;
    }

    /// <summary>To VARCHAR: <c>HH:mm</c>, and seconds where they are not zero.</summary>
    public static Text ToText(RecordArena arena, SqlTime? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return value is not { } time ? default
            : arena.Text(time.Ms / 1000 % 60 == 0 ? $"{time.ToTimeOnly():HH:mm}" : $"{time.ToTimeOnly():HH:mm:ss}");
    }

    /// <summary>To VARCHAR: <c>yyyy-MM-ddTHH:mm:ss.SSS</c>, in UTC.</summary>
    public static Text ToText(RecordArena arena, SqlTimestamp? value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return value is { } instant && IsOfCalendar(Math.Clamp(instant.Ms / DayMs, int.MinValue, int.MaxValue))
            ? arena.Text($"{instant.ToDateTimeOffset():yyyy-MM-dd'T'HH:mm:ss.fff}") : default;
    }

    /// <summary>To DATE: its day, in UTC.</summary>
    public static SqlDate? ToDate(SqlTimestamp? value) => value is { } instant ? new SqlDate((int)FloorDays(instant.Ms)) : null;

    /// <summary>To DATE: <c>yyyy[-MM[-dd]]</c>.</summary>
    public static SqlDate? ToDate(Text value) =>
        !value.IsNull && TemporalText.TryParseDate(Trim(value), out int days) ? new SqlDate(days) : null;

    /// <summary>To TIME: its time of day, in UTC.</summary>
    public static SqlTime? ToTime(SqlTimestamp? value) =>
        value is { } instant ? new SqlTime((int)(instant.Ms - (FloorDays(instant.Ms) * DayMs))) : null;

    /// <summary>To TIME: <c>HH:mm[:ss[.fraction]]</c>.</summary>
    public static SqlTime? ToTime(Text value) =>
        !value.IsNull && TemporalText.TryParseTime(Trim(value), isShortAllowed: false, out int ms) ? new SqlTime(ms) : null;

    /// <summary>To TIMESTAMP: its midnight, in UTC.</summary>
    public static SqlTimestamp? ToTimestamp(SqlDate? value) => value is { } date ? new SqlTimestamp(date.Days * DayMs) : null;

    /// <summary>To TIMESTAMP: <c>date[Ttime[zone]]</c>; what is missing is completed.</summary>
    public static SqlTimestamp? ToTimestamp(Text value) =>
        !value.IsNull && TemporalText.TryParseTimestamp(Trim(value), out long ms) ? new SqlTimestamp(ms) : null;

    private static long FloorDays(long ms) => ms >= 0 ? ms / DayMs : ((ms + 1) / DayMs) - 1;

    private static bool IsOfCalendar(long days) => days is > -719_163 and < 2_932_896;
}
