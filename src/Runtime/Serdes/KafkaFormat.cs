using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>The KAFKA format: one column in Kafka's own serializers' bytes, numbers big-endian. Length errors give false.</summary>
public static unsafe class KafkaFormat
{
    /// <summary>An INTEGER: 4 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int? value)
    {
        bool isRead = BinaryPrimitives.TryReadInt32BigEndian(bytes, out int number) && bytes.Length == sizeof(int);
        value = isRead ? number : null;
        return isRead;
    }

    /// <summary>A BIGINT: 8 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long? value)
    {
        bool isRead = BinaryPrimitives.TryReadInt64BigEndian(bytes, out long number) && bytes.Length == sizeof(long);
        value = isRead ? number : null;
        return isRead;
    }

    /// <summary>A DOUBLE: 8 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out double? value)
    {
        bool isRead = BinaryPrimitives.TryReadDoubleBigEndian(bytes, out double number) && bytes.Length == sizeof(double);
        value = isRead ? number : null;
        return isRead;
    }

    /// <summary>A VARCHAR: UTF-8, a slice of the record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Text value)
    {
        value = new Text(PointerTo(bytes), bytes.Length);
        return true;
    }

    /// <summary>BYTES: a slice of the record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Bytes value)
    {
        value = new Bytes(PointerTo(bytes), bytes.Length);
        return true;
    }

    // An empty slice may have no address, and no address is NULL.
    private static byte* PointerTo(ReadOnlySpan<byte> bytes) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes.IsEmpty ? "\0"u8 : bytes));
}

/// <summary>Writes the one column of the KAFKA format. A NULL column is null bytes: the caller leaves key or value out.</summary>
public unsafe ref struct KafkaWriter(BufferCursor cursor)
{
    private BufferCursor _cursor = cursor;

    /// <summary>Where it has come to.</summary>
    public readonly BufferCursor Cursor => _cursor;

    /// <summary>An INTEGER.</summary>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_cursor.Room(sizeof(int)), value);
        _cursor.Advance(sizeof(int));
    }

    /// <summary>A BIGINT.</summary>
    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_cursor.Room(sizeof(long)), value);
        _cursor.Advance(sizeof(long));
    }

    /// <summary>A DOUBLE.</summary>
    public void Write(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(_cursor.Room(sizeof(double)), value);
        _cursor.Advance(sizeof(double));
    }

    /// <summary>A VARCHAR.</summary>
    public void Write(Text value) => _cursor.Raw(value.Span);

    /// <summary>BYTES.</summary>
    public void Write(Bytes value) => _cursor.Raw(value.Span);
}
