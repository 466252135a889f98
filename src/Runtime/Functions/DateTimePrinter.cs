using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Prints dates and times by a pattern. Names are English.</summary>
internal readonly ref struct DateTimePrinter
{
    private readonly DateTimePattern _pattern;
    private readonly SqlTimeZone? _zone;
    private readonly bool _hasDate;
    private readonly bool _hasTime;
    private readonly long _utcMs;
    private readonly long _days;
    private readonly int _msOfDay;
    private readonly long _offsetMs;
    private readonly long _year;
    private readonly int _month;
    private readonly int _day;

    /// <summary>An instant in a zone.</summary>
    public DateTimePrinter(DateTimePattern pattern, long utcMs, SqlTimeZone zone)
        : this(pattern, utcMs + zone.OffsetAt(utcMs), hasDate: true, hasTime: true)
    {
        _zone = zone;
        _utcMs = utcMs;
        _offsetMs = zone.OffsetAt(utcMs);
    }

    private DateTimePrinter(DateTimePattern pattern, long localMs, bool hasDate, bool hasTime)
    {
        _pattern = pattern;
        _hasDate = hasDate;
        _hasTime = hasTime;
        _days = Civil.FloorDays(localMs);
        _msOfDay = (int)(localMs - (_days * Civil.DayMs));
        (_year, _month, _day) = Civil.DateOf(_days);
    }

    /// <summary>A day. The pattern may not name a time or a zone.</summary>
    public static DateTimePrinter OfDate(DateTimePattern pattern, long days) =>
        new(pattern, days * Civil.DayMs, hasDate: true, hasTime: false);

    /// <summary>A time of day. The pattern may not name a date or a zone.</summary>
    public static DateTimePrinter OfTime(DateTimePattern pattern, int ms) => new(pattern, ms, hasDate: false, hasTime: true);

    /// <summary>The text; NULL where the pattern asks for what is not there.</summary>
    public Text Print(RecordArena arena)
    {
        TextBuilder text = new(arena, 32);
        DateTimePattern.Part[] parts = _pattern.Parts;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Letter == DateTimePattern.Part.Open)
            {
                // An optional part is left out as a whole where something of it is not there.
                i = CanPrint(i + 1, parts[i].Count) ? i : parts[i].Count;
            }
            else if (!CanPrint(i, i + 1))
            {
                return default;
            }
            else if (parts[i].Letter != DateTimePattern.Part.Close)
            {
                Append(ref text, parts[i]);
            }
        }

        return text.ToText();
    }

    private bool CanPrint(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            DateTimePattern.Part part = _pattern.Parts[i];
            if ((part.IsOfDate && !_hasDate) || (part.IsOfTime && !_hasTime) || (part.IsOfZone && _zone is null))
            {
                return false;
            }
        }

        return true;
    }

    private void Append(ref TextBuilder text, DateTimePattern.Part part)
    {
        int hour = _msOfDay / 3_600_000;
        int count = part.Count;
        switch (part.Letter)
        {
            case DateTimePattern.Part.Literal:
                text.Append(part.Text);
                break;
            case 'h':
                text.AppendPadded(hour % 12 == 0 ? 12 : hour % 12, count);
                break;
            case 'H':
                text.AppendPadded(hour, count);
                break;
            case 'k':
                text.AppendPadded(hour == 0 ? 24 : hour, count);
                break;
            case 'K':
                text.AppendPadded(hour % 12, count);
                break;
            case 'm':
                text.AppendPadded(_msOfDay / 60_000 % 60, count);
                break;
            case 's':
                text.AppendPadded(_msOfDay / 1000 % 60, count);
                break;
            case 'a':
                text.Append(hour < 12 ? "AM"u8 : "PM"u8);
                break;
            case 'S':
                AppendFraction(ref text, count);
                break;
            case 'A':
                text.AppendPadded(_msOfDay, count);
                break;
            case 'n':
                text.AppendPadded(_msOfDay % 1000 * 1_000_000L, count);
                break;
            case 'N':
                text.AppendPadded(_msOfDay * 1_000_000L, count);
                break;
            default:
                AppendDateOrZone(ref text, part.Letter, count);
                break;
        }
    }

    private void AppendDateOrZone(ref TextBuilder text, char letter, int count)
    {
        switch (letter)
        {
            case 'u' or 'y':
                AppendYear(ref text, letter == 'y' && _year <= 0 ? 1 - _year : _year, count);
                break;
            case 'M' or 'L':
                AppendNumberOrName(ref text, _month, count, CalendarNames.Months[_month - 1]);
                break;
            case 'd':
                text.AppendPadded(_day, count);
                break;
            case 'D':
                text.AppendPadded(_days - Civil.DaysOf(_year, 1, 1) + 1, count);
                break;
            case 'E':
                AppendName(ref text, CalendarNames.Days[Civil.DayOfWeek(_days) - 1], Math.Max(count, 3));
                break;
            case 'e':
                // Weeks begin with Sunday.
                AppendNumberOrName(ref text, (Civil.DayOfWeek(_days) % 7) + 1, count, CalendarNames.Days[Civil.DayOfWeek(_days) - 1]);
                break;
            case 'Q' or 'q':
                AppendQuarter(ref text, ((_month - 1) / 3) + 1, count);
                break;
            case 'w':
                text.AppendPadded(WeekOfYear(), count);
                break;
            case 'W':
                text.AppendPadded(WeekAt(_day - 1, _days - _day + 1), count);
                break;
            case 'G':
                text.Append(count == 5 ? (_year > 0 ? "A"u8 : "B"u8)
                    : count == 4 ? (_year > 0 ? "Anno Domini"u8 : "Before Christ"u8)
                    : _year > 0 ? "AD"u8 : "BC"u8);
                break;
            default:
                AppendZone(ref text, letter, count);
                break;
        }
    }

    private static void AppendYear(ref TextBuilder text, long year, int count)
    {
        if (count == 2)
        {
            text.AppendPadded(((year % 100) + 100) % 100, 2);
            return;
        }

        // A year of more digits than the pattern has is told by its sign.
        bool isLong = count >= 4 && year >= (long)Math.Pow(10, count);
        text.Append(isLong ? "+"u8 : default);
        text.AppendPadded(year, count);
    }

    private static void AppendNumberOrName(ref TextBuilder text, int number, int count, string name)
    {
        if (count <= 2)
        {
            text.AppendPadded(number, count);
        }
        else
        {
            AppendName(ref text, name, count);
        }
    }

    private static void AppendName(ref TextBuilder text, string name, int count) =>
        text.Append(count == 4 ? name : name.AsSpan(0, count == 5 ? 1 : 3));

    private static void AppendQuarter(ref TextBuilder text, int quarter, int count)
    {
        text.Append(count == 3 ? "Q"u8 : default);
        text.AppendPadded(quarter, count == 2 ? 2 : 1);
        if (count == 4)
        {
            text.Append(quarter switch { 1 => "st"u8, 2 => "nd"u8, 3 => "rd"u8, _ => "th"u8 });
            text.Append(" quarter"u8);
        }
    }

    private void AppendFraction(ref TextBuilder text, int count)
    {
        int ms = _msOfDay % 1000;
        for (int i = 0; i < count; i++)
        {
            text.Append((byte)('0' + (ms / 100)));
            ms = ms % 100 * 10;
        }
    }

    // The week that holds January 1st is the first one.
    private int WeekOfYear()
    {
        long nextYear = Civil.DaysOf(_year + 1, 1, 1);
        long firstOfItsWeek = nextYear - (Civil.DayOfWeek(nextYear) % 7);
        long newYear = Civil.DaysOf(_year, 1, 1);
        return _days >= firstOfItsWeek ? 1 : WeekAt((int)(_days - newYear), newYear);
    }

    private static int WeekAt(int daysFromFirst, long first) => ((daysFromFirst + (Civil.DayOfWeek(first) % 7)) / 7) + 1;

    private void AppendZone(ref TextBuilder text, char letter, int count)
    {
        switch (letter)
        {
            case 'V':
                text.Append(_zone!.Id);
                break;
            case 'z':
                text.Append(_zone!.NameAt(_utcMs));
                break;
            case 'X' when _offsetMs == 0:
                text.Append((byte)'Z');
                break;
            case 'X' or 'x':
                AppendOffset(ref text, hasColon: count is 3 or 5, hasMinutes: count > 1 || _offsetMs / 60_000 % 60 != 0);
                break;
            case 'Z' when count == 5 && _offsetMs == 0:
                text.Append((byte)'Z');
                break;
            case 'Z' when count != 4:
                AppendOffset(ref text, hasColon: count == 5, hasMinutes: true);
                break;
            default:
                AppendGmt(ref text, isShort: letter == 'O' && count == 1);
                break;
        }
    }

    private void AppendOffset(ref TextBuilder text, bool hasColon, bool hasMinutes)
    {
        long minutes = Math.Abs(_offsetMs / 60_000);
        text.Append(_offsetMs < 0 ? "-"u8 : "+"u8);
        text.AppendPadded(minutes / 60, 2);
        if (hasMinutes)
        {
            text.Append(hasColon ? ":"u8 : default);
            text.AppendPadded(minutes % 60, 2);
        }
    }

    // GMT, GMT+8, GMT+08:00
    private void AppendGmt(ref TextBuilder text, bool isShort)
    {
        text.Append("GMT"u8);
        long minutes = Math.Abs(_offsetMs / 60_000);
        if (minutes == 0)
        {
            return;
        }

        text.Append(_offsetMs < 0 ? "-"u8 : "+"u8);
        text.AppendPadded(minutes / 60, isShort ? 1 : 2);
        if (!isShort || minutes % 60 != 0)
        {
            text.Append((byte)':');
            text.AppendPadded(minutes % 60, 2);
        }
    }
}
