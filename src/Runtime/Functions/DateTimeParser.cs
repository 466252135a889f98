using System.Globalization;

namespace QueryGen.Functions;

/// <summary>Reads dates and times by a pattern, in capitals or small letters. Names are English.</summary>
internal ref struct DateTimeParser
{
    private readonly DateTimePattern.Part[] _parts;
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private ParsedDateTime _said;

    private DateTimeParser(DateTimePattern pattern, ReadOnlySpan<char> text)
    {
        _parts = pattern.Parts;
        _text = text;
    }

    /// <summary>False where the text does not follow the pattern from its beginning to its end.</summary>
    public static bool TryParse(DateTimePattern pattern, ReadOnlySpan<char> text, out ParsedDateTime said)
    {
        DateTimeParser parser = new(pattern, text);
        bool isRead = parser.TryRead(0, pattern.Parts.Length) && parser._at == text.Length;
        said = parser._said;
        return isRead;
    }

    private bool TryRead(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            DateTimePattern.Part part = _parts[i];
            switch (part.Letter)
            {
                case DateTimePattern.Part.Open:
                    (int at, ParsedDateTime said) = (_at, _said);
                    if (!TryRead(i + 1, part.Count))
                    {
                        (_at, _said) = (at, said);
                    }

                    i = part.Count;
                    break;
                case DateTimePattern.Part.Literal:
                    if (!TryTake(part.Text))
                    {
                        return false;
                    }

                    break;
                case DateTimePattern.Part.Close:
                    break;
                default:
                    if (!(part.IsNumber ? TryReadNumber(part, i, to) : TryReadWord(part)))
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }

    private bool TryTake(ReadOnlySpan<char> text)
    {
        bool isThere = _text[_at..].StartsWith(text, StringComparison.OrdinalIgnoreCase);
        _at += isThere ? text.Length : 0;
        return isThere;
    }

    private bool TryReadNumber(DateTimePattern.Part part, int index, int to)
    {
        if (part.Letter == 'S')
        {
            return TryReadFraction(part.Count);
        }

        bool isSigned = _at < _text.Length && _text[_at] is '-' or '+' && part.FixedWidth == 0;
        bool isNegative = isSigned && _text[_at] == '-';
        _at += isSigned ? 1 : 0;
        int digits = CountDigits();
        int width = part.FixedWidth;
        if (width == 0)
        {
            // Numbers of a fixed width that follow at once keep their digits.
            int reserved = 0;
            for (int i = index + 1; i < to && _parts[i].FixedWidth > 0; i++)
            {
                reserved += _parts[i].FixedWidth;
            }

            int least = part.Letter is 'u' or 'y' or 'D' ? part.Count : 1;
            int most = part.Letter == 'D' ? 3 : 18;
            width = Math.Min(Math.Max(digits - reserved, least), most);
        }

        if (width == 0 || digits < width || !long.TryParse(
            _text.Slice(_at, width), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            return false;
        }

        // A year of more digits than the pattern has needs its sign.
        if (part.Letter is 'u' or 'y' && part.Count >= 4 && width > part.Count && !isSigned)
        {
            return false;
        }

        _at += width;
        return TrySet(part, isNegative ? -value : value);
    }

    private bool TrySet(DateTimePattern.Part part, long value)
    {
        if (part.Letter is not ('u' or 'y' or 'A' or 'N') && value is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        switch (part.Letter)
        {
            case 'u' or 'y':
                return ParsedDateTime.TrySet(ref _said.Year, part.Count == 2 ? value + 2000 : value);
            case 'M' or 'L':
                return ParsedDateTime.TrySet(ref _said.Month, (int)value);
            case 'd':
                return ParsedDateTime.TrySet(ref _said.Day, (int)value);
            case 'D':
                return ParsedDateTime.TrySet(ref _said.DayOfYear, (int)value);
            case 'H':
                return ParsedDateTime.TrySet(ref _said.Hour, (int)value);
            case 'k':
                return value is >= 1 and <= 24 && ParsedDateTime.TrySet(ref _said.Hour, (int)value % 24);
            case 'K':
                return ParsedDateTime.TrySet(ref _said.HourOfHalf, (int)value);
            case 'h':
                return value is >= 1 and <= 12 && ParsedDateTime.TrySet(ref _said.HourOfHalf, (int)value % 12);
            case 'm':
                return ParsedDateTime.TrySet(ref _said.Minute, (int)value);
            case 's':
                return ParsedDateTime.TrySet(ref _said.Second, (int)value);
            case 'n':
                return value is >= 0 and < 1_000_000_000 && ParsedDateTime.TrySet(ref _said.Nano, (int)value);
            case 'A':
                return ParsedDateTime.TrySet(ref _said.MsOfDay, value);
            case 'N':
                return ParsedDateTime.TrySet(ref _said.MsOfDay, value / 1_000_000);
            default:
                // A weekday, quarter or week beside a date says nothing new.
                return true;
        }
    }

    private bool TryReadFraction(int count)
    {
        if (CountDigits() < count)
        {
            return false;
        }

        int nano = int.Parse(_text.Slice(_at, count), NumberStyles.None, CultureInfo.InvariantCulture);
        for (int i = count; i < 9; i++)
        {
            nano *= 10;
        }

        _at += count;
        return ParsedDateTime.TrySet(ref _said.Nano, nano);
    }

    private readonly int CountDigits()
    {
        int end = _at;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        return end - _at;
    }

    private bool TryReadWord(DateTimePattern.Part part)
    {
        switch (part.Letter)
        {
            case 'M' or 'L':
                int month = TakeName(CalendarNames.Months, part.Count == 4);
                return month >= 0 && ParsedDateTime.TrySet(ref _said.Month, month + 1);
            case 'E' or 'e':
                return TakeName(CalendarNames.Days, part.Count == 4) >= 0;
            case 'a':
                bool isAfternoon = _text[_at..].StartsWith("PM", StringComparison.OrdinalIgnoreCase);
                return (isAfternoon ? TryTake("PM") : TryTake("AM")) && ParsedDateTime.TrySet(ref _said.IsAfternoon, isAfternoon);
            case 'G':
                _said.IsBeforeChrist = _text[_at..].StartsWith("B", StringComparison.OrdinalIgnoreCase);
                return part.Count == 4 ? TryTake(_said.IsBeforeChrist ? "Before Christ" : "Anno Domini")
                    : TryTake(_said.IsBeforeChrist ? "BC" : "AD");
            case 'Q' or 'q':
                return TryTake("Q") && CountDigits() > 0 && _text[_at++] is >= '1' and <= '4';
            default:
                return TryReadZone(part);
        }
    }

    // Gives the name's index; -1 where none is there.
    private int TakeName(string[] names, bool isWhole)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (TryTake(isWhole ? names[i] : names[i].AsSpan(0, 3)))
            {
                return i;
            }
        }

        return -1;
    }

    private bool TryReadZone(DateTimePattern.Part part)
    {
        ReadOnlySpan<char> rest = _text[_at..];
        int length = 0;
        SqlTimeZone? zone;
        switch (part.Letter)
        {
            case 'X' or 'x' or 'Z' when part.Count != 4 || part.Letter != 'Z':
                bool takesZ = part.Letter == 'X' || (part.Letter == 'Z' && part.Count == 5);
                if (takesZ && rest.StartsWith("Z", StringComparison.OrdinalIgnoreCase))
                {
                    (zone, length) = (SqlTimeZone.Find("Z"), 1);
                }
                else
                {
                    length = OffsetLength(rest, part.Letter == 'Z' ? (part.Count == 5 ? 3 : 2) : part.Count);
                    zone = SqlTimeZone.TryParseOffset(rest[..length], out int minutes) ? SqlTimeZone.OfOffset(minutes) : null;
                }

                break;
            case 'O' or 'Z':
                length = rest.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) ? 3 + AnyOffsetLength(rest[3..]) : 0;
                zone = length == 3 ? SqlTimeZone.Gmt
                    : length > 3 && SqlTimeZone.TryParseOffset(rest[3..length], out int offset) ? SqlTimeZone.OfOffset(offset) : null;
                break;
            default:
                while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '/' or '_' or '+' or '-' or ':'))
                {
                    length++;
                }

                zone = part.Letter == 'z' ? SqlTimeZone.FindByName(rest[..length]) : SqlTimeZone.Find(rest[..length]);
                break;
        }

        _at += length;
        _said.Zone = zone;
        return zone is not null;
    }

    // By the count of letters: +hh[mm], +hhmm, +hh:mm.
    private static int OffsetLength(ReadOnlySpan<char> text, int count)
    {
        bool hasColon = count is 3 or 5;
        int length = Digits(text, 1, 2) ? 3 : 0;
        bool hasMinutes = length > 0 && (hasColon ? text.Length > 3 && text[3] == ':' && Digits(text, 4, 2) : Digits(text, 3, 2));
        return hasMinutes ? length + (hasColon ? 3 : 2) : count == 1 ? length : 0;
    }

    // +h, +hh, with :mm behind it or not.
    private static int AnyOffsetLength(ReadOnlySpan<char> text)
    {
        int length = text.Length > 0 && text[0] is '+' or '-' ? Digits(text, 1, 2) ? 3 : Digits(text, 1, 1) ? 2 : 0 : 0;
        return length > 0 && text.Length > length && text[length] == ':' && Digits(text, length + 1, 2) ? length + 3 : length;
    }

    private static bool Digits(ReadOnlySpan<char> text, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            if (i >= text.Length || !char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return text[0] is '+' or '-';
    }
}
