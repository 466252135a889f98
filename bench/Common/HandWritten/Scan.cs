using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QueryGen.Bench;

/// <summary>The pieces of a decoder that expects JSON as producers write it, and checks that it is so.</summary>
/// <remarks>
/// Each piece takes a place and gives the place behind what it read, or null where something else stands there: then the record is
/// read in another way. All may look at up to 64 bytes behind the record.
/// </remarks>
internal static unsafe class Scan
{
    private const ulong Zeros = 0x3030303030303030;

    private static ReadOnlySpan<int> PowersOf10 => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Whether a constant stands there. Its length is known where it is inlined, so that this is a compare or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(byte* at, ReadOnlySpan<byte> constant)
    {
        int last = constant.Length - sizeof(ulong);
        return last < 0
            ? new ReadOnlySpan<byte>(at, constant.Length).SequenceEqual(constant)
            : Word(at) == Word(constant, 0) && Word(at + last) == Word(constant, last);
    }

    /// <summary>An integer of up to seven digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Int(byte* at, out int value)
    {
        int sign = 0;
        if (*at == '-')
        {
            sign = -1;
            at++;
        }

        int digits = Digits(Word(at), out int number);
        value = (number ^ sign) - sign;
        return (uint)(digits - 1) < 7 && (*at != '0' || digits == 1) ? at + digits : null;
    }

    /// <summary>An integer of up to fifteen digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Long(byte* at, out long value)
    {
        long sign = 0;
        if (*at == '-')
        {
            sign = -1;
            at++;
        }

        int digits = Digits(Word(at), out int number);
        value = (number ^ sign) - sign;
        if (digits == 0 || (*at == '0' && digits != 1))
        {
            return null;
        }

        if (digits < 8)
        {
            return at + digits;
        }

        int more = Digits(Word(at + 8), out int rest);
        if (more == 8)
        {
            return null;
        }

        value = ((((long)number * PowersOf10[more]) + (more == 0 ? 0 : rest)) ^ sign) - sign;
        return at + 8 + more;
    }

    /// <summary>Passes over an integer of up to fifteen digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* PastInteger(byte* at)
    {
        at += *at == '-' ? 1 : 0;
        int digits = CountDigits(Word(at));
        if (digits == 0 || (*at == '0' && digits != 1))
        {
            return null;
        }

        if (digits < 8)
        {
            return at + digits;
        }

        int more = CountDigits(Word(at + 8));
        return more == 8 ? null : at + 8 + more;
    }

    /// <summary>The quote that ends a string of up to 32 bytes that needs no unescaping.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* StringEnd(byte* at)
    {
        Vector256<byte> text = Vector256.Load(at);
        uint quotes = Vector256.Equals(text, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        uint unusual = (Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(text.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();

        // What is unusual behind the first quote is not part of the string.
        return quotes != 0 && (unusual & (quotes ^ (quotes - 1))) == 0 ? at + BitOperations.TrailingZeroCount(quotes) : null;
    }

    /// <summary>Whether bytes are ASCII without quotes, backslashes and control characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(byte* start, byte* end)
    {
        long left = end - start;
        while (left > 64)
        {
            if (Unusual(start) != 0)
            {
                return false;
            }

            start += 64;
            left -= 64;
        }

        ulong inside = left == 64 ? ulong.MaxValue : (1UL << (int)left) - 1;
        return left >= 0 && (Unusual(start) & inside) == 0;
    }

    // A bit for each of 64 bytes that ends a plain text. Signed, bytes of 128 and more are below a space.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Unusual(byte* at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> text = Vector512.Load(at);
            return (Vector512.Equals(text, Vector512.Create((byte)'"')) | Vector512.Equals(text, Vector512.Create((byte)'\\'))
                | Vector512.LessThan(text.AsSByte(), Vector512.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
        }

        return Unusual32(at) | ((ulong)Unusual32(at + 32) << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Unusual32(byte* at)
    {
        Vector256<byte> text = Vector256.Load(at);
        return (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(text.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(byte* at) => Unsafe.ReadUnaligned<ulong>(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> constant, int at) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(constant), at));

    // How many of eight characters are digits, up to the first that is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountDigits(ulong word)
    {
        ulong values = word ^ Zeros;
        ulong others = (values | (values + 0x7676767676767676)) & 0x8080808080808080;
        return BitOperations.TrailingZeroCount(others) >> 3;
    }

    // Their number, too: moved to the end of the word, then joined in pairs, fours, and all eight. Nothing where there is no digit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digits(ulong word, out int number)
    {
        int count = CountDigits(word);
        ulong values = (word ^ Zeros) << (64 - (8 * count));
        values = (values * 10) + (values >> 8);
        number = (int)((((values & 0x000000FF000000FF) * 0x000F424000000064)
            + (((values >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
        return count;
    }
}
