using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Storage;

/// <summary>CRC-32C, the checksum of Kafka's record batches, with the processor's own instruction where it has one.</summary>
/// <remarks>
/// The instruction takes three cycles and can start each cycle, so three parts of a block are summed at once and joined afterwards: to
/// append zeros to a sum is linear, so a table of what each byte of the sum becomes does it in four look-ups.
/// </remarks>
internal static class Checksum
{
    // Long enough for the joining to cost nothing, short enough for a record batch of some KiB.
    private const int LargePartBytes = 2048;
    private const int SmallPartBytes = 256;

    // Castagnoli's polynomial, lowest bit first.
    private const uint Polynomial = 0x82F63B78;

    private static readonly uint[] s_behindLarge = ZerosTable(LargePartBytes);
    private static readonly uint[] s_behindSmall = ZerosTable(SmallPartBytes);

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => Continue(0, data);

    /// <summary>The checksum of what <paramref name="checksum"/> was made of and the bytes behind it.</summary>
    public static uint Continue(uint checksum, ReadOnlySpan<byte> data)
    {
        uint crc = ~checksum;
        ref byte at = ref MemoryMarshal.GetReference(data);
        int left = data.Length;
        while (left >= 3 * LargePartBytes)
        {
            crc = ThreeParts(crc, ref at, LargePartBytes, s_behindLarge);
            at = ref Unsafe.Add(ref at, 3 * LargePartBytes);
            left -= 3 * LargePartBytes;
        }

        while (left >= 3 * SmallPartBytes)
        {
            crc = ThreeParts(crc, ref at, SmallPartBytes, s_behindSmall);
            at = ref Unsafe.Add(ref at, 3 * SmallPartBytes);
            left -= 3 * SmallPartBytes;
        }

        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, Word(ref at, 0));
            at = ref Unsafe.Add(ref at, sizeof(ulong));
        }

        for (int i = 0; i < left; i++)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.Add(ref at, i));
        }

        return ~crc;
    }

    private static uint ThreeParts(uint crc, ref byte start, int partBytes, uint[] behindPart)
    {
        uint second = 0;
        uint third = 0;
        for (int i = 0; i < partBytes; i += sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, Word(ref start, i));
            second = BitOperations.Crc32C(second, Word(ref start, partBytes + i));
            third = BitOperations.Crc32C(third, Word(ref start, (2 * partBytes) + i));
        }

        return Behind(behindPart, Behind(behindPart, crc) ^ second) ^ third;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    private static uint Behind(uint[] table, uint crc) =>
        table[crc & 0xFF] ^ table[256 + ((crc >> 8) & 0xFF)] ^ table[512 + ((crc >> 16) & 0xFF)] ^ table[768 + (crc >> 24)];

    /// <summary>What a sum becomes when so many zeros follow: for each of its four bytes, 256 entries.</summary>
    private static uint[] ZerosTable(int zeros)
    {
        Span<uint> bits = stackalloc uint[32];
        for (int bit = 0; bit < bits.Length; bit++)
        {
            uint crc = 1u << bit;
            for (int step = 0; step < zeros * 8; step++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : Polynomial);
            }

            bits[bit] = crc;
        }

        uint[] table = new uint[4 * 256];
        for (int i = 0; i < table.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                table[i] ^= ((i >> bit) & 1) == 0 ? 0 : bits[(i / 256 * 8) + bit];
            }
        }

        return table;
    }
}
