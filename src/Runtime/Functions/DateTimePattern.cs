using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace QueryGen.Functions;

/// <summary>A pattern of Java's <c>DateTimeFormatter</c>: letters y u M d D H h k m s S a E X x Z z V, quoted text,
/// optional parts.</summary>
internal sealed class DateTimePattern
{
    private static readonly ConcurrentDictionary<string, DateTimePattern?> Known = new(StringComparer.Ordinal);

    private readonly List<(char Letter, int Count, string Text)> _parts;

    private DateTimePattern(List<(char Letter, int Count, string Text)> parts) => _parts = parts;

    /// <summary>The pattern, made once; false where it has a letter that has no meaning here.</summary>
    public static bool TryGet(string pattern, out DateTimePattern? found)
    {
        found = Known.GetOrAdd(pattern, static text => Make(text));
        return found is not null;
    }

    public bool TryFormat(long ms, TimeZoneInfo zone, out string? text)
    {
        text = null;
        if (ms is < -62_135_596_800_000 or >= 253_402_300_800_000)
        {
            return false;
        }

        DateTimeOffset utc = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        DateTimeOffset local = TimeZoneInfo.ConvertTime(utc, zone);
        StringBuilder made = new();
        foreach ((char letter, int count, string literal) in _parts)
        {
            made.Append(letter is '\0' or '[' or ']' ? literal : Format(letter, count, local, zone));
        }

        text = made.ToString();
        return true;
    }

    public bool TryParse(string text, TimeZoneInfo zone, out long ms)
    {
        Fields fields = new();
        int at = 0;
        ms = 0;
        return TryParse(text, ref at, 0, _parts.Count, fields) && at == text.Length && fields.TryResolve(zone, out ms);
    }

    private static DateTimePattern? Make(string pattern)
    {
        List<(char, int, string)> parts = [];
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            if (c == '\'')
            {
                string literal = TakeQuoted(pattern, ref i);
                parts.Add(('\0', 0, literal));
            }
            else if (char.IsAsciiLetter(c))
            {
                int start = i;
                while (i < pattern.Length && pattern[i] == c)
                {
                    i++;
                }

                if (!"yuMLdDHhKkmsSaEXxZzVO".Contains(c, StringComparison.Ordinal))
                {
                    return null;
                }

                parts.Add((c, i - start, ""));
            }
            else
            {
                parts.Add((c is '[' or ']' ? c : '\0', 0, c is '[' or ']' ? "" : c.ToString()));
                i++;
            }
        }

        return new DateTimePattern(parts);
    }

    private static string TakeQuoted(string pattern, ref int at)
    {
        StringBuilder text = new();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'')
            {
                text.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                text.Append('\'');
                at++;
            }
            else
            {
                break;
            }
        }

        at++;
        return text.Length == 0 ? "'" : text.ToString();
    }

    private static string Format(char letter, int count, DateTimeOffset local, TimeZoneInfo zone) => letter switch
    {
        'y' or 'u' => count == 2 ? Pad(local.Year % 100, 2) : Pad(local.Year, count),
        'M' or 'L' => count < 3 ? Pad(local.Month, count) : local.ToString(count == 3 ? "MMM" : "MMMM", CultureInfo.InvariantCulture),
        'd' => Pad(local.Day, count),
        'D' => Pad(local.DayOfYear, count),
        'H' => Pad(local.Hour, count),
        'k' => Pad(local.Hour == 0 ? 24 : local.Hour, count),
        'h' => Pad(local.Hour % 12 == 0 ? 12 : local.Hour % 12, count),
        'K' => Pad(local.Hour % 12, count),
        'm' => Pad(local.Minute, count),
        's' => Pad(local.Second, count),
        'S' => (Pad(local.Millisecond, 3) + "000000000")[..count],
        'a' => local.Hour < 12 ? "AM" : "PM",
        'E' => local.ToString(count < 4 ? "ddd" : "dddd", CultureInfo.InvariantCulture),
        'X' => local.Offset == TimeSpan.Zero ? "Z" : Offset(local.Offset, count),
        'x' => Offset(local.Offset, count),
        'Z' => Offset(local.Offset, count < 4 ? 2 : 3),
        _ => zone.Id == "UTC" ? (letter == 'z' ? "GMT" : "UTC") : zone.Id,
    };

    private static string Offset(TimeSpan offset, int count)
    {
        string sign = offset < TimeSpan.Zero ? "-" : "+";
        string minutes = Pad(Math.Abs(offset.Minutes), 2);
        return sign + Pad(Math.Abs(offset.Hours), 2) + (count == 1 && offset.Minutes == 0 ? "" : count == 3
            || count == 5 ? ":" + minutes : minutes);
    }

    private static string Pad(int value, int count) => value.ToString("D" + count, CultureInfo.InvariantCulture);

    private bool TryParse(string text, ref int at, int from, int to, Fields fields)
    {
        for (int i = from; i < to; i++)
        {
            (char letter, int count, string literal) = _parts[i];
            if (letter == '[')
            {
                int close = _parts.FindIndex(i, part => part.Letter == ']');
                int end = close < 0 ? to : close;
                int tried = at;
                Fields optional = fields.Copy();
                if (TryParse(text, ref tried, i + 1, end, optional))
                {
                    at = tried;
                    fields.Take(optional);
                }

                i = end;
            }
            else if (letter == '\0')
            {
                if (string.Compare(text, at, literal, 0, literal.Length, StringComparison.OrdinalIgnoreCase) != 0)
                {
                    return false;
                }

                at += literal.Length;
            }
            else if (letter != ']' && !fields.TryRead(letter, count, text, ref at, i + 1 < to && IsNumber(_parts[i + 1].Letter)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(char letter) => "yuMdDHhKkmsS".Contains(letter, StringComparison.Ordinal) && letter != '\0';

    /// <summary>What a text has said so far; what it does not say is that of 1970-01-01T00:00.</summary>
    private sealed class Fields
    {
        private int _year = 1970;
        private int _month = 1;
        private int _day = 1;
        private int? _dayOfYear;
        private int _hour;
        private bool _isHalfDay;
        private bool _isAfternoon;
        private int _minute;
        private int _second;
        private int _millisecond;
        private TimeZoneInfo? _zone;

        public Fields Copy() => (Fields)MemberwiseClone();

        public void Take(Fields other)
        {
            (_year, _month, _day, _dayOfYear) = (other._year, other._month, other._day, other._dayOfYear);
            (_hour, _isHalfDay, _isAfternoon) = (other._hour, other._isHalfDay, other._isAfternoon);
            (_minute, _second, _millisecond, _zone) = (other._minute, other._second, other._millisecond, other._zone);
        }

        public bool TryRead(char letter, int count, string text, ref int at, bool isAdjacent) => letter switch
        {
            'M' or 'L' when count >= 3 => TryReadName(text, ref at, count == 3, DateTimeFormatInfo.InvariantInfo, out _month),
            'E' => TryReadDay(text, ref at),
            'a' => TryReadHalf(text, ref at),
            'S' => TryReadFraction(text, ref at, count),
            'X' or 'x' or 'Z' or 'z' or 'V' or 'O' => TryReadZone(text, ref at),
            _ => TryReadNumber(text, ref at, count, isAdjacent, letter),
        };

        public bool TryResolve(TimeZoneInfo zone, out long ms)
        {
            ms = 0;
            int hour = _isHalfDay ? (_hour % 12) + (_isAfternoon ? 12 : 0) : _hour;
            bool isOfCalendar = _year is >= 1 and <= 9999 && _month is >= 1 and <= 12 && _day >= 1
                && _day <= DateTime.DaysInMonth(_year, _month)
                && hour is >= 0 and <= 24 && _minute is >= 0 and <= 59 && _second is >= 0 and <= 59;
            if (!isOfCalendar || _dayOfYear is < 1 || _dayOfYear > (DateTime.IsLeapYear(_year) ? 366 : 365))
            {
                return false;
            }

            DateTime local = _dayOfYear is { } day ? new DateTime(_year, 1, 1).AddDays(day - 1) : new DateTime(_year, _month, _day);
            local = local.AddHours(hour % 24).AddMinutes(_minute).AddSeconds(_second).AddMilliseconds(_millisecond);
            TimeSpan offset = (_zone ?? zone).GetUtcOffset(local);
            ms = (local.Ticks - DateTime.UnixEpoch.Ticks - offset.Ticks) / TimeSpan.TicksPerMillisecond;
            return true;
        }

        private bool TryReadNumber(string text, ref int at, int count, bool isAdjacent, char letter)
        {
            int start = at;
            bool isSigned = letter is 'y' or 'u' && at < text.Length && text[at] is '-' or '+';
            at += isSigned ? 1 : 0;
            int most = isAdjacent || count == 2 ? count : Math.Max(count, letter is 'y' or 'u' ? 9 : 2);
            int digits = at;
            while (at < text.Length && at - digits < most && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at - digits < (count == 1 ? 1 : Math.Min(count, most)) || at - digits > 9)
            {
                return false;
            }

            int value = int.Parse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            Set(letter, letter is 'y' or 'u' && count == 2 ? 2000 + value : value);
            return true;
        }

        private void Set(char letter, int value)
        {
            switch (letter)
            {
                case 'y' or 'u': _year = value; break;
                case 'M' or 'L': _month = value; break;
                case 'd': _day = value; break;
                case 'D': _dayOfYear = value; break;
                case 'm': _minute = value; break;
                case 's': _second = value; break;
                default:
                    _hour = value;
                    _isHalfDay |= letter is 'h' or 'K';
                    break;
            }
        }

        private static bool TryReadName(string text, ref int at, bool isShort, DateTimeFormatInfo names, out int month)
        {
            for (month = 1; month <= 12; month++)
            {
                string name = isShort ? names.GetAbbreviatedMonthName(month) : names.GetMonthName(month);
                if (string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    at += name.Length;
                    return true;
                }
            }

            return false;
        }

        private static bool TryReadDay(string text, ref int at)
        {
            int start = at;
            while (at < text.Length && char.IsLetter(text[at]))
            {
                at++;
            }

            return at > start;
        }

        private bool TryReadHalf(string text, ref int at)
        {
            bool isThere = at + 2 <= text.Length && text[at] is 'a' or 'A' or 'p' or 'P' && text[at + 1] is 'm' or 'M';
            _isAfternoon = isThere && text[at] is 'p' or 'P';
            at += isThere ? 2 : 0;
            return isThere;
        }

        private bool TryReadFraction(string text, ref int at, int count)
        {
            int start = at;
            while (at < text.Length && at - start < count && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            string digits = (text[start..at] + "000")[..3];
            _millisecond = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            return at - start == count;
        }

        private bool TryReadZone(string text, ref int at)
        {
            int start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '+' or '-' or ':' or '/' or '_'))
            {
                at++;
            }

            string name = text[start..at];
            bool isZone = TimeZones.TryParseOffset(name, out int minutes);
            _zone = isZone ? TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(minutes), name, name)
                : name is "Z" or "UTC" or "GMT" ? TimeZoneInfo.Utc
                : TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? found) ? found : null;
            return _zone is not null;
        }
    }
}
