using System.Text;

namespace QueryGen.Testing;

/// <summary>A header of a record.</summary>
/// <param name="Name">Its name; names may occur twice.</param>
/// <param name="Value">Its value; null is a value too.</param>
public sealed record TestHeader(string Name, ReadOnlyMemory<byte>? Value)
{
    /// <summary>A header with text as its value, in UTF-8.</summary>
    public TestHeader(string name, string? value)
        : this(name, value is null ? TestRecord.NoBytes : new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(value)))
    {
    }

    /// <summary><c>name=value</c>, the value as UTF-8.</summary>
    public override string ToString() => $"{Name}={(Value is { } value ? Encoding.UTF8.GetString(value.Span) : "null")}";

    /// <summary>Kafka's encoding: a varint count, then for each header its name and value with varint lengths.</summary>
    internal static byte[] Encode(IReadOnlyCollection<TestHeader> headers)
    {
        if (headers.Count == 0)
        {
            return [];
        }

        List<byte> bytes = [];
        WriteVarint(bytes, headers.Count);
        foreach (TestHeader header in headers)
        {
            byte[] name = Encoding.UTF8.GetBytes(header.Name);
            WriteVarint(bytes, name.Length);
            bytes.AddRange(name);
            WriteVarint(bytes, header.Value?.Length ?? -1);
            bytes.AddRange(header.Value?.ToArray() ?? []);
        }

        return [.. bytes];
    }

    internal static IReadOnlyList<TestHeader> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        int at = 0;
        TestHeader[] headers = new TestHeader[ReadVarint(bytes, ref at)];
        for (int i = 0; i < headers.Length; i++)
        {
            int nameLength = ReadVarint(bytes, ref at);
            string name = Encoding.UTF8.GetString(bytes.Slice(at, nameLength));
            at += nameLength;
            int length = ReadVarint(bytes, ref at);
            headers[i] = new TestHeader(name, length < 0 ? TestRecord.NoBytes
                : new ReadOnlyMemory<byte>(bytes.Slice(at, length).ToArray()));
            at += Math.Max(length, 0);
        }

        return headers;
    }

    private static void WriteVarint(List<byte> bytes, int value)
    {
        uint zigzag = (uint)((value << 1) ^ (value >> 31));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes.Add((byte)(zigzag | 0x80));
        }

        bytes.Add((byte)zigzag);
    }

    private static int ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint zigzag = 0;
        int shift = 0;
        byte part;
        do
        {
            part = bytes[at++];
            zigzag |= (uint)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);

        return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
    }
}
