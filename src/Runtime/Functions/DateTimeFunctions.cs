using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>
/// Functions of dates and times. NULL in gives NULL, and so does a text that does not fit its pattern, a pattern that is none, and a time
/// zone that there is not. Patterns are Java's.
/// </summary>
public static partial class DateTimeFunctions
{
    /// <summary>FROM_UNIXTIME: of milliseconds since 1970-01-01 UTC.</summary>
    public static SqlTimestamp? FromUnixtime(long? milliseconds) => milliseconds is { } ms ? new SqlTimestamp(ms) : null;

    /// <summary>FROM_DAYS: of days since 1970-01-01.</summary>
    public static SqlDate? FromDays(int? days) => days is { } count ? new SqlDate(count) : null;

    /// <summary>UNIX_TIMESTAMP: now, in milliseconds since 1970-01-01 UTC.</summary>
    public static long? UnixTimestamp(RecordArena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return arena.Clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>UNIX_TIMESTAMP of a timestamp.</summary>
    public static long? UnixTimestamp(SqlTimestamp? timestamp) => timestamp?.Ms;

    /// <summary>UNIX_DATE: today in UTC, in days since 1970-01-01.</summary>
    public static int? UnixDate(RecordArena arena) => (int?)Civil.FloorDays(UnixTimestamp(arena)!.Value);

    /// <summary>UNIX_DATE of a date.</summary>
    public static int? UnixDate(SqlDate? date) => date?.Days;

    /// <summary>TIMESTAMPADD.</summary>
    /// <param name="unitMs">Length of the unit, milliseconds.</param>
    /// <param name="count">How many of it.</param>
    /// <param name="timestamp">Where it starts.</param>
    public static SqlTimestamp? Timestampadd(long unitMs, int? count, SqlTimestamp? timestamp) =>
        count is { } n && timestamp is { } t ? new SqlTimestamp(unchecked(t.Ms + (n * unitMs))) : null;

    /// <summary>TIMESTAMPSUB.</summary>
    /// <inheritdoc cref="Timestampadd"/>
    public static SqlTimestamp? Timestampsub(long unitMs, int? count, SqlTimestamp? timestamp) =>
        count is { } n && timestamp is { } t ? new SqlTimestamp(unchecked(t.Ms - (n * unitMs))) : null;

    /// <summary>DATEADD; what is less than a day is cut off.</summary>
    /// <inheritdoc cref="Timestampadd"/>
    public static SqlDate? Dateadd(long unitMs, int? count, SqlDate? date) =>
        count is { } n && date is { } d ? new SqlDate(unchecked((int)Civil.FloorDays((d.Days * Civil.DayMs) + (n * unitMs)))) : null;

    /// <summary>DATESUB; what is less than a day is cut off.</summary>
    /// <inheritdoc cref="Timestampadd"/>
    public static SqlDate? Datesub(long unitMs, int? count, SqlDate? date) =>
        count is { } n && date is { } d ? new SqlDate(unchecked((int)Civil.FloorDays((d.Days * Civil.DayMs) - (n * unitMs)))) : null;

    /// <summary>TIMEADD: past midnight it begins again.</summary>
    /// <inheritdoc cref="Timestampadd"/>
    public static SqlTime? Timeadd(long unitMs, int? count, SqlTime? time) =>
        count is { } n && time is { } t ? OfDay(t.Ms + (n * unitMs)) : null;

    /// <summary>TIMESUB: past midnight it begins again.</summary>
    /// <inheritdoc cref="Timestampadd"/>
    public static SqlTime? Timesub(long unitMs, int? count, SqlTime? time) =>
        count is { } n && time is { } t ? OfDay(t.Ms - (n * unitMs)) : null;

    /// <summary>CONVERT_TZ: what the clocks of one zone show when those of another one show a time.</summary>
    public static SqlTimestamp? ConvertTz(SqlTimestamp? timestamp, SqlTimeZone? from, SqlTimeZone? to) =>
        timestamp is { } t && from is not null && to is not null
            ? new SqlTimestamp(t.Ms + to.OffsetAt(t.Ms) - from.OffsetAt(t.Ms)) : null;

    /// <summary>FORMAT_TIMESTAMP in UTC.</summary>
    public static Text FormatTimestamp(RecordArena arena, SqlTimestamp? timestamp, DateTimePattern? format) =>
        FormatTimestamp(arena, timestamp, format, SqlTimeZone.Gmt);

    /// <summary>FORMAT_TIMESTAMP in a time zone.</summary>
    public static Text FormatTimestamp(RecordArena arena, SqlTimestamp? timestamp, DateTimePattern? format, SqlTimeZone? zone)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return timestamp is { } t && format is not null && zone is not null && Civil.IsInRange(Civil.FloorDays(t.Ms))
            ? new DateTimePrinter(format, t.Ms, zone).Print(arena) : default;
    }

    /// <summary>FORMAT_DATE: a pattern with a time or zone is an error.</summary>
    public static Text FormatDate(RecordArena arena, SqlDate? date, DateTimePattern? format)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return date is { } d && format is not null && Civil.IsInRange(d.Days)
            ? DateTimePrinter.OfDate(format, d.Days).Print(arena) : default;
    }

    /// <summary>FORMAT_TIME: a pattern with a date or zone is an error.</summary>
    public static Text FormatTime(RecordArena arena, SqlTime? time, DateTimePattern? format)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return time is { } t && format is not null ? DateTimePrinter.OfTime(format, t.Ms).Print(arena) : default;
    }

    /// <summary>PARSE_TIMESTAMP; UTC where the text names no zone.</summary>
    public static SqlTimestamp? ParseTimestamp(RecordArena arena, Text text, DateTimePattern? format) =>
        ParseTimestamp(arena, text, format, SqlTimeZone.Gmt);

    /// <summary>PARSE_TIMESTAMP; a zone in the text goes before the one that is given.</summary>
    public static SqlTimestamp? ParseTimestamp(RecordArena arena, Text text, DateTimePattern? format, SqlTimeZone? zone) =>
        zone is not null && TryParse(arena, text, format, out ParsedDateTime said) && said.TryGetInstant(zone, out long ms)
            ? new SqlTimestamp(ms) : null;

    /// <summary>PARSE_DATE; a time of day other than midnight is an error.</summary>
    public static SqlDate? ParseDate(RecordArena arena, Text text, LenientDatePattern? format)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return !text.IsNull && format is not null && format.TryParse(Utf16.Decode(arena, text), arena.Clock.GetUtcNow(), out long ms)
            && ms % Civil.DayMs == 0 ? new SqlDate((int)(ms / Civil.DayMs)) : null;
    }

    /// <summary>PARSE_TIME; something of a date is an error.</summary>
    public static SqlTime? ParseTime(RecordArena arena, Text text, DateTimePattern? format) =>
        TryParse(arena, text, format, out ParsedDateTime said) && said.HasTime && !said.HasDate && said.TryGetMsOfDay(out long ms)
            ? new SqlTime((int)ms) : null;

    /// <summary>STRINGTOTIMESTAMP, in UTC: milliseconds since 1970-01-01 UTC.</summary>
    public static long? Stringtotimestamp(RecordArena arena, Text text, DateTimePattern? format) =>
        ParseTimestamp(arena, text, format)?.Ms;

    /// <summary>STRINGTOTIMESTAMP in a time zone.</summary>
    public static long? Stringtotimestamp(RecordArena arena, Text text, DateTimePattern? format, SqlTimeZone? zone) =>
        ParseTimestamp(arena, text, format, zone)?.Ms;

    /// <summary>TIMESTAMPTOSTRING, in UTC.</summary>
    public static Text Timestamptostring(RecordArena arena, long? ms, DateTimePattern? format) =>
        FormatTimestamp(arena, FromUnixtime(ms), format);

    /// <summary>TIMESTAMPTOSTRING in a time zone.</summary>
    public static Text Timestamptostring(RecordArena arena, long? ms, DateTimePattern? format, SqlTimeZone? zone) =>
        FormatTimestamp(arena, FromUnixtime(ms), format, zone);

    /// <summary>STRINGTODATE: days since 1970-01-01; the text must name the whole date.</summary>
    public static int? Stringtodate(RecordArena arena, Text text, DateTimePattern? format) =>
        TryParse(arena, text, format, out ParsedDateTime said) && said.IsWholeDate && said.TryGetDays(out long days) ? (int)days : null;

    /// <summary>DATETOSTRING of days since 1970-01-01.</summary>
    public static Text Datetostring(RecordArena arena, int? days, DateTimePattern? format) => FormatDate(arena, FromDays(days), format);

    private static bool TryParse(RecordArena arena, Text text, DateTimePattern? format, out ParsedDateTime said)
    {
        ArgumentNullException.ThrowIfNull(arena);
        said = default;
        return !text.IsNull && format is not null && DateTimeParser.TryParse(format, Utf16.Decode(arena, text), out said);
    }

    private static SqlTime OfDay(long ms) => new((int)(((ms % Civil.DayMs) + Civil.DayMs) % Civil.DayMs));
}
