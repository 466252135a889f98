using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QueryGen.Serdes;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>One record of a batch as Kafka lays it out: its length, attributes, deltas, key, value and headers.</summary>
internal static unsafe class RecordLayout
{
    /// <summary>More bytes than a record needs beside its key, value and headers; copies in whole vectors write beyond its end.</summary>
    public const int MostOverheadBytes = (5 * LongestVarint) + 2 + CopiedTooMuch;

    // What a copy in vectors reads and writes too much, at most.
    private const int CopiedTooMuch = 32;

    /// <summary>Writes a record behind whose key and value 64 bytes can be read, as <see cref="RecordRef"/> promises.</summary>
    /// <param name="target">
    /// Where <see cref="MostOverheadBytes"/> are free beside what the key, the value and the headers take.
    /// </param>
    /// <param name="timestampDelta">Milliseconds behind the batch's first timestamp.</param>
    /// <param name="offsetDelta">Offsets behind the batch's first one.</param>
    /// <param name="record">Key, value and headers.</param>
    /// <returns>The place behind the record.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Write(byte* target, long timestampDelta, int offsetDelta, in RecordRef record)
    {
        target = WriteDeltas(
            target, timestampDelta, offsetDelta, record.KeyLength, record.ValueLength, record.HeadersLength);
        target = WriteBlock(target, record.KeyLength, record.KeyStart);
        target = WriteBlock(target, record.ValueLength, record.ValueStart);
        return WriteHeaders(target, record.Headers);
    }

    /// <summary>Writes a record of which nothing can be read but its bytes.</summary>
    /// <inheritdoc cref="Write(byte*, long, int, in RecordRef)"/>
    public static byte* Write(
        byte* target,
        long timestampDelta,
        int offsetDelta,
        bool hasKey,
        ReadOnlySpan<byte> key,
        bool hasValue,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers)
    {
        int keyLength = hasKey ? key.Length : -1;
        int valueLength = hasValue ? value.Length : -1;
        target = WriteDeltas(target, timestampDelta, offsetDelta, keyLength, valueLength, headers.Length);
        target = WriteBlock(target, keyLength, key);
        target = WriteBlock(target, valueLength, value);
        return WriteHeaders(target, headers);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteDeltas(
        byte* target, long timestampDelta, int offsetDelta, int keyLength, int valueLength, int headersLength)
    {
        int body = 1 + VarintBytes(timestampDelta) + VarintBytes(offsetDelta) + VarintBytes(keyLength) + VarintBytes(valueLength)
            + Math.Max(keyLength, 0) + Math.Max(valueLength, 0) + Math.Max(headersLength, 1);
        target = WriteVarint(target, body);
        *target++ = 0;
        return WriteVarint(WriteVarint(target, timestampDelta), offsetDelta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteBlock(byte* target, int length, byte* data)
    {
        target = WriteVarint(target, length);
        for (int at = 0; at < length; at += CopiedTooMuch)
        {
            Vector256.Load(data + at).Store(target + at);
        }

        return target + Math.Max(length, 0);
    }

    private static byte* WriteBlock(byte* target, int length, ReadOnlySpan<byte> data)
    {
        target = WriteVarint(target, length);
        if (length <= 0)
        {
            return target;
        }

        data.CopyTo(new Span<byte>(target, length));
        return target + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteHeaders(byte* target, ReadOnlySpan<byte> headers)
    {
        if (headers.IsEmpty)
        {
            *target = 0;
            return target + 1;
        }

        headers.CopyTo(new Span<byte>(target, headers.Length));
        return target + headers.Length;
    }
}
