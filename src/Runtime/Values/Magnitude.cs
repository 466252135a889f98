using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Values;

/// <summary>A whole number of 256 bits without a sign: all of 77 decimal digits.</summary>
/// <param name="Low">Bits 0 to 63.</param>
/// <param name="Middle">Bits 64 to 127.</param>
/// <param name="High">Bits 128 to 191.</param>
/// <param name="Highest">Bits 192 to 255.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Magnitude(ulong Low, ulong Middle = 0, ulong High = 0, ulong Highest = 0) : IComparable<Magnitude>
{
    /// <summary>How many digits every number may have.</summary>
    public const int MostDigits = 77;

    private const int Words = 4;
    private const int WordBits = 64;
    private const ulong TenTo19 = 10_000_000_000_000_000_000;
    private const int DigitsOfWord = 19;

    private static readonly Magnitude[] Powers = MakePowers();

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => (Low | Middle | High | Highest) == 0;

    private int Bits => Highest != 0 ? (4 * WordBits) - BitOperations.LeadingZeroCount(Highest)
        : High != 0 ? (3 * WordBits) - BitOperations.LeadingZeroCount(High)
        : Middle != 0 ? (2 * WordBits) - BitOperations.LeadingZeroCount(Middle)
        : WordBits - BitOperations.LeadingZeroCount(Low);

    /// <summary>Ten to a power from 0 to <see cref="MostDigits"/>.</summary>
    public static Magnitude PowerOfTen(int exponent) => Powers[exponent];

    /// <inheritdoc/>
    public int CompareTo(Magnitude other) => Highest != other.Highest ? Highest.CompareTo(other.Highest)
        : High != other.High ? High.CompareTo(other.High)
        : Middle != other.Middle ? Middle.CompareTo(other.Middle)
        : Low.CompareTo(other.Low);

    /// <summary>The sum; false where it has more bits.</summary>
    public bool TryAdd(in Magnitude other, out Magnitude sum)
    {
        UInt128 part = (UInt128)Low + other.Low;
        ulong low = (ulong)part;
        part = (part >> WordBits) + Middle + other.Middle;
        ulong middle = (ulong)part;
        part = (part >> WordBits) + High + other.High;
        ulong high = (ulong)part;
        part = (part >> WordBits) + Highest + other.Highest;
        sum = new Magnitude(low, middle, high, (ulong)part);
        return part >> WordBits == 0;
    }

    /// <summary>The difference; the other one is not greater.</summary>
    public Magnitude Minus(in Magnitude other)
    {
        UInt128 lower = new UInt128(Middle, Low) - new UInt128(other.Middle, other.Low);
        UInt128 upper = new UInt128(Highest, High) - new UInt128(other.Highest, other.High);
        if (new UInt128(Middle, Low) < new UInt128(other.Middle, other.Low))
        {
            upper--;
        }

        return new Magnitude((ulong)lower, (ulong)(lower >> WordBits), (ulong)upper, (ulong)(upper >> WordBits));
    }

    /// <summary>The product; false where it has more bits.</summary>
    public bool TryMultiply(in Magnitude other, out Magnitude product)
    {
        Span<ulong> left = [Low, Middle, High, Highest];
        Span<ulong> right = [other.Low, other.Middle, other.High, other.Highest];
        Span<ulong> words = stackalloc ulong[2 * Words];
        words.Clear();
        for (int i = 0; i < Words; i++)
        {
            UInt128 carry = 0;
            for (int j = 0; j < Words; j++)
            {
                carry += ((UInt128)left[i] * right[j]) + words[i + j];
                words[i + j] = (ulong)carry;
                carry >>= WordBits;
            }

            words[i + Words] = (ulong)carry;
        }

        product = new Magnitude(words[0], words[1], words[2], words[3]);
        return !words[Words..].ContainsAnyExcept(0UL);
    }

    /// <summary>The quotient, towards zero, and what is left; the other one is not 0.</summary>
    public Magnitude Divide(in Magnitude other, out Magnitude rest)
    {
        if ((other.Middle | other.High | other.Highest) != 0)
        {
            return DivideByBits(other, out rest);
        }

        Magnitude quotient = Divide(other.Low, out ulong small);
        rest = new Magnitude(small);
        return quotient;
    }

    /// <summary>Writes the digits, at least so many of them, and gives the place behind them.</summary>
    public unsafe byte* Write(byte* to, int least)
    {
        Span<byte> digits = stackalloc byte[MostDigits + 1];
        int start = digits.Length;
        Magnitude rest = this;
        while (!rest.IsZero || digits.Length - start < least)
        {
            rest = rest.Divide(TenTo19, out ulong part);
            for (int i = 0; i < DigitsOfWord && start > 0 && (part != 0 || !rest.IsZero || digits.Length - start < least); i++)
            {
                digits[--start] = (byte)('0' + (part % 10));
                part /= 10;
            }
        }

        digits[start..].CopyTo(new Span<byte>(to, digits.Length - start));
        return to + (digits.Length - start);
    }

    // By one word: a division of 128 bits for each of the four.
    private Magnitude Divide(ulong divisor, out ulong rest)
    {
        (ulong highest, ulong left) = Math.DivRem(Highest, divisor);
        ulong high = DivideWord(left, High, divisor, out left);
        ulong middle = DivideWord(left, Middle, divisor, out left);
        ulong low = DivideWord(left, Low, divisor, out rest);
        return new Magnitude(low, middle, high, highest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DivideWord(ulong left, ulong word, ulong divisor, out ulong rest)
    {
        if (left == 0)
        {
            (ulong small, rest) = Math.DivRem(word, divisor);
            return small;
        }

        UInt128 dividend = new(left, word);
        UInt128 quotient = dividend / divisor;
        rest = (ulong)(dividend - (quotient * divisor));
        return (ulong)quotient;
    }

    // As on paper, in base two.
    private Magnitude DivideByBits(in Magnitude divisor, out Magnitude rest)
    {
        rest = this;
        Magnitude quotient = default;
        for (int shift = Bits - divisor.Bits; shift >= 0; shift--)
        {
            Magnitude shifted = divisor.ShiftLeft(shift);
            quotient = quotient.ShiftLeft(1);
            if (rest.CompareTo(shifted) >= 0)
            {
                rest = rest.Minus(shifted);
                quotient = quotient with { Low = quotient.Low | 1 };
            }
        }

        return quotient;
    }

    private Magnitude ShiftLeft(int count)
    {
        UInt128 upper = new(Highest, High);
        UInt128 lower = new(Middle, Low);
        const int half = 2 * WordBits;
        (upper, lower) = count == 0 ? (upper, lower)
            : count >= half ? (lower << (count - half), (UInt128)0)
            : ((upper << count) | (lower >> (half - count)), lower << count);
        return new Magnitude((ulong)lower, (ulong)(lower >> WordBits), (ulong)upper, (ulong)(upper >> WordBits));
    }

    private static Magnitude[] MakePowers()
    {
        Magnitude[] powers = new Magnitude[MostDigits + 1];
        powers[0] = new Magnitude(1);
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i - 1].TryMultiply(new Magnitude(10), out powers[i]);
        }

        return powers;
    }
}
