using System.Globalization;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>The last row seen: its time and its number, each in the type that the database gave.</summary>
internal readonly record struct DatabasePosition(object? Timestamp, object? Incrementing)
{
    public static DatabasePosition Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return new DatabasePosition(
            Read(document.RootElement, "timestamp"), Read(document.RootElement, "incrementing"));
    }

    public override string ToString()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            Write(json, "timestamp", Timestamp);
            Write(json, "incrementing", Incrementing);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        if (value is null)
        {
            return;
        }

        (string type, string text) = value switch
        {
            DateTime time => ("time", time.ToString("O", CultureInfo.InvariantCulture)),
            DateTimeOffset time => ("zoned", time.ToString("O", CultureInfo.InvariantCulture)),
            decimal number => ("decimal", number.ToString(CultureInfo.InvariantCulture)),
            double number => ("double", number.ToString("R", CultureInfo.InvariantCulture)),
            long or int or short or byte => ("whole", Convert.ToString(value, CultureInfo.InvariantCulture)!),
            _ => ("text", Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteString("value", text);
        json.WriteEndObject();
    }

    private static object? Read(JsonElement position, string name)
    {
        if (!position.TryGetProperty(name, out JsonElement part))
        {
            return null;
        }

        string text = part.GetProperty("value").GetString()!;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return part.GetProperty("type").GetString() switch
        {
            "time" => DateTime.Parse(text, culture, DateTimeStyles.RoundtripKind),
            "zoned" => DateTimeOffset.Parse(text, culture, DateTimeStyles.RoundtripKind),
            "decimal" => decimal.Parse(text, culture),
            "double" => double.Parse(text, culture),
            "whole" => long.Parse(text, culture),
            _ => text,
        };
    }
}
