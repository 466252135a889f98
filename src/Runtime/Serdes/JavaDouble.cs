using System.Globalization;

namespace QueryGen.Serdes;

/// <summary>A DOUBLE's text as Java reads and writes it.</summary>
internal static class JavaDouble
{
    /// <summary>Reads what Java's <c>Double.parseDouble</c> does, but for hexadecimal digits: an <c>f</c> or <c>d</c> may end it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        // Their case matters to Java, and not to .NET.
        bool isWord = text.IndexOfAny("nN"u8) >= 0;
        if (isWord && !text.SequenceEqual("NaN"u8) && !text.TrimStart("+-"u8).SequenceEqual("Infinity"u8))
        {
            value = 0;
            return false;
        }

        bool hasSuffix = text.Length > 1 && text[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F';
        return double.TryParse(hasSuffix ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes digits such as <c>1E+16</c>, <c>-0.25</c> or <c>42</c> in Java's form. Gives the count of bytes.</summary>
    public static int Arrange(ReadOnlySpan<byte> shortest, Span<byte> to)
    {
        int length = 0;
        if (shortest[0] == '-')
        {
            to[length++] = (byte)'-';
            shortest = shortest[1..];
        }

        Span<byte> digits = stackalloc byte[32];
        int count = Collect(shortest, digits, out int pointAt);
        if (count == 0)
        {
            "0.0"u8.CopyTo(to[length..]);
            return length + 3;
        }

        // pointAt: the value is 0.d1d2d3… times 10 to that power.
        return pointAt is > -3 and <= 7
            ? length + WritePlain(digits[..count], pointAt, to[length..])
            : length + WriteScientific(digits[..count], pointAt - 1, to[length..]);
    }

    private static int Collect(ReadOnlySpan<byte> text, Span<byte> digits, out int pointAt)
    {
        int exponent = 0;
        int mantissaEnd = text.IndexOf((byte)'E');
        if (mantissaEnd >= 0)
        {
            exponent = ParseExponent(text[(mantissaEnd + 1)..]);
            text = text[..mantissaEnd];
        }

        int point = text.IndexOf((byte)'.');
        int integerDigits = point < 0 ? text.Length : point;
        int count = 0;
        int leadingZeros = 0;
        foreach (byte c in text)
        {
            if (c == '.')
            {
                continue;
            }

            if (count == 0 && c == '0')
            {
                leadingZeros++;
                continue;
            }

            digits[count++] = c;
        }

        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
        }

        pointAt = integerDigits - leadingZeros + exponent;
        return count;
    }

    private static int ParseExponent(ReadOnlySpan<byte> text)
    {
        bool isNegative = text[0] == '-';
        int value = 0;
        foreach (byte c in text)
        {
            value = c is >= (byte)'0' and <= (byte)'9' ? (value * 10) + c - '0' : value;
        }

        return isNegative ? -value : value;
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int pointAt, Span<byte> to)
    {
        int length = 0;
        if (pointAt <= 0)
        {
            "0."u8.CopyTo(to);
            length = 2;
            to.Slice(length, -pointAt).Fill((byte)'0');
            length -= pointAt;
            digits.CopyTo(to[length..]);
            return length + digits.Length;
        }

        for (int i = 0; i < pointAt; i++)
        {
            to[length++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        to[length++] = (byte)'.';
        if (digits.Length <= pointAt)
        {
            to[length++] = (byte)'0';
            return length;
        }

        digits[pointAt..].CopyTo(to[length..]);
        return length + digits.Length - pointAt;
    }

    private static unsafe int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> to)
    {
        int length = 0;
        to[length++] = digits[0];
        to[length++] = (byte)'.';
        if (digits.Length == 1)
        {
            to[length++] = (byte)'0';
        }

        digits[1..].CopyTo(to[length..]);
        length += digits.Length - 1;
        to[length++] = (byte)'E';
        fixed (byte* start = to)
        {
            return (int)(Digits.Write(start + length, exponent) - start);
        }
    }
}
