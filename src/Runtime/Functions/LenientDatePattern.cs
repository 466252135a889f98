using System.Globalization;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>
/// A pattern of Java's <c>SimpleDateFormat</c> as PARSE_DATE reads it, in UTC: letters y M L d D H k K h m s S a E and quoted text. Numbers
/// beyond their range count on: the 30th of February is a day of March. What follows what the pattern takes is ignored.
/// </summary>
public sealed class LenientDatePattern
{
    [ThreadStatic]
    private static PatternCache<LenientDatePattern>? t_known;

    private readonly DateTimePattern.Part[] _parts;

    private LenientDatePattern(DateTimePattern.Part[] parts) => _parts = parts;

    /// <summary>Of a constant; null where it is no pattern.</summary>
    public static LenientDatePattern? Compile(Text pattern) => Make(pattern.ToString());

    /// <summary>Of a text that may change from row to row; null for NULL and for what is no pattern.</summary>
    public static LenientDatePattern? From(Text pattern) => (t_known ??= new PatternCache<LenientDatePattern>(Make)).Get(pattern);

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    /// <param name="text">What is read.</param>
    /// <param name="now">Decides the century of years of two digits: at most 80 years ago, at most 20 ahead.</param>
    /// <param name="ms">The moment.</param>
    internal bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out long ms)
    {
        Fields said = new() { Year = 1970, Month = 1, Day = 1 };
        ms = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            DateTimePattern.Part part = _parts[i];
            bool isAdjacent = i + 1 < _parts.Length && IsNumber(_parts[i + 1]);
            bool isRead = part.Letter == DateTimePattern.Part.Literal ? TryTake(ref text, part.Text)
                : IsNumber(part) ? TryReadNumber(ref text, part, isAdjacent, now, ref said)
                : TryReadName(ref text, part.Letter, ref said);
            if (!isRead)
            {
                return false;
            }
        }

        return said.TryGetMs(out ms);
    }

    private static LenientDatePattern? Make(string? pattern)
    {
        if (pattern is null)
        {
            return null;
        }

        List<DateTimePattern.Part> parts = [];
        for (int i = 0; i < pattern.Length;)
        {
            int start = i;
            if (char.IsAsciiLetter(pattern[i]))
            {
                while (i < pattern.Length && pattern[i] == pattern[start])
                {
                    i++;
                }

                if (!"yMLdDHkKhmsSaE".Contains(pattern[start], StringComparison.Ordinal))
                {
                    return null;
                }

                parts.Add(new DateTimePattern.Part(pattern[start], i - start, ""));
            }
            else if (pattern[i] == '\'')
            {
                int end = pattern.IndexOf('\'', i + 1);
                if (end < 0)
                {
                    return null;
                }

                parts.Add(new DateTimePattern.Part(DateTimePattern.Part.Literal, 0, end == i + 1 ? "'" : pattern[(i + 1)..end]));
                i = end + 1;
            }
            else
            {
                parts.Add(new DateTimePattern.Part(DateTimePattern.Part.Literal, 0, pattern[i++].ToString()));
            }
        }

        return new LenientDatePattern([.. parts]);
    }

    private static bool IsNumber(DateTimePattern.Part part) =>
        part.Letter is not (DateTimePattern.Part.Literal or 'a' or 'E') && !(part.Letter is 'M' or 'L' && part.Count >= 3);

    private static bool TryTake(ref ReadOnlySpan<char> text, ReadOnlySpan<char> wanted)
    {
        bool isThere = text.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
        text = isThere ? text[wanted.Length..] : text;
        return isThere;
    }

    private static bool TryReadNumber(
        ref ReadOnlySpan<char> text, DateTimePattern.Part part, bool isAdjacent, DateTimeOffset now, ref Fields said)
    {
        text = text.TrimStart(" \t");
        int sign = text.StartsWith("-") ? 1 : 0;
        int length = sign;
        int most = isAdjacent ? Math.Min(part.Count, text.Length) : text.Length;
        while (length < most && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        if (!int.TryParse(text[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        bool isShortYear = part.Letter == 'y' && part.Count <= 2 && length == 2 && sign == 0;
        said.Set(part.Letter, isShortYear ? Century(value, now) : value);
        text = text[length..];
        return true;
    }

    private static int Century(int year, DateTimeOffset now)
    {
        int first = now.Year - 80;
        int candidate = (first / 100 * 100) + year;
        return candidate < first ? candidate + 100 : candidate;
    }

    private static bool TryReadName(ref ReadOnlySpan<char> text, char letter, ref Fields said)
    {
        if (letter == 'a')
        {
            said.IsAfternoon = text.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
            return TryTake(ref text, "AM") || TryTake(ref text, "PM");
        }

        string[] names = letter == 'E' ? CalendarNames.Days : CalendarNames.Months;
        for (int i = 0; i < names.Length; i++)
        {
            if (TryTake(ref text, names[i]) || TryTake(ref text, names[i].AsSpan(0, 3)))
            {
                said.Month = letter == 'E' ? said.Month : i + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>What the text has said so far.</summary>
    private struct Fields
    {
        public long Year;
        public long Month;
        public long Day;
        public int? DayOfYear;
        public bool IsAfternoon;
        private int _hour;
        private int _minute;
        private int _second;
        private int _ms;

        public void Set(char letter, int value)
        {
            switch (letter)
            {
                case 'y':
                    Year = value;
                    break;
                case 'M' or 'L':
                    Month = value;
                    break;
                case 'd':
                    Day = value;
                    break;
                case 'D':
                    DayOfYear = value;
                    break;
                case 'm':
                    _minute = value;
                    break;
                case 's':
                    _second = value;
                    break;
                case 'S':
                    _ms = value;
                    break;
                default:
                    _hour = (letter == 'k' && value == 24) || (letter == 'h' && value == 12) ? 0 : value;
                    break;
            }
        }

        public readonly bool TryGetMs(out long ms)
        {
            long months = Month - 1;
            long yearsOn = months >= 0 ? months / 12 : ((months + 1) / 12) - 1;
            long year = Year + yearsOn;
            ms = 0;
            if (year is < -290_000 or > 290_000)
            {
                return false;
            }

            long days = DayOfYear is { } ofYear
                ? Civil.DaysOf(year, 1, 1) + ofYear - 1
                : Civil.DaysOf(year, (int)(months - (yearsOn * 12)) + 1, 1) + Day - 1;
            long seconds = ((((_hour + (IsAfternoon ? 12 : 0)) * 60L) + _minute) * 60) + _second;
            ms = (days * Civil.DayMs) + (seconds * 1000) + _ms;
            return true;
        }
    }
}
