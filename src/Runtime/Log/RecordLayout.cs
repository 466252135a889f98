using System.Runtime.CompilerServices;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>One record of a batch as Kafka lays it out: its length, attributes, deltas, key, value and headers.</summary>
internal static unsafe class RecordLayout
{
    /// <summary>More bytes than a record needs beside its key, value and headers.</summary>
    public const int MostOverheadBytes = (5 * LongestVarint) + 2;

    /// <summary>Writes a record.</summary>
    /// <param name="target">
    /// Where <see cref="MostOverheadBytes"/> are free beside what the key, the value and the headers take.
    /// </param>
    /// <param name="timestampDelta">Milliseconds behind the batch's first timestamp.</param>
    /// <param name="offsetDelta">Offsets behind the batch's first one.</param>
    /// <param name="hasKey">False: the key is null.</param>
    /// <param name="key">The key.</param>
    /// <param name="hasValue">False: the value is null.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">A varint count and the headers; empty for none.</param>
    /// <returns>The place behind the record.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        int body = 1 + VarintBytes(timestampDelta) + VarintBytes(offsetDelta) + VarintBytes(keyLength) + VarintBytes(valueLength)
            + Math.Max(keyLength, 0) + Math.Max(valueLength, 0) + Math.Max(headers.Length, 1);
        target = WriteVarint(target, body);
        *target++ = 0;
        target = WriteVarint(target, timestampDelta);
        target = WriteVarint(target, offsetDelta);
        target = WriteBlock(target, keyLength, key);
        target = WriteBlock(target, valueLength, value);
        if (headers.IsEmpty)
        {
            *target = 0;
            return target + 1;
        }

        headers.CopyTo(new Span<byte>(target, headers.Length));
        return target + headers.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
}
