using System.Text;
using QueryGen.Values;

namespace QueryGen.Operators;

/// <summary>LIKE: <c>%</c> is any run, <c>_</c> one character, the whole text must match.</summary>
public static class Like
{
    /// <summary>Whether a text matches; NULL where one of them is NULL, or the pattern ends in the escape character.</summary>
    public static bool? Matches(Text value, Text pattern, char? escape = null)
    {
        if (value.IsNull || pattern.IsNull)
        {
            return null;
        }

        ReadOnlySpan<byte> wanted = pattern.Span;
        return escape is { } sign && EndsInEscape(wanted, sign) ? null : Matches(value.Span, wanted, escape);
    }

    // Greedy with one place to come back to: the last % and how far it has reached.
    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, char? escape)
    {
        int t = 0;
        int p = 0;
        int retryText = -1;
        int retryPattern = -1;
        while (t < text.Length)
        {
            if (p < pattern.Length && IsAnyRun(pattern, p, escape))
            {
                (retryPattern, retryText) = (++p, t);
            }
            else if (p < pattern.Length && TryMatchOne(text[t..], pattern[p..], escape, out int takenText, out int takenPattern))
            {
                t += takenText;
                p += takenPattern;
            }
            else if (retryPattern >= 0 && text[retryText] is not ((byte)'\n' or (byte)'\r'))
            {
                retryText += LengthOfCharacter(text[retryText..]);
                (t, p) = (retryText, retryPattern);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && IsAnyRun(pattern, p, escape))
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool IsAnyRun(ReadOnlySpan<byte> pattern, int at, char? escape) => pattern[at] == '%' && escape != '%';

    private static bool TryMatchOne(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, char? escape, out int takenText, out int takenPattern)
    {
        takenText = LengthOfCharacter(text);
        takenPattern = LengthOfCharacter(pattern);
        if (escape is { } sign && IsEscape(pattern, sign))
        {
            int skipped = takenPattern;
            takenPattern += LengthOfCharacter(pattern[skipped..]);
            return text[..takenText].SequenceEqual(pattern[skipped..takenPattern]);
        }

        return pattern[0] == '_' ? text[0] is not ((byte)'\n' or (byte)'\r') : text[..takenText].SequenceEqual(pattern[..takenPattern]);
    }

    private static bool IsEscape(ReadOnlySpan<byte> pattern, char sign) =>
        Rune.DecodeFromUtf8(pattern, out Rune rune, out _) == System.Buffers.OperationStatus.Done && rune.Value == sign;

    private static bool EndsInEscape(ReadOnlySpan<byte> pattern, char sign)
    {
        bool isOpen = false;
        while (!pattern.IsEmpty)
        {
            isOpen = !isOpen && IsEscape(pattern, sign);
            pattern = pattern[LengthOfCharacter(pattern)..];
        }

        return isOpen;
    }

    private static int LengthOfCharacter(ReadOnlySpan<byte> utf8)
    {
        Rune.DecodeFromUtf8(utf8, out _, out int taken);
        return taken;
    }
}
