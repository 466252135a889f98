using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>Reads a record's key and value into CLR values, for connectors that take rows out.</summary>
internal sealed class RecordDecoder(ConnectorTarget target)
{
    /// <summary>Fills one value a column, keys first; a tombstone has null value columns.</summary>
    /// <exception cref="FormatException">The bytes are not in the source's formats; the message holds no
    /// data.</exception>
    public void Decode(in RecordRef record, Span<object?> row)
    {
        row.Clear();
        int keys = target.Keys.Count;
        try
        {
            if (record.HasKey)
            {
                Decode(record.Key, target.KeyFormat, target.KeyDelimiter, target.Keys, row[..keys], isKey: true);
            }

            if (record.HasValue)
            {
                Decode(record.Value, target.ValueFormat, target.ValueDelimiter, target.Values, row[keys..], isKey: false);
            }
        }
        catch (JsonException cause)
        {
            throw new FormatException("The record is no JSON.", cause);
        }
    }

    private static void Decode(
        ReadOnlySpan<byte> bytes, RecordFormat format, char delimiter, IReadOnlyList<TargetColumn> columns, Span<object?> row, bool isKey)
    {
        switch (format)
        {
            case RecordFormat.Kafka:
                row[0] = FromKafka(columns[0], bytes);
                break;
            case RecordFormat.Delimited:
                FromDelimited(DelimitedLine.Split(Encoding.UTF8.GetString(bytes), delimiter), columns, row);
                break;
            case RecordFormat.Json:
                FromJson(bytes, columns, row, isBare: isKey && columns.Count == 1);
                break;
        }
    }

    private static object FromKafka(TargetColumn column, ReadOnlySpan<byte> bytes)
    {
        int expected = column.Type switch { ColumnType.Integer => 4, ColumnType.BigInt or ColumnType.Double => 8, _ => bytes.Length };
        if (bytes.Length != expected)
        {
            throw new FormatException($"Column {column.Name} does not have {expected} bytes.");
        }

        return column.Type switch
        {
            ColumnType.Integer => BinaryPrimitives.ReadInt32BigEndian(bytes),
            ColumnType.BigInt => BinaryPrimitives.ReadInt64BigEndian(bytes),
            ColumnType.Double => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            ColumnType.Bytes => bytes.ToArray(),
            _ => Encoding.UTF8.GetString(bytes),
        };
    }

    private static void FromDelimited(List<string?> fields, IReadOnlyList<TargetColumn> columns, Span<object?> row)
    {
        if (fields.Count != columns.Count)
        {
            throw new FormatException($"The record has {fields.Count} fields, not {columns.Count}.");
        }

        for (int i = 0; i < fields.Count; i++)
        {
            row[i] = ColumnConversion.To(columns[i], fields[i]);
        }
    }

    private static void FromJson(ReadOnlySpan<byte> bytes, IReadOnlyList<TargetColumn> columns, Span<object?> row, bool isBare)
    {
        Utf8JsonReader reader = new(bytes);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (isBare)
        {
            row[0] = ColumnConversion.To(columns[0], root.Clone());
            return;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The record is no JSON object.");
        }

        foreach (JsonProperty member in root.EnumerateObject())
        {
            for (int i = 0; i < columns.Count; i++)
            {
                if (string.Equals(columns[i].Name, member.Name, StringComparison.OrdinalIgnoreCase))
                {
                    row[i] = ColumnConversion.To(columns[i], member.Value.Clone());
                }
            }
        }
    }
}
