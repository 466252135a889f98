using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>
/// A pattern of Java's <c>DateTimeFormatter</c>: letters G u y D M L d Q q E e w W a h H k K m s S A n N V z O X x Z, quoted text, and
/// optional parts in brackets. A constant one is made once, when the program starts.
/// </summary>
public sealed class DateTimePattern
{
    private const string DateLetters = "GuyDMLdQqEewW";
    private const string TimeLetters = "ahHkKmsSAnN";
    private const string ZoneLetters = "VzOXxZ";
    private const string NumberLetters = "uyDdhHkKmsSAnNwWeMLQq";

    [ThreadStatic]
    private static PatternCache<DateTimePattern>? t_known;

    private DateTimePattern(List<Part> parts) => Parts = [.. parts];

    /// <summary>Its parts in their order.</summary>
    internal Part[] Parts { get; }

    /// <summary>Of a constant; null where it is no pattern.</summary>
    public static DateTimePattern? Compile(Text pattern) => Make(pattern.ToString());

    /// <summary>Of a text that may change from row to row; null for NULL and for what is no pattern.</summary>
    public static DateTimePattern? From(Text pattern) => (t_known ??= new PatternCache<DateTimePattern>(Make)).Get(pattern);

    private static DateTimePattern? Make(string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        List<Part> parts = [];
        Stack<int> open = [];
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            if (char.IsAsciiLetter(c))
            {
                int start = i;
                while (i < pattern.Length && pattern[i] == c)
                {
                    i++;
                }

                if (!IsLetter(c, i - start))
                {
                    return null;
                }

                parts.Add(new Part(c, i - start, ""));
                continue;
            }

            switch (c)
            {
                case '\'' when TryTakeQuoted(pattern, ref i, out string text):
                    parts.Add(new Part(Part.Literal, 0, text));
                    continue;
                case '[':
                    open.Push(parts.Count);
                    parts.Add(new Part(Part.Open, 0, ""));
                    break;
                case ']' when open.TryPop(out int begin):
                    parts[begin] = parts[begin] with { Count = parts.Count };
                    parts.Add(new Part(Part.Close, 0, ""));
                    break;
                case '\'' or ']' or '{' or '}' or '#':
                    return null;
                default:
                    parts.Add(new Part(Part.Literal, 0, c.ToString()));
                    break;
            }

            i++;
        }

        // What is opened and not closed is closed by the end.
        while (open.TryPop(out int begin))
        {
            parts[begin] = parts[begin] with { Count = parts.Count };
            parts.Add(new Part(Part.Close, 0, ""));
        }

        return new DateTimePattern(parts);
    }

    private static bool IsLetter(char letter, int count) => letter switch
    {
        'd' or 'h' or 'H' or 'k' or 'K' or 'm' or 's' or 'V' or 'w' => count <= 2 && (letter != 'V' || count == 2),
        'W' or 'a' => count == 1,
        'D' => count <= 3,
        'S' => count <= 9,
        'O' => count is 1 or 4,
        'z' => count <= 4,
        'G' or 'M' or 'L' or 'Q' or 'q' or 'E' or 'e' or 'X' or 'x' or 'Z' => count <= 5,
        'u' or 'y' or 'A' or 'n' or 'N' => count <= 19,
        _ => false,
    };

    private static bool TryTakeQuoted(string pattern, ref int at, out string text)
    {
        System.Text.StringBuilder taken = new();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'')
            {
                taken.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                taken.Append('\'');
                at++;
            }
            else
            {
                break;
            }
        }

        bool isClosed = at < pattern.Length;
        at++;
        text = taken.Length == 0 ? "'" : taken.ToString();
        return isClosed;
    }

    /// <summary>A letter with its count, a text, or the border of an optional part.</summary>
    /// <param name="Letter">The pattern's letter, or one of the constants.</param>
    /// <param name="Count">How often it stands there; for the beginning of an optional part the place of its end.</param>
    /// <param name="Text">The text; empty for all others.</param>
    internal readonly record struct Part(char Letter, int Count, string Text)
    {
        public const char Literal = '\'';
        public const char Open = '[';
        public const char Close = ']';

        public bool IsOfDate => DateLetters.Contains(Letter, StringComparison.Ordinal);

        public bool IsOfTime => TimeLetters.Contains(Letter, StringComparison.Ordinal);

        public bool IsOfZone => ZoneLetters.Contains(Letter, StringComparison.Ordinal);

        /// <summary>It is digits: months from three letters on are names.</summary>
        public bool IsNumber => NumberLetters.Contains(Letter, StringComparison.Ordinal)
            && !(Letter is 'M' or 'L' or 'Q' or 'q' or 'e' && Count > 2);

        /// <summary>It takes exactly so many digits; 0: as many as there are.</summary>
        public int FixedWidth => !IsNumber ? 0 : Letter switch
        {
            'u' or 'y' => Count == 2 ? 2 : 0,
            'S' => Count,
            'D' or 'A' or 'n' or 'N' => 0,
            _ => Count == 2 ? 2 : 0,
        };
    }
}
