using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>Where the fields of Kafka's record batch (magic 2) stand, and its checksum and varints.</summary>
/// <remarks>Source: Kafka's protocol guide, "Record Batch". All integers are big-endian; varints are zigzag.</remarks>
internal static class RecordBatchLayout
{
    public const int BaseOffset = 0;
    public const int BatchLength = 8;
    public const int LeaderEpoch = 12;
    public const int Magic = 16;
    public const int Crc = 17;
    public const int Attributes = 21;
    public const int LastOffsetDelta = 23;
    public const int BaseTimestamp = 27;
    public const int MaxTimestamp = 35;
    public const int ProducerId = 43;
    public const int ProducerEpoch = 51;
    public const int BaseSequence = 53;
    public const int RecordCount = 57;
    public const int HeaderBytes = 61;

    /// <summary>Bytes before those that BatchLength counts.</summary>
    public const int LengthPrefixBytes = 12;

    /// <summary>The longest form of a zigzag varint of 64 bits.</summary>
    public const int LongestVarint = 10;

    /// <summary>
    /// Attribute: BaseTimestamp is the wall clock's time from which on compaction may take the batch's tombstones away.
    /// </summary>
    public const short HasDeleteHorizon = 0x40;

    /// <summary>Attributes that the log's files never have: compression, and control batches.</summary>
    private const short Foreign = 0x27;

    /// <summary>Bytes of the whole batch that starts here, or -1 where no batch can start so.</summary>
    public static long SizeBytes(ReadOnlySpan<byte> header)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(header[BatchLength..]);
        return header[Magic] != 2 || length < HeaderBytes - LengthPrefixBytes ? -1 : (long)length + LengthPrefixBytes;
    }

    public static long FirstOffset(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header);

    /// <summary>The offset behind the last record of the batch.</summary>
    public static long NextOffset(ReadOnlySpan<byte> header) =>
        FirstOffset(header) + BinaryPrimitives.ReadInt32BigEndian(header[LastOffsetDelta..]) + 1;

    public static long MaxTimestampMs(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[MaxTimestamp..]);

    /// <summary>When compaction may take the tombstones away, milliseconds since 1970-01-01 UTC; null: nobody has said.</summary>
    public static long? DeleteHorizonMs(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadInt16BigEndian(header[Attributes..]) & HasDeleteHorizon) == 0
            ? null
            : BinaryPrimitives.ReadInt64BigEndian(header[BaseTimestamp..]);

    public static bool IsForeign(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadInt16BigEndian(header[Attributes..]) & Foreign) != 0;

    public static bool HasValidChecksum(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt32BigEndian(batch[Crc..]) == Checksum.Of(batch[Attributes..]);

    /// <summary>Fills in the header of a batch without records or checksum: no producer, no compression.</summary>
    public static void StartHeader(Span<byte> header, long baseTimestampMs, short attributes)
    {
        header[..HeaderBytes].Clear();
        header[Magic] = 2;
        BinaryPrimitives.WriteInt16BigEndian(header[Attributes..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(header[BaseTimestamp..], baseTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(header[ProducerId..], -1);
        BinaryPrimitives.WriteInt16BigEndian(header[ProducerEpoch..], -1);
        BinaryPrimitives.WriteInt32BigEndian(header[BaseSequence..], -1);
    }

    /// <summary>Says what a batch holds.</summary>
    public static void EndHeader(Span<byte> header, int lastOffsetDelta, long maxTimestampMs, int records)
    {
        BinaryPrimitives.WriteInt32BigEndian(header[LastOffsetDelta..], lastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(header[MaxTimestamp..], maxTimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(header[RecordCount..], records);
    }

    /// <summary>Gives a batch its place, and seals it with its length and checksum.</summary>
    public static void Seal(Span<byte> batch, long baseOffset)
    {
        SetFirstOffset(batch, baseOffset);
        Seal(batch);
    }

    /// <summary>Seals a batch whose place is not known yet: neither length nor checksum depend on it.</summary>
    public static void Seal(Span<byte> batch)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchLength..], batch.Length - LengthPrefixBytes);
        BinaryPrimitives.WriteUInt32BigEndian(batch[Crc..], Checksum.Of(batch[Attributes..]));
    }

    /// <summary>Gives a batch its place.</summary>
    public static void SetFirstOffset(Span<byte> batch, long baseOffset) => BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int VarintBytes(long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        return bits < 0x80 ? 1 : bits < 0x4000 ? 2 : (BitOperations.Log2(bits) / 7) + 1;
    }

    /// <summary>Writes a varint where ten bytes are free, and gives the place behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe byte* WriteVarint(byte* target, long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        while (bits >= 0x80)
        {
            *target++ = (byte)(bits | 0x80);
            bits >>= 7;
        }

        *target = (byte)bits;
        return target + 1;
    }

    /// <summary>
    /// Reads a varint where ten bytes can be read, and gives the place behind it; one that does not end is
    /// <see cref="long.MinValue"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe byte* ReadVarint(byte* source, out long value)
    {
        uint first = source[0];
        if (first < 0x80)
        {
            value = (long)(first >> 1) ^ -(long)(first & 1);
            return source + 1;
        }

        uint second = source[1];
        if (second < 0x80)
        {
            uint bits = (first & 0x7F) | (second << 7);
            value = (long)(bits >> 1) ^ -(long)(bits & 1);
            return source + 2;
        }

        return ReadLongVarint(source, out value);
    }

    private static unsafe byte* ReadLongVarint(byte* source, out long value)
    {
        ulong bits = 0;
        for (int count = 0; count < LongestVarint; count++)
        {
            byte next = source[count];
            bits |= (ulong)(next & 0x7F) << (7 * count);
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return source + count + 1;
            }
        }

        value = long.MinValue;
        return source + LongestVarint;
    }
}
