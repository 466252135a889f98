using System.Buffers.Text;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Digits as a <see cref="WideDecimal"/>.</summary>
internal static class WideDecimalText
{
    // Exponents beyond are zero, or no DECIMAL.
    private const int MostExponent = 1_000_000;

    /// <summary>Reads a number that fits its type without rounding.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, int precision, int scale, out WideDecimal value) =>
        TryParse(utf8, out value, out bool isCut) && !isCut && value.TryFit(precision, scale, rounds: false, out value);

    /// <summary>Reads a number with or without a sign, a point and an exponent.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">The number.</param>
    /// <param name="isCut">It has more digits than there is room for, and the last ones are dropped.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out WideDecimal value, out bool isCut)
    {
        bool isNegative = utf8.Length > 0 && utf8[0] == '-';
        ReadOnlySpan<byte> rest = isNegative || (utf8.Length > 0 && utf8[0] == '+') ? utf8[1..] : utf8;
        bool isNumber = TryReadDigits(ref rest, out Magnitude digits, out int scale, out isCut);
        if (rest.Length > 0 && (rest[0] | 0x20) == 'e')
        {
            rest = rest[1..];
            isNumber &= Utf8Parser.TryParse(rest, out int exponent, out int used) && Math.Abs((long)exponent) <= MostExponent;
            scale -= isNumber ? exponent : 0;
            rest = rest[used..];
        }

        if (scale < 0)
        {
            isNumber &= digits.IsZero || (scale >= -WideDecimal.MostDigits
                && digits.TryMultiply(Magnitude.PowerOfTen(-scale), out digits));
            scale = 0;
        }

        value = new WideDecimal(digits, scale, isNegative);
        return isNumber && rest.IsEmpty;
    }

    private static bool TryReadDigits(ref ReadOnlySpan<byte> rest, out Magnitude digits, out int scale, out bool isCut)
    {
        Magnitude most = Magnitude.PowerOfTen(WideDecimal.MostDigits - 1);
        (digits, scale, isCut) = (default, 0, false);
        int count = 0;
        bool isBehindPoint = false;
        while (rest.Length > 0)
        {
            int digit = rest[0] - '0';
            if (rest[0] == '.' && !isBehindPoint)
            {
                isBehindPoint = true;
            }
            else if (digit is < 0 or > 9)
            {
                break;
            }
            else
            {
                count++;
                bool isKept = digits.CompareTo(most) < 0;
                isCut |= !isKept && digit != 0;
                scale += (isKept && isBehindPoint ? 1 : 0) - (!isKept && !isBehindPoint ? 1 : 0);
                digits = isKept ? WithDigit(digits, digit) : digits;
            }

            rest = rest[1..];
        }

        return count > 0;
    }

    private static Magnitude WithDigit(in Magnitude digits, int digit)
    {
        digits.TryMultiply(new Magnitude(10), out Magnitude shifted);
        shifted.TryAdd(new Magnitude((ulong)digit), out shifted);
        return shifted;
    }
}
