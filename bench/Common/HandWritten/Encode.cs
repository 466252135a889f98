using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QueryGen.Bench;

/// <summary>The pieces of an encoder. Each gives the place behind what it wrote, and may write up to 64 bytes more.</summary>
internal static unsafe partial class Encode
{
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"u8
        + "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"u8
        + "99"u8;

    private static ReadOnlySpan<ulong> PowersOf10 =>
    [
        0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>A constant; its length is known where it is inlined, so that this is a store or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Constant(byte* to, ReadOnlySpan<byte> constant)
    {
        constant.CopyTo(new Span<byte>(to, constant.Length));
        return to + constant.Length;
    }

    /// <summary>Text as it is, 32 bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Text(byte* to, byte* from, int length)
    {
        int at = 0;
        do
        {
            Vector256.Load(from + at).Store(to + at);
            at += 32;
        }
        while (at < length);
        return to + length;
    }

    /// <summary>A number in decimal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Number(byte* to, long value)
    {
        if ((ulong)value < 10)
        {
            *to = (byte)('0' + value);
            return to + 1;
        }

        ulong left = (ulong)value;
        if (value < 0)
        {
            *to++ = (byte)'-';
            left = (ulong)-value;
        }

        byte* end = to + CountDigits(left);
        byte* at = end;
        while (left >= 100)
        {
            ulong rest = left / 100;
            at -= 2;
            Pair(at, (int)(left - (rest * 100)));
            left = rest;
        }

        if (left >= 10)
        {
            Pair(at - 2, (int)left);
        }
        else
        {
            at[-1] = (byte)('0' + left);
        }

        return end;
    }

    /// <summary>A key in Kafka's own format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BigEndian(byte* to, int value)
    {
        Unsafe.WriteUnaligned(to, BinaryPrimitives.ReverseEndianness(value));
        return to + sizeof(int);
    }

    /// <summary>A window's start behind a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BigEndian(byte* to, long value)
    {
        Unsafe.WriteUnaligned(to, BinaryPrimitives.ReverseEndianness(value));
        return to + sizeof(long);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(byte* to, int number) =>
        Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(
            ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Pairs), number * 2)));

    // Bits times log10(2), which is right or one too few.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountDigits(ulong value)
    {
        int atLeast = ((64 - BitOperations.LeadingZeroCount(value)) * 1233) >> 12;
        return atLeast + (value >= Unsafe.Add(
            ref System.Runtime.InteropServices.MemoryMarshal.GetReference(PowersOf10), atLeast) ? 1 : 0);
    }
}
