using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace QueryGen.Serdes;

/// <summary>Numbers as text, the way ksqlDB prints them.</summary>
/// <remarks>A method gives the place behind what it wrote, and may write up to 8 bytes beyond it.</remarks>
internal static unsafe class Digits
{
    public const int MostIntegerBytes = 11;
    public const int MostLongBytes = 20;
    public const int MostDoubleBytes = 32;
    public const int MostDecimalBytes = 64;

    private const uint TenTo4 = 10_000;
    private const ulong TenTo8 = 100_000_000;
    private const ulong Zeros = 0x3030303030303030;

    // A DOUBLE of so many digits behind the point is told from its neighbours by them.
    private const int MostExactFraction = 4;
    private const int MostFraction = 8;
    private const double CoarseBelow = 1e-321;
    private const double LeastPlain = 1e-3;
    private const double BehindPlain = 1e7;

    private static ReadOnlySpan<ulong> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Writes an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Write(byte* to, long value)
    {
        if ((ulong)value < 10)
        {
            *to = (byte)('0' + value);
            return to + 1;
        }

        return (ulong)value < TenTo8 ? WriteUpTo8(to, (uint)value) : WriteAny(to, value);
    }

    /// <summary>
    /// Writes a DOUBLE as Java prints it: shortest digits that read back, plain from 1e-3 up to 1e7, else <c>d.dddE±n</c>; NaN,
    /// Infinity and -Infinity by name.
    /// </summary>
    public static byte* Write(byte* to, double value)
    {
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
            name.CopyTo(new Span<byte>(to, name.Length));
            return to + name.Length;
        }

        byte* after = WriteFixed(to, value);
        if (after != null)
        {
            return after;
        }

        // "E16" is not shortest; "R" switches between notations. The shortest digits and their exponent come from "E" forms of "R".
        Span<byte> shortest = stackalloc byte[MostDoubleBytes];
        value.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) < CoarseBelow && shortest[..length].IndexOf((byte)'.') < 0)
        {
            // Java writes two digits at least, and of the least DOUBLEs, which lie far apart, the nearest two: 4.9E-324 and not 5.0E-324.
            value.TryFormat(shortest, out length, "E1", CultureInfo.InvariantCulture);
        }

        return to + JavaDouble.Arrange(shortest[..length], new Span<byte>(to, MostDoubleBytes));
    }

    /// <summary>Writes a DECIMAL plainly, with all digits of its scale.</summary>
    public static byte* Write(byte* to, decimal value)
    {
        // The number without its point in 96 bits, and its scale.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        ulong digits = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        int scale = (parts[3] >> 16) & 0xFF;
        if (parts[2] == 0 && digits is > 0 and < TenTo8 * TenTo8 && scale is > 0 and <= MostFraction)
        {
            return WriteFixed(to, parts[3] < 0, digits, Powers[scale], scale);
        }

        Utf8Formatter.TryFormat(value, new Span<byte>(to, MostDecimalBytes), out int length);
        return to + length;
    }

    // A DOUBLE of few digits. Its decimal form has at most 15 of them, and no two such forms are the same DOUBLE: one that gives
    // the value back is the only one, and the first one that does is the shortest.
    private static byte* WriteFixed(byte* to, double value)
    {
        double size = Math.Abs(value);
        if (!(size is >= LeastPlain and < BehindPlain))
        {
            return null;
        }

        double power = 10;
        for (int fraction = 1; fraction <= MostExactFraction; fraction++)
        {
            double digits = Math.Round(size * power);
            if (digits / power == size)
            {
                return WriteFixed(to, value < 0, (ulong)digits, (ulong)power, fraction);
            }

            power *= 10;
        }

        return null;
    }

    // A number with one to eight digits behind the point.
    private static byte* WriteFixed(byte* to, bool isNegative, ulong digits, ulong power, int fraction)
    {
        if (isNegative)
        {
            *to++ = (byte)'-';
        }

        ulong whole = digits / power;
        to = Write(to, (long)whole);
        *to++ = (byte)'.';
        ulong rest = Spread((uint)(digits - (whole * power))) | Zeros;
        Unsafe.WriteUnaligned(to, rest >> (8 * (8 - fraction)));
        return to + fraction;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* WriteAny(byte* to, long value)
    {
        ulong rest = (ulong)value;
        if (value < 0)
        {
            *to++ = (byte)'-';
            rest = 0 - rest;
        }

        if (rest < TenTo8)
        {
            return WriteUpTo8(to, (uint)rest);
        }

        ulong high = rest / TenTo8;
        if (high < TenTo8)
        {
            to = WriteUpTo8(to, (uint)high);
        }
        else
        {
            ulong highest = high / TenTo8;
            to = WriteUpTo8(to, (uint)highest);
            to = Write8(to, (uint)(high - (highest * TenTo8)));
        }

        return Write8(to, (uint)(rest - (high * TenTo8)));
    }

    // All eight are written behind one another; what stands before the first digit that counts is shifted out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteUpTo8(byte* to, uint value)
    {
        ulong digits = Spread(value);
        int leading = BitOperations.TrailingZeroCount(digits | (1UL << 56)) & ~7;
        Unsafe.WriteUnaligned(to, (digits | Zeros) >> leading);
        return to + (8 - (leading >> 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Write8(byte* to, uint value)
    {
        Unsafe.WriteUnaligned(to, Spread(value) | Zeros);
        return to + 8;
    }

    // The eight digits of a number below 1e8, a byte each, the first one lowest: it is halved into fours, twos and ones, all
    // parts at a time. Products by 10486 / 2^20 and 103 / 2^10 are quotients by 100 and by 10 in their ranges.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(uint value)
    {
        uint high = value / TenTo4;
        ulong fours = high | ((ulong)(value - (high * TenTo4)) << 32);
        ulong hundreds = ((fours * 10486) >> 20) & 0x0000007F_0000007F;
        ulong twos = ((fours - (hundreds * 100)) << 16) | hundreds;
        ulong tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return ((twos - (tens * 10)) << 8) | tens;
    }
}
