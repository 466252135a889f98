using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Kafka;

/// <summary>Headers between librdkafka's objects and Kafka's record format, which records carry.</summary>
internal static unsafe class KafkaHeaders
{
    private const int LongestVarint = 5;

    /// <summary>Writes a record's headers into an arena.</summary>
    public static ReadOnlySpan<byte> Read(nint headers, RecordArena memory)
    {
        int size = LongestVarint;
        int count = 0;
        while (LibRdKafka.rd_kafka_header_get_all(headers, (nuint)count, out byte* name, out _, out nuint length) == NativeErrors.None)
        {
            size += (2 * LongestVarint) + MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).Length + (int)length;
            count++;
        }

        byte* start = memory.Allocate(size);
        byte* at = WriteVarint(start, count);
        for (int i = 0; i < count; i++)
        {
            _ = LibRdKafka.rd_kafka_header_get_all(headers, (nuint)i, out byte* name, out byte* value, out nuint length);
            ReadOnlySpan<byte> key = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
            at = Write(at, key);
            at = value == null ? WriteVarint(at, -1) : Write(at, new ReadOnlySpan<byte>(value, (int)length));
        }

        return new ReadOnlySpan<byte>(start, (int)(at - start));
    }

    /// <summary>Makes librdkafka's object of headers; 0: there are none. Whoever gets it frees it.</summary>
    public static nint Create(ReadOnlySpan<byte> headers)
    {
        HeaderReader reader = new(headers);
        if (reader.Count == 0)
        {
            return 0;
        }

        nint created = LibRdKafka.rd_kafka_headers_new((nuint)reader.Count);
        while (reader.TryNext(out Text name, out Bytes value))
        {
            ReadOnlySpan<byte> key = name.Span;
            ReadOnlySpan<byte> content = value.IsNull ? default : value.Span;
            fixed (byte* keyStart = key)
            fixed (byte* contentStart = content)
            {
                // An empty value needs a place; a null pointer is a null one.
                byte nothing;
                byte* start = value.IsNull ? null : contentStart == null ? &nothing : contentStart;
                _ = LibRdKafka.rd_kafka_header_add(created, keyStart, key.Length, start, content.Length);
            }
        }

        return created;
    }

    private static byte* Write(byte* at, ReadOnlySpan<byte> bytes)
    {
        at = WriteVarint(at, bytes.Length);
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at + bytes.Length;
    }

    private static byte* WriteVarint(byte* at, int value)
    {
        uint zigzag = (uint)((value << 1) ^ (value >> 31));
        while (zigzag >= 0x80)
        {
            *at++ = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        *at++ = (byte)zigzag;
        return at;
    }
}
