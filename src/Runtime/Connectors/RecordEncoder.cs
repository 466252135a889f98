using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QueryGen.Connectors;

/// <summary>
/// Makes a record's key and value bytes from a row of CLR values, in the formats of the target source.
/// </summary>
/// <remarks>Not the hot path: what a connector fetches costs far more than its encoding.</remarks>
internal sealed class RecordEncoder(ConnectorTarget target) : IDisposable
{
    // Escapes what JSON must escape and no more; the text goes into topics, not into web pages.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonOptions);

    public bool HasKey { get; private set; }

    public ReadOnlySpan<byte> Key => _key.WrittenSpan;

    public bool HasValue { get; private set; }

    public ReadOnlySpan<byte> Value => _value.WrittenSpan;

    /// <summary>Encodes one row.</summary>
    /// <param name="row">One value a column of the target, keys first; any CLR value that the column's type can
    /// take.</param>
    /// <exception cref="FormatException">A value does not fit its column.</exception>
    public void Encode(ReadOnlySpan<object?> row)
    {
        int keys = target.Keys.Count;
        HasKey = Encode(_key, target.KeyFormat, target.KeyDelimiter, target.Keys, row[..keys], isKey: true);
        HasValue = Encode(_value, target.ValueFormat, target.ValueDelimiter, target.Values, row[keys..], isKey: false);
    }

    public void Dispose() => _json.Dispose();

    private bool Encode(
        ArrayBufferWriter<byte> output,
        RecordFormat format,
        char delimiter,
        IReadOnlyList<TargetColumn> columns,
        ReadOnlySpan<object?> row,
        bool isKey)
    {
        output.ResetWrittenCount();
        if (columns.Count == 0)
        {
            return false;
        }

        object?[] values = new object?[columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ColumnConversion.To(columns[i], row[i]);
        }

        switch (format)
        {
            case RecordFormat.Kafka:
                return EncodeKafka(output, columns[0], values[0]);
            case RecordFormat.Delimited:
                WriteText(output, DelimitedLine.Of(columns, values, delimiter));
                return true;
            case RecordFormat.Json when isKey && columns.Count == 1:
                // A single key column stands bare; a null one is a null key.
                WriteJson(output, columns, values, isBare: true);
                return values[0] is not null;
            case RecordFormat.Json:
                WriteJson(output, columns, values, isBare: false);
                return true;
            default:
                return false;
        }
    }

    private static bool EncodeKafka(ArrayBufferWriter<byte> output, TargetColumn column, object? value)
    {
        switch (value)
        {
            case null:
                return false;
            case int number:
                BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), number);
                output.Advance(sizeof(int));
                return true;
            case long number:
                BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), number);
                output.Advance(sizeof(long));
                return true;
            case double number:
                BinaryPrimitives.WriteDoubleBigEndian(output.GetSpan(sizeof(double)), number);
                output.Advance(sizeof(double));
                return true;
            case string text:
                WriteText(output, text);
                return true;
            case byte[] bytes:
                output.Write(bytes);
                return true;
            default:
                throw new FormatException($"Column {column.Name}: the KAFKA format has no {column.Type.ToString().ToUpperInvariant()}.");
        }
    }

    private static void WriteText(ArrayBufferWriter<byte> output, string text)
    {
        int written = Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        output.Advance(written);
    }

    private void WriteJson(ArrayBufferWriter<byte> output, IReadOnlyList<TargetColumn> columns, object?[] values, bool isBare)
    {
        _json.Reset(output);
        if (!isBare)
        {
            _json.WriteStartObject();
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!isBare)
            {
                _json.WritePropertyName(columns[i].Name);
            }

            WriteJsonValue(_json, values[i]);
        }

        if (!isBare)
        {
            _json.WriteEndObject();
        }

        _json.Flush();
    }

    internal static void WriteJsonValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case double number: json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case decimal number: json.WriteNumberValue(number); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case JsonElement element: element.WriteTo(json); break;
            default: throw new FormatException($"A {value.GetType().Name} has no form in JSON.");
        }
    }
}
