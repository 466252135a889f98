using System.Globalization;

namespace QueryGen.Serdes;

/// <summary>DECIMAL(p, s) in a <see cref="decimal"/> that holds exactly s digits after the point.</summary>
internal static class DecimalText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number that fits without rounding.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, int precision, int scale, out decimal value) =>
        decimal.TryParse(utf8, Style, CultureInfo.InvariantCulture, out value) && TryFit(value, precision, scale, out value);

    /// <summary>Gives a number its scale; false where digits would be lost or there is no room.</summary>
    public static bool TryFit(decimal value, int precision, int scale, out decimal fitted)
    {
        fitted = decimal.Round(value, scale);
        return fitted == value && TryPad(ref fitted, precision, scale);
    }

    /// <summary>Rounds a number half up to its scale; false where there is no room before the point.</summary>
    public static bool TryRound(decimal value, int precision, int scale, out decimal rounded)
    {
        rounded = decimal.Round(value, scale, MidpointRounding.AwayFromZero);
        return HasRoom(value, precision, scale) && TryPad(ref rounded, precision, scale);
    }

    /// <summary>The exact value of a DOUBLE, half up to so many digits; false where a DECIMAL has no room for it.</summary>
    public static bool TryRound(double value, int digits, out decimal rounded)
    {
        // d.ddd…E+xxx. What .NET rounds by itself it rounds half to even: here far behind the last digit that counts.
        Span<byte> text = stackalloc byte[64];
        _ = Math.Abs(value).TryFormat(text, out int length, "E48", CultureInfo.InvariantCulture);
        int exponentAt = text[..length].IndexOf((byte)'E');
        rounded = 0;
        if (exponentAt < 0)
        {
            return false;
        }

        bool isUp = text[digits + 1] >= '5';
        text[(digits + 1)..exponentAt].Fill((byte)'0');
        if (!decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out rounded))
        {
            return false;
        }

        if (isUp)
        {
            text[..exponentAt].Fill((byte)'0');
            text[1] = (byte)'.';
            text[digits == 1 ? 0 : digits] = (byte)'1';
            _ = decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal last);
            rounded += last;
        }

        rounded = value < 0 ? -rounded : rounded;
        return true;
    }

    private static bool TryPad(ref decimal value, int precision, int scale)
    {
        if (!HasRoom(value, precision, scale))
        {
            return false;
        }

        // A sum takes the larger scale of its parts: a zero with the scale pads the number with zeros.
        value += new decimal(0, 0, 0, isNegative: false, (byte)scale);
        return true;
    }

    private static bool HasRoom(decimal value, int precision, int scale)
    {
        decimal limit = 1;
        for (int i = 0; i < precision - scale; i++)
        {
            limit *= 10;
        }

        return Math.Abs(value) < limit;
    }
}
