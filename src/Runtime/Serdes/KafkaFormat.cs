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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Text value)
    {
        Text.Set(out value, PointerTo(bytes), bytes.Length, isPlain: false);
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
public readonly unsafe ref struct KafkaWriter
{
    private readonly OutputBuffer _output;
    private readonly byte* _end;

    /// <summary>An INTEGER.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KafkaWriter(OutputBuffer output, int value)
    {
        byte* to = Start(output, sizeof(int));
        Unsafe.WriteUnaligned(to, BinaryPrimitives.ReverseEndianness(value));
        _output = output;
        _end = to + sizeof(int);
    }

    /// <summary>A BIGINT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KafkaWriter(OutputBuffer output, long value)
    {
        byte* to = Start(output, sizeof(long));
        Unsafe.WriteUnaligned(to, BinaryPrimitives.ReverseEndianness(value));
        _output = output;
        _end = to + sizeof(long);
    }

    /// <summary>A DOUBLE.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KafkaWriter(OutputBuffer output, double value)
        : this(output, BitConverter.DoubleToInt64Bits(value))
    {
    }

    /// <summary>A VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KafkaWriter(OutputBuffer output, Text value)
    {
        byte* to = Start(output, value.Length);
        if (value.Length <= NativeText.Block && NativeText.CanOverread(value.Data))
        {
            NativeText.CopyBlock(to, value.Data, value.Length);
        }
        else
        {
            value.Span.CopyTo(new Span<byte>(to, value.Length));
        }

        _output = output;
        _end = to + value.Length;
    }

    /// <summary>BYTES.</summary>
    public KafkaWriter(OutputBuffer output, Bytes value)
    {
        byte* to = Start(output, value.Length);
        value.Span.CopyTo(new Span<byte>(to, value.Length));
        _output = output;
        _end = to + value.Length;
    }

    /// <summary>What was written is the record's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndKey() => _output.EndKey(_end);

    /// <summary>What was written is the record's key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndKey(long windowStartMs) => _output.EndKey(_end, windowStartMs);

    /// <summary>What was written is the record's key, and a session's end and start follow it, in 8 bytes each, big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndKey(long windowEndMs, long windowStartMs) => _output.EndKey(_end, windowEndMs, windowStartMs);

    /// <summary>What was written is the record's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndValue() => _output.EndValue(_end);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Start(OutputBuffer output, int bytes) => output.Reserve(bytes + OutputBuffer.WindowBytes);
}
