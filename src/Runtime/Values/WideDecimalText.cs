using System.Buffers.Text;
using System.Globalization;

namespace QueryGen.Values;

/// <summary>Digits as a <see cref="WideDecimal"/>.</summary>
internal static class WideDecimalText
{
    // Exponents beyond are zero, or no DECIMAL.
    private const int MostExponent = 1_000_000;

    // Digits of a DOUBLE behind those that count.
    private const int FurtherDigits = 20;

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

        return TryMake(digits, scale, isNegative, out value) && isNumber && rest.IsEmpty;
    }

    /// <summary>The exact value of a DOUBLE, half up to so many digits; false where it is no number or has more before the point.</summary>
    /// <param name="value">The DOUBLE.</param>
    /// <param name="digits">At most <see cref="WideDecimal.MostDigits"/>.</param>
    /// <param name="rounded">The number.</param>
    public static bool TryRound(double value, int digits, out WideDecimal rounded)
    {
        // d.ddd…E+xxx. What .NET rounds by itself it rounds half to even: here far behind the last digit that counts.
        Span<char> format = stackalloc char[4];
        format.TryWrite(CultureInfo.InvariantCulture, $"E{digits + FurtherDigits}", out int formatLength);
        Span<byte> text = stackalloc byte[WideDecimal.MostDigits + FurtherDigits + 8];
        rounded = default;
        if (!double.IsFinite(value)
            || !Math.Abs(value).TryFormat(text, out int length, format[..formatLength], CultureInfo.InvariantCulture))
        {
            return false;
        }

        text = text[..length];
        ReadOnlySpan<byte> kept = text[..(digits + 1)];
        bool isNumber = TryReadDigits(ref kept, out Magnitude magnitude, out int scale, out _)
            & Utf8Parser.TryParse(text[(text.IndexOf((byte)'E') + 1)..], out int exponent, out _);
        if (text[digits + 1] >= '5')
        {
            isNumber &= magnitude.TryAdd(new Magnitude(1), out magnitude);
        }

        return TryMake(magnitude, scale - exponent, value < 0, out rounded) && isNumber;
    }

    // A scale below zero stands for zeros before the point.
    private static bool TryMake(Magnitude digits, int scale, bool isNegative, out WideDecimal value)
    {
        bool fits = scale >= 0 || digits.IsZero
            || (scale >= -WideDecimal.MostDigits && digits.TryMultiply(Magnitude.PowerOfTen(-scale), out digits));
        value = new WideDecimal(digits, Math.Max(scale, 0), isNegative);
        return fits;
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
