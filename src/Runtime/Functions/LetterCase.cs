namespace QueryGen.Functions;

/// <summary>Capital and small letters as Java has them: where one letter becomes several, C#'s own methods leave it as it is.</summary>
internal static class LetterCase
{
    private const char CapitalSigma = '\u03A3';
    private const char CapitalIWithDot = '\u0130';

    /// <summary>How many UTF-16 units a text has in capitals.</summary>
    public static int UpperLength(ReadOnlySpan<char> text)
    {
        int length = text.Length;
        foreach (char letter in text)
        {
            length += Math.Max(0, Capitals(letter).Length - 1);
        }

        return length;
    }

    /// <summary>A text in capitals.</summary>
    public static void ToUpper(ReadOnlySpan<char> text, Span<char> upper)
    {
        if (upper.Length == text.Length)
        {
            text.ToUpperInvariant(upper);
            return;
        }

        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string capitals = Capitals(text[i]);
            if (capitals.Length > 0)
            {
                text[begin..i].ToUpperInvariant(upper);
                upper = upper[(i - begin)..];
                capitals.CopyTo(upper);
                upper = upper[capitals.Length..];
                begin = i + 1;
            }
        }

        text[begin..].ToUpperInvariant(upper);
    }

    /// <summary>How many UTF-16 units a text has in small letters.</summary>
    public static int LowerLength(ReadOnlySpan<char> text) => text.Length + text.Count(CapitalIWithDot);

    /// <summary>A text in small letters. A sigma at the end of a word has a form of its own.</summary>
    public static void ToLower(ReadOnlySpan<char> text, Span<char> lower)
    {
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isLast = text[i] == CapitalSigma && IsEndOfWord(text, i);
            if (!isLast && text[i] != CapitalIWithDot)
            {
                continue;
            }

            text[begin..i].ToLowerInvariant(lower);
            lower = lower[(i - begin)..];
            ReadOnlySpan<char> small = isLast ? "\u03C2" : "i\u0307";
            small.CopyTo(lower);
            lower = lower[small.Length..];
            begin = i + 1;
        }

        text[begin..].ToLowerInvariant(lower);
    }

    private static bool IsEndOfWord(ReadOnlySpan<char> text, int index) =>
        index > 0 && char.IsLetter(text[index - 1]) && (index + 1 == text.Length || !char.IsLetter(text[index + 1]));

    // The capitals of a letter that has several; empty for all others.
    private static string Capitals(char letter) => letter switch
    {
        < '\u00DF' => "",
        '\u00DF' => "SS",
        '\u0149' => "\u02BCN",
        '\u01F0' => "J\u030C",
        '\u0390' => "\u0399\u0308\u0301",
        '\u03B0' => "\u03A5\u0308\u0301",
        '\u0587' => "\u0535\u0552",
        '\u1E96' => "H\u0331",
        '\u1E97' => "T\u0308",
        '\u1E98' => "W\u030A",
        '\u1E99' => "Y\u030A",
        '\u1E9A' => "A\u02BE",
        '\uFB00' => "FF",
        '\uFB01' => "FI",
        '\uFB02' => "FL",
        '\uFB03' => "FFI",
        '\uFB04' => "FFL",
        '\uFB05' or '\uFB06' => "ST",
        _ => "",
    };
}
