using System.Globalization;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>Brings what a database, a file or a generator gives to the CLR type in which a column is encoded.</summary>
/// <remarks>
/// bool, int, long, double, decimal, string, byte[]; DATE and TIME are int, TIMESTAMP long, nested ones <see
/// cref="JsonElement"/>.
/// </remarks>
internal static class ColumnConversion
{
    /// <summary>The value in the column's type.</summary>
    /// <exception cref="FormatException">The value does not fit; the message names the column, not the
    /// value.</exception>
    public static object? To(TargetColumn column, object? value)
    {
        if (value is null or DBNull or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            return null;
        }

        try
        {
            object plain = value is JsonElement element && column.Type != ColumnType.Nested ? Plain(element) : value;
            return Convert(column, plain);
        }
        catch (Exception cause) when (cause is FormatException or InvalidCastException or OverflowException or JsonException)
        {
            throw new FormatException($"Column {column.Name} is no {column.Type.ToString().ToUpperInvariant()}.", cause);
        }
    }

    private static object Convert(TargetColumn column, object value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return column.Type switch
        {
            ColumnType.Boolean => value is string text ? bool.Parse(text) : System.Convert.ToBoolean(value, culture),
            ColumnType.Integer => System.Convert.ToInt32(value, culture),
            ColumnType.BigInt => value is DateTime or DateTimeOffset ? Milliseconds(value) : System.Convert.ToInt64(value, culture),
            ColumnType.Double => System.Convert.ToDouble(value, culture),
            ColumnType.Decimal => Scaled(System.Convert.ToDecimal(value, culture), column.Scale),
            ColumnType.Varchar => Text(value),
            ColumnType.Bytes => value is byte[] bytes ? bytes : System.Convert.FromBase64String((string)value),
            ColumnType.Date => Days(value),
            ColumnType.Time => MillisecondsOfDay(value),
            ColumnType.Timestamp => Milliseconds(value),
            _ => value is JsonElement element ? element : Parse((string)value),
        };
    }

    /// <summary>
    /// Milliseconds since 1970-01-01 UTC of anything that is a point in time; text without a zone is UTC.
    /// </summary>
    public static long Milliseconds(object value) => value switch
    {
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        DateTime time => new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time)
            .ToUnixTimeMilliseconds(),
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ToUnixTimeMilliseconds(),
        _ => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static int Days(object value) => value switch
    {
        DateOnly date => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
        DateTime or DateTimeOffset => (int)Math.Floor(Milliseconds(value) / 86_400_000.0),
        string text when !int.TryParse(text, CultureInfo.InvariantCulture, out _) =>
            Days(DateOnly.Parse(text, CultureInfo.InvariantCulture)),
        _ => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
    };

    private static int MillisecondsOfDay(object value) => value switch
    {
        TimeOnly time => (int)time.ToTimeSpan().TotalMilliseconds,
        TimeSpan time => (int)time.TotalMilliseconds,
        string text when !int.TryParse(text, CultureInfo.InvariantCulture, out _) =>
            MillisecondsOfDay(TimeOnly.Parse(text, CultureInfo.InvariantCulture)),
        _ => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
    };

    private static string Text(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static decimal Scaled(decimal value, int scale)
    {
        decimal rounded = decimal.Round(value, scale);
        return rounded == value
            ? rounded + new decimal(0, 0, 0, false, (byte)scale)
            : throw new FormatException("More fraction digits than the column has.");
    }

    private static object Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole
            : element.TryGetDecimal(out decimal exact) ? exact : element.GetDouble(),
        _ => element.GetRawText(),
    };

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
