using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of dates and times. NULL in gives NULL; a text or pattern that does not fit gives NULL.</summary>
public static class DateTimeFunctions
{
    /// <summary>FROM_UNIXTIME: of milliseconds since 1970-01-01 UTC.</summary>
    public static SqlTimestamp? FromUnixtime(long? milliseconds) => milliseconds is { } ms ? new SqlTimestamp(ms) : null;

    /// <summary>UNIX_TIMESTAMP: now, in milliseconds since 1970-01-01 UTC.</summary>
    public static long? UnixTimestamp(RecordArena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return arena.Clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>UNIX_TIMESTAMP of a timestamp.</summary>
    public static long? UnixTimestamp(SqlTimestamp? timestamp) => timestamp?.Ms;

    /// <summary>TIMESTAMPADD.</summary>
    /// <param name="unitMs">Length of the unit, milliseconds.</param>
    /// <param name="count">How many of it.</param>
    /// <param name="timestamp">Where it starts.</param>
    public static SqlTimestamp? Timestampadd(long unitMs, int? count, SqlTimestamp? timestamp) =>
        count is { } n && timestamp is { } t ? new SqlTimestamp(unchecked(t.Ms + (n * unitMs))) : null;

    /// <summary>TIMESTAMPSUB.</summary>
    /// <param name="unitMs">Length of the unit, milliseconds.</param>
    /// <param name="count">How many of it.</param>
    /// <param name="timestamp">Where it starts.</param>
    public static SqlTimestamp? Timestampsub(long unitMs, int? count, SqlTimestamp? timestamp) =>
        count is { } n && timestamp is { } t ? new SqlTimestamp(unchecked(t.Ms - (n * unitMs))) : null;

    /// <summary>FORMAT_TIMESTAMP in UTC.</summary>
    public static Text FormatTimestamp(RecordArena arena, SqlTimestamp? timestamp, Text format) =>
        FormatTimestamp(arena, timestamp, format, Text.Literal("UTC"u8));

    /// <summary>FORMAT_TIMESTAMP in a time zone.</summary>
    public static Text FormatTimestamp(RecordArena arena, SqlTimestamp? timestamp, Text format, Text zone)
    {
        ArgumentNullException.ThrowIfNull(arena);
        return timestamp is { } t && !format.IsNull && TimeZones.TryFind(zone, out TimeZoneInfo? found)
            && DateTimePattern.TryGet(format.ToString()!, out DateTimePattern? pattern) && pattern!.TryFormat(t.Ms,
                found!, out string? text)
            ? arena.Text(text) : default;
    }

    /// <summary>PARSE_TIMESTAMP; UTC where the text names no zone.</summary>
    public static SqlTimestamp? ParseTimestamp(Text text, Text format) => ParseTimestamp(text, format, Text.Literal("UTC"u8));

    /// <summary>PARSE_TIMESTAMP; a zone in the text goes before the one that is given.</summary>
    public static SqlTimestamp? ParseTimestamp(Text text, Text format, Text zone) =>
        !text.IsNull && !format.IsNull && TimeZones.TryFind(zone, out TimeZoneInfo? found)
            && DateTimePattern.TryGet(format.ToString()!, out DateTimePattern? pattern)
                && pattern!.TryParse(text.ToString()!, found!, out long ms)
            ? new SqlTimestamp(ms) : null;
}
