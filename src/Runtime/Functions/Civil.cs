namespace QueryGen.Functions;

/// <summary>The Gregorian calendar, for all years, as numbers: the BCL's ends with the year 9999.</summary>
internal static class Civil
{
    public const long DayMs = 86_400_000;

    /// <summary>Dates that Java's calendar has as well, with room to spare: 300,000 years around 1970.</summary>
    public static bool IsInRange(long days) => days is > -110_000_000 and < 110_000_000;

    /// <summary>Days since 1970-01-01 of a date. Months are 1 to 12; a day beyond the month's end counts on into the next one.</summary>
    public static long DaysOf(long year, int month, int day)
    {
        // Years begin with March here: the leap day is the last one.
        long shifted = month <= 2 ? year - 1 : year;
        long era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        long yearOfEra = shifted - (era * 400);
        long dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    /// <summary>The date of a count of days since 1970-01-01.</summary>
    public static (long Year, int Month, int Day) DateOf(long days)
    {
        long shifted = days + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        long dayOfEra = shifted - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int monthFromMarch = (int)(((5 * dayOfYear) + 2) / 153);
        int day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5)) + 1;
        int month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(long year, int month) => month switch
    {
        4 or 6 or 9 or 11 => 30,
        2 => IsLeap(year) ? 29 : 28,
        _ => 31,
    };

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public static int DayOfWeek(long days) => (int)((((days + 3) % 7) + 7) % 7) + 1;

    /// <summary>Whole days, rounded towards the past.</summary>
    public static long FloorDays(long ms) => ms >= 0 ? ms / DayMs : ((ms + 1) / DayMs) - 1;
}
