using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Serdes;

/// <summary>Numbers of JSON in their usual form, eight digits at a time.</summary>
/// <remarks>
/// A method takes the place of a number's first character and gives the place behind its last one, or null where the number has any other
/// form, which says nothing about whether it is one. All may look at up to 64 bytes behind the JSON.
/// </remarks>
internal static unsafe class JsonNumber
{
    /// <summary>What <see cref="Stop"/> gives where all eight characters are digits.</summary>
    public const int NoStop = 64;

    // The last bit of a byte whose character is no digit, behind one digit and behind seven.
    private const ulong AfterOne = 15;
    private const ulong AfterSeven = 63;

    private const ulong HighBits = 0x8080808080808080;
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>Powers of ten that a DOUBLE holds exactly.</summary>
    private static ReadOnlySpan<double> ExactPowers =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    private static ReadOnlySpan<long> Powers =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>Eight characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(byte* at) => Unsafe.ReadUnaligned<ulong>(at);

    /// <summary>The first character that is no digit, as the number of its last bit; <see cref="NoStop"/>: all are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Stop(ulong word)
    {
        // The high bit of a byte: it is above '9', or below '0'. What is carried over goes into later bytes, which mean nothing then.
        return ulong.TrailingZeroCount(((word + 0x4646464646464646) | (word - Zeros)) & HighBits);
    }

    /// <summary>Whether a stop is behind one to seven digits of which the first is no needless zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsShort(ulong word, ulong stop) => HasDigits(stop) && (!StartsWithZero(word) || stop == AfterOne);

    /// <summary>Whether the first character is a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWithZero(ulong word) => (byte)word == '0';

    /// <summary>Whether a stop is behind one to seven digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasDigits(ulong stop) => stop - AfterOne <= AfterSeven - AfterOne;

    /// <summary>The number that the digits before a stop are; there is at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Join(ulong word, ulong stop)
    {
        // The digits move to the end of the word; then pairs, fours and all eight are joined.
        ulong digits = (word ^ Zeros) << (int)((AfterSeven + 8 - stop) & ~7UL);
        digits = (digits * 10) + (digits >> 8);
        ulong odd = (digits & 0x000000FF000000FF) * 0x000F424000000064;
        ulong even = ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001;
        return (uint)((odd + even) >> 32);
    }

    /// <summary>Ten to the power of the digits before a stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Shift(ulong stop) => Unsafe.Add(ref MemoryMarshal.GetReference(Powers), (nint)(stop >> 3));

    /// <summary>An integer of at most 15 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Integer(byte* at, byte* end, out long value)
    {
        ulong word = Word(at);
        ulong stop = Stop(word);
        byte* after;
        if (IsShort(word, stop))
        {
            value = Join(word, stop);
            after = at + (stop >> 3);
        }
        else
        {
            ulong more = Word(at + sizeof(ulong));
            ulong moreStop = Stop(more);
            if (stop != NoStop || StartsWithZero(word) || !HasDigits(moreStop))
            {
                return AnyInteger(at, end, out value);
            }

            value = (Join(word, stop) * Shift(moreStop)) + Join(more, moreStop);
            after = at + sizeof(ulong) + (moreStop >> 3);
        }

        return EndsAt(after, end) ? after : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* AnyInteger(byte* at, byte* end, out long value)
    {
        bool isNegative = *at == '-';
        byte* after = Digits(at + (isNegative ? 1 : 0), out value);
        value = isNegative ? -value : value;
        return EndsAt(after, end) ? after : null;
    }

    /// <summary>A number of at most 15 digits, with or without a fraction.</summary>
    public static byte* Double(byte* at, byte* end, out double value)
    {
        byte* after = Fixed(at, end, out long digits, out int scale, out bool isNegative);

        // Both are exact, so that the quotient is the nearest DOUBLE.
        double size = digits / ExactPowers[scale];
        value = isNegative ? -size : size;
        return after;
    }

    /// <summary>A number of at most 15 digits that fits a DECIMAL without rounding.</summary>
    public static byte* Decimal(byte* at, byte* end, int precision, int scale, out decimal value)
    {
        value = default;
        byte* after = Fixed(at, end, out long digits, out int fraction, out bool isNegative);
        int missing = scale - fraction;
        if (after == null || (uint)missing > 3 || (digits == 0 && isNegative))
        {
            return null;
        }

        ulong scaled = (ulong)(digits * Powers[missing]);
        if (precision < Powers.Length && scaled >= (ulong)Powers[precision])
        {
            return null;
        }

        value = new decimal((int)scaled, (int)(scaled >> 32), 0, isNegative, (byte)scale);
        return after;
    }

    /// <summary>One to 15 digits, whatever stands behind them.</summary>
    public static byte* Digits(byte* at, out long value, bool mayStartWithZero = false)
    {
        ulong word = Word(at);
        ulong stop = Stop(word);
        value = 0;
        if (stop < AfterOne || (StartsWithZero(word) && stop != AfterOne && !mayStartWithZero))
        {
            return null;
        }

        value = Join(word, stop);
        if (stop != NoStop)
        {
            return at + (stop >> 3);
        }

        word = Word(at + 8);
        stop = Stop(word);
        if (stop == NoStop)
        {
            return null;
        }

        value = (value * Shift(stop)) + (stop < AfterOne ? 0 : Join(word, stop));
        return at + 8 + (stop >> 3);
    }

    /// <summary>Whether a character can stand behind a number.</summary>
    public static bool EndsNumber(byte c) =>
        c is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    // A number without an exponent: its digits, and how many of them stand behind the point.
    private static byte* Fixed(byte* at, byte* end, out long digits, out int scale, out bool isNegative)
    {
        isNegative = *at == '-';
        byte* start = at + (isNegative ? 1 : 0);
        byte* after = Digits(start, out digits);
        scale = 0;
        if (after != null && *after == '.')
        {
            byte* point = after;
            after = Digits(point + 1, out long fraction, mayStartWithZero: true);
            scale = (int)(after - point) - 1;
            bool isExact = after != null && after - start <= 16;
            digits = isExact ? (digits * Powers[scale]) + fraction : 0;
            scale = isExact ? scale : 0;
            after = isExact ? after : null;
        }

        return EndsAt(after, end) ? after : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EndsAt(byte* after, byte* end) =>
        after != null && after <= end && (after == end || *after is (byte)',' or (byte)'}' || EndsNumber(*after));
}
