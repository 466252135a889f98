using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Storage;

/// <summary>CRC-32C, the checksum of Kafka's record batches, with the processor's own instruction where it has one.</summary>
/// <remarks>
/// <para>
/// Where the processor multiplies polynomials in vectors, 256 bytes are folded into the next 256, and what is left at the end is summed:
/// a sum is the remainder of a division, and what stands D bits before something can be multiplied by the remainder of x^D in its place.
/// </para>
/// <para>
/// Elsewhere the processor's own instruction sums. It takes three cycles and can start each cycle, so three parts of a block are summed at
/// once and joined afterwards: to append zeros to a sum is linear, so a table of what each byte of the sum becomes does it in four
/// look-ups.
/// </para>
/// </remarks>
internal static class Checksum
{
    // Long enough for the joining to cost nothing, short enough for a record batch of some KiB.
    private const int LargePartBytes = 2048;
    private const int SmallPartBytes = 256;

    // Castagnoli's polynomial, lowest bit first.
    private const uint Polynomial = 0x82F63B78;

    private const int VectorBytes = 64;
    private const int FoldedBytes = 4 * VectorBytes;

    // By how far a vector is moved while its own block is folded, and when the last four become one.
    private static readonly Vector512<ulong> s_overBlock = Factors(8 * FoldedBytes);
    private static readonly Vector512<ulong> s_overVector = Factors(8 * VectorBytes);

    private static readonly uint[] s_behindLarge = ZerosTable(LargePartBytes);
    private static readonly uint[] s_behindSmall = ZerosTable(SmallPartBytes);

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => Continue(0, data);

    /// <summary>The checksum of what <paramref name="checksum"/> was made of and the bytes behind it.</summary>
    public static uint Continue(uint checksum, ReadOnlySpan<byte> data)
    {
        uint crc = ~checksum;
        if (Pclmulqdq.V512.IsSupported && data.Length >= 2 * FoldedBytes)
        {
            int folded = data.Length - (data.Length % FoldedBytes);
            crc = Fold(crc, ref MemoryMarshal.GetReference(data), folded);
            data = data[folded..];
        }

        return ~Sum(crc, data);
    }

    /// <summary>The same without vectors, before the last inversion and after the first: how other processors do it.</summary>
    internal static uint Sum(uint crc, ReadOnlySpan<byte> data)
    {
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

        return crc;
    }

    private static uint Fold(uint crc, ref byte start, int bytes)
    {
        Vector512<ulong> first = Load(ref start, 0) ^ Vector512.CreateScalar((ulong)crc);
        Vector512<ulong> second = Load(ref start, VectorBytes);
        Vector512<ulong> third = Load(ref start, 2 * VectorBytes);
        Vector512<ulong> fourth = Load(ref start, 3 * VectorBytes);
        Vector512<ulong> factors = s_overBlock;
        for (int at = FoldedBytes; at < bytes; at += FoldedBytes)
        {
            first = Move(first, factors) ^ Load(ref start, at);
            second = Move(second, factors) ^ Load(ref start, at + VectorBytes);
            third = Move(third, factors) ^ Load(ref start, at + (2 * VectorBytes));
            fourth = Move(fourth, factors) ^ Load(ref start, at + (3 * VectorBytes));
        }

        factors = s_overVector;
        Vector512<ulong> rest = Move(Move(Move(first, factors) ^ second, factors) ^ third, factors) ^ fourth;
        uint sum = 0;
        for (int i = 0; i < Vector512<ulong>.Count; i++)
        {
            sum = BitOperations.Crc32C(sum, rest[i]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(ref byte start, int offset) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref start, offset)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Move(Vector512<ulong> value, Vector512<ulong> factors) =>
        Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x11);

    // For each of a vector's four parts of 128 bits: what moves its first half, which stands 64 bits further ahead, and what its second.
    // The product has 32 bits more than the sum, and one less than both halves together, hence the 32 and the shift.
    private static Vector512<ulong> Factors(int bits)
    {
        Vector128<ulong> pair = Vector128.Create((ulong)Power(bits + 32) << 1, (ulong)Power(bits - 32) << 1);
        return Vector512.Create(Vector256.Create(pair, pair), Vector256.Create(pair, pair));
    }

    // The remainder of x^n, lowest bit first.
    private static uint Power(int n)
    {
        uint power = 1u << 31;
        for (int i = 0; i < n; i++)
        {
            power = (power >> 1) ^ ((power & 1) == 0 ? 0 : Polynomial);
        }

        return power;
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
