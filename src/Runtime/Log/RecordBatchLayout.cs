using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

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

    public static bool HasValidChecksum(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt32BigEndian(batch[Crc..]) == Checksum(batch[Attributes..]);

    /// <summary>CRC-32C, with the processor's own instruction where it has one.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte rest in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    public static int VarintBytes(long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        return (BitOperations.Log2(bits | 1) / 7) + 1;
    }

    public static int WriteVarint(Span<byte> target, long value)
    {
        ulong bits = (ulong)((value << 1) ^ (value >> 63));
        int count = 0;
        while (bits >= 0x80)
        {
            target[count++] = (byte)(bits | 0x80);
            bits >>= 7;
        }

        target[count++] = (byte)bits;
        return count;
    }

    /// <summary>Reads a varint and moves behind it; false where the data ends inside it or it is too long.</summary>
    public static bool TryReadVarint(ReadOnlySpan<byte> data, ref int position, out long value)
    {
        ulong bits = 0;
        for (int shift = 0; shift < 70 && position < data.Length; shift += 7)
        {
            byte next = data[position++];
            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
