using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using QueryGen.Binding;
using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Running;
using QueryGen.Types;

namespace QueryGen.Conformance.Comparing;

/// <summary>Compares the records of a topic with those that a case expects, one by one.</summary>
/// <param name="source">The stream or table of the topic; null: the topic is read as JSON.</param>
/// <param name="case">The case.</param>
internal sealed class RecordComparison(DataSource? source, TestCase @case)
{
    private readonly ValueComparison _values = new(@case.ComparesExactly);

    /// <summary>Failed with the first difference; null where all agree.</summary>
    public Outcome? Compare(string topic, IReadOnlyList<CaseRecord> expected, IReadOnlyList<TopicRecord> actual)
    {
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            if (Compare(expected[i], actual[i]) is { } found)
            {
                return found with { Detail = $"{topic}, record {i}: {found.Detail}\n{Print(topic, expected, actual)}" };
            }
        }

        return expected.Count == actual.Count ? null : Outcome.Failed(
            expected.Count > actual.Count ? "records are missing" : "records too many",
            $"{topic}: expected {expected.Count} records, actual {actual.Count}\n{Print(topic, expected, actual)}");
    }

    private Outcome? Compare(CaseRecord expected, TopicRecord actual)
    {
        byte[]? key = TakeWindow(actual.Key, out CaseWindow? window);
        if (window != expected.Window)
        {
            string wanted = expected.Window?.ToString() ?? "none";
            return Outcome.Failed("wrong window", $"window: expected {wanted}, actual {window?.ToString() ?? "none"}");
        }

        if (Difference(expected.Key, key, source?.KeyFormat.Format, KeyKind()) is { } keyDifference)
        {
            return Outcome.Failed("wrong key", "key, " + keyDifference);
        }

        if (Difference(expected.Value, actual.Value, source?.ValueFormat.Format, ValueKind()) is { } difference)
        {
            return Outcome.Failed("wrong value", difference);
        }

        bool isTimeless = @case.Inputs.Count == 0 && expected.TimestampMs == 0;
        if (expected.TimestampMs is { } timestamp && timestamp != actual.TimestampMs && !isTimeless)
        {
            return Outcome.Failed("wrong timestamp", $"timestamp: expected {timestamp}, actual {actual.TimestampMs}");
        }

        string headers = string.Join(", ", expected.Headers ?? []);
        string actualHeaders = string.Join(", ", actual.Headers.Select(header => new CaseHeader(header.Name, header.Value?.ToArray())));
        return headers == actualHeaders ? null
            : Outcome.Failed("wrong headers", $"headers: expected [{headers}], actual [{actualHeaders}]");
    }

    private SqlKind KeyKind() => source?.Columns.FirstOrDefault(RecordEncoder.IsKey)?.Type.Kind ?? SqlKind.Null;

    private SqlKind ValueKind() => source?.Columns.FirstOrDefault(column => !RecordEncoder.IsKey(column))?.Type.Kind ?? SqlKind.Null;

    // Time windows end a key with their start, sessions with their end and start, in 8 bytes each.
    private byte[]? TakeWindow(byte[]? key, out CaseWindow? window)
    {
        window = null;
        WindowKind kind = source?.Window.Kind ?? WindowKind.None;
        int length = kind switch { WindowKind.Time => sizeof(long), WindowKind.Session => 2 * sizeof(long), _ => 0 };
        if (key is null || length == 0 || key.Length < length)
        {
            return key;
        }

        long startMs = BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(key.Length - sizeof(long)));
        window = kind == WindowKind.Session
            ? new CaseWindow(startMs, BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(key.Length - length)), IsSession: true)
            : new CaseWindow(startMs, startMs + source!.Window.SizeMs, IsSession: false);
        return key[..^length];
    }

    private string? Difference(JsonElement expected, byte[]? actual, SerdeFormat? format, SqlKind kind)
    {
        bool isNull = expected.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        if (isNull || actual is null)
        {
            return isNull && actual is null ? null : $"expected {Print(expected)}, actual {Print(actual)}";
        }

        return format switch
        {
            SerdeFormat.Delimited => DifferenceOfText(expected, Encoding.UTF8.GetString(actual)),
            SerdeFormat.Kafka => DifferenceOfKafka(expected, actual, kind),
            _ => DifferenceOfJson(expected, actual),
        };
    }

    private static string? DifferenceOfText(JsonElement expected, string actual)
    {
        string text = expected.ValueKind == JsonValueKind.String ? expected.GetString()! : expected.GetRawText();
        return text == actual ? null : $"expected {text}, actual {actual}";
    }

    private static string? DifferenceOfKafka(JsonElement expected, byte[] actual, SqlKind kind)
    {
        string? number = (kind, actual.Length) switch
        {
            (SqlKind.Integer, sizeof(int)) =>
                BinaryPrimitives.ReadInt32BigEndian(actual).ToString(CultureInfo.InvariantCulture),
            (SqlKind.BigInt, sizeof(long)) =>
                BinaryPrimitives.ReadInt64BigEndian(actual).ToString(CultureInfo.InvariantCulture),
            (SqlKind.Double, sizeof(double)) =>
                BinaryPrimitives.ReadDoubleBigEndian(actual).ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };
        if (number is null)
        {
            return DifferenceOfText(expected, Encoding.UTF8.GetString(actual));
        }

        bool agrees = kind == SqlKind.Double
            ? ValueComparison.AreClose(expected.GetRawText(), number)
            : ExactNumber.TryParse(expected.GetRawText(), out ExactNumber left)
                && left.Whole.ToString(CultureInfo.InvariantCulture) == number;
        return agrees ? null : $"expected {expected.GetRawText()}, actual {number}";
    }

    private string? DifferenceOfJson(JsonElement expected, byte[] actual)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(actual);
            return _values.Difference(expected, document.RootElement);
        }
        catch (JsonException)
        {
            return $"expected {Print(expected)}, actual no JSON: {Print(actual)}";
        }
    }

    private static string Print(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? "null" : json.GetRawText();

    private static string Print(byte[]? bytes) => bytes is null ? "null"
        : bytes.Any(b => b is < 0x20 and not ((byte)'\n' or (byte)'\t' or (byte)'\r')) ? "0x" + Convert.ToHexString(bytes)
        : Encoding.UTF8.GetString(bytes);

    private static string Print(string topic, IReadOnlyList<CaseRecord> expected, IReadOnlyList<TopicRecord> actual)
    {
        IEnumerable<string> left = expected.Select(record =>
            $"    expected {Print(record.Key)} {record.Window} | {Minify(record.Value)} | {record.TimestampMs}");
        IEnumerable<string> right = actual.Select(record =>
            $"    actual   {Print(record.Key)} | {Print(record.Value)} | {record.TimestampMs}");
        return $"  {topic}:\n{string.Join('\n', left.Concat(right))}";
    }

    private static string Minify(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? "null" : JsonSerializer.Serialize(json);
}
