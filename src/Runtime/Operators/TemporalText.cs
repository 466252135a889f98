namespace QueryGen.Operators;

/// <summary>Dates and times as CAST reads them.</summary>
internal static class TemporalText
{
    private const long DayMs = 86_400_000;

    /// <summary><c>yyyy[-MM[-dd]]</c>; what is missing is 1.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        Span<int> parts = [1970, 1, 1];
        int count = 0;
        foreach (Range range in text.Split((byte)'-'))
        {
            if (count == 3 || !TryParseDigits(text[range], count == 0 ? 4 : 2, out parts[count]))
            {
                return false;
            }

            count++;
        }

        bool isOfCalendar = parts[0] is >= 1 and <= 9999 && parts[1] is >= 1 and <= 12
            && parts[2] >= 1 && parts[2] <= DateTime.DaysInMonth(parts[0], parts[1]);
        days = isOfCalendar ? (int)(new DateTime(parts[0], parts[1], parts[2], 0, 0, 0,
            DateTimeKind.Utc) - DateTime.UnixEpoch).TotalDays : 0;
        return isOfCalendar;
    }

    /// <summary><c>HH:mm[:ss[.fraction]]</c>; with <paramref name="isShortAllowed"/> also <c>HH</c>.</summary>
    public static bool TryParseTime(ReadOnlySpan<byte> text, bool isShortAllowed, out int ms)
    {
        ms = 0;
        ReadOnlySpan<byte> fraction = default;
        int point = text.IndexOf((byte)'.');
        if (point >= 0)
        {
            fraction = text[(point + 1)..];
            text = text[..point];
        }

        Span<int> parts = [0, 0, 0];
        int count = 0;
        foreach (Range range in text.Split((byte)':'))
        {
            if (count == 3 || !TryParseDigits(text[range], 2, out parts[count]))
            {
                return false;
            }

            count++;
        }

        if (count < (isShortAllowed ? 1 : 2) || parts[0] > 23 || parts[1] > 59 || parts[2] > 59 || (point >= 0 && count < 3))
        {
            return false;
        }

        ms = (((((parts[0] * 60) + parts[1]) * 60) + parts[2]) * 1000) + Fraction(fraction);
        return true;
    }

    /// <summary><c>date[Ttime[zone]]</c> in milliseconds since 1970-01-01 UTC; zone <c>Z</c>, <c>+hhmm</c>,
    /// <c>+hh:mm</c> or none.</summary>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        int t = text.IndexOf((byte)'T');
        if (!TryParseDate(t < 0 ? text : text[..t], out int days))
        {
            return false;
        }

        if (t < 0)
        {
            ms = days * DayMs;
            return true;
        }

        ReadOnlySpan<byte> time = text[(t + 1)..];
        int zone = time.IndexOfAny((byte)'Z', (byte)'+', (byte)'-');
        int offsetMs = 0;
        if (zone >= 0 && !TryParseZone(time[zone..], out offsetMs))
        {
            return false;
        }

        if (!TryParseTime(zone < 0 ? time : time[..zone], isShortAllowed: true, out int timeMs))
        {
            return false;
        }

        ms = (days * DayMs) + timeMs - offsetMs;
        return true;
    }

    private static bool TryParseZone(ReadOnlySpan<byte> zone, out int offsetMs)
    {
        offsetMs = 0;
        if (zone.SequenceEqual("Z"u8))
        {
            return true;
        }

        int hours = 0;
        int minutes = 0;
        ReadOnlySpan<byte> digits = zone[1..];
        bool isRead = digits.Length switch
        {
            2 => TryParseDigits(digits, 2, out hours),
            4 => TryParseDigits(digits[..2], 2, out hours) && TryParseDigits(digits[2..], 2, out minutes),
            5 => digits[2] == ':' && TryParseDigits(digits[..2], 2, out hours) && TryParseDigits(digits[3..], 2, out minutes),
            _ => false,
        };
        offsetMs = ((hours * 60) + minutes) * 60_000 * (zone[0] == '-' ? -1 : 1);
        return isRead && hours <= 18 && minutes < 60;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        foreach (byte c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + c - '0';
        }

        return text.Length == count;
    }

    private static int Fraction(ReadOnlySpan<byte> digits)
    {
        int ms = 0;
        for (int i = 0; i < 3; i++)
        {
            ms = (ms * 10) + (i < digits.Length && digits[i] is >= (byte)'0' and <= (byte)'9' ? digits[i] - '0' : 0);
        }

        return ms;
    }
}
