using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using QueryGen.Binding;
using QueryGen.Conformance.Cases;
using QueryGen.Syntax;
using QueryGen.Testing;
using QueryGen.Types;

namespace QueryGen.Conformance.Running;

/// <summary>Writes a case's records as the format of their topic has them.</summary>
internal static class RecordEncoder
{
    /// <param name="record">The record.</param>
    /// <param name="source">The stream or table of its topic.</param>
    public static TopicRecord Encode(CaseRecord record, DataSource source)
    {
        byte[]? key = Encode(record.Key, source.KeyFormat, [.. source.Columns.Where(IsKey)]);
        return new TopicRecord(
            key is not null && record.Window is { } window ? WithWindow(key, window) : key,
            Encode(record.Value, source.ValueFormat, [.. source.Columns.Where(column => column.Role == ColumnRole.Value)]),
            record.TimestampMs ?? 0,
            [.. (record.Headers ?? []).Select(header => new TestHeader(header.Name, Memory(header.Value)))]);
    }

    public static bool IsKey(ColumnSchema column) => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey;

    private static byte[]? Encode(JsonElement json, FormatSpec format, ColumnSchema[] columns)
    {
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        return format.Format switch
        {
            SerdeFormat.Json => Encoding.UTF8.GetBytes(json.GetRawText()),
            SerdeFormat.Delimited => Encoding.UTF8.GetBytes(Text(json)),
            SerdeFormat.Kafka => Kafka(json, columns.Length == 1 ? columns[0].Type.Kind : SqlKind.String),
            _ => null,
        };
    }

    private static byte[] Kafka(JsonElement json, SqlKind kind)
    {
        byte[] bytes = new byte[kind == SqlKind.Integer ? sizeof(int) : sizeof(long)];
        switch (kind)
        {
            case SqlKind.Integer:
                BinaryPrimitives.WriteInt32BigEndian(bytes, int.Parse(Text(json), CultureInfo.InvariantCulture));
                return bytes;
            case SqlKind.BigInt:
                BinaryPrimitives.WriteInt64BigEndian(bytes, long.Parse(Text(json), CultureInfo.InvariantCulture));
                return bytes;
            case SqlKind.Double:
                BinaryPrimitives.WriteDoubleBigEndian(bytes, double.Parse(Text(json), CultureInfo.InvariantCulture));
                return bytes;
            default:
                return Encoding.UTF8.GetBytes(Text(json));
        }
    }

    private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    private static byte[] WithWindow(byte[] key, CaseWindow window)
    {
        byte[] bytes = new byte[key.Length + (window.IsSession ? 2 * sizeof(long) : sizeof(long))];
        key.CopyTo(bytes, 0);
        Span<byte> suffix = bytes.AsSpan(key.Length);
        if (window.IsSession)
        {
            BinaryPrimitives.WriteInt64BigEndian(suffix, window.EndMs);
            suffix = suffix[sizeof(long)..];
        }

        BinaryPrimitives.WriteInt64BigEndian(suffix, window.StartMs);
        return bytes;
    }

    // A plain null beside a ReadOnlyMemory would become an empty one.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();
}
