using System.Globalization;
using System.Numerics;

namespace QueryGen.Conformance.Comparing;

/// <summary>A decimal number with all its digits: <c>1.50</c> and <c>1.5</c> are two. As Java's <c>BigDecimal</c>.</summary>
/// <param name="Unscaled">All digits as one integer.</param>
/// <param name="Scale">How many of them stand after the point; negative: so many zeros follow.</param>
internal readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    /// <summary>Whether no digit stands after the point.</summary>
    public bool IsInteger => Scale <= 0;

    /// <summary>The part before the point.</summary>
    public BigInteger Whole => Scale <= 0 ? Unscaled * BigInteger.Pow(10, -Scale) : Unscaled / BigInteger.Pow(10, Scale);

    /// <summary>Digits with a sign, a point and an exponent, where they have them.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        int exponentAt = text.IndexOfAny(['e', 'E']);
        int exponent = 0;
        if (exponentAt >= 0
            && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        string mantissa = exponentAt < 0 ? text : text[..exponentAt];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger unscaled))
        {
            return false;
        }

        number = new ExactNumber(unscaled, (point < 0 ? 0 : mantissa.Length - point - 1) - exponent);
        return true;
    }
}
