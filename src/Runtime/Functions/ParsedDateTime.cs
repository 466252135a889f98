namespace QueryGen.Functions;

/// <summary>What a text says of a date and time; what it does not say is that of 1970-01-01T00:00. Null: it says nothing.</summary>
internal struct ParsedDateTime
{
    public long? Year;
    public int? Month;
    public int? Day;
    public int? DayOfYear;
    public int? Hour;
    public int? HourOfHalf;
    public bool? IsAfternoon;
    public int? Minute;
    public int? Second;
    public int? Nano;
    public long? MsOfDay;
    public bool IsBeforeChrist;
    public SqlTimeZone? Zone;

    /// <summary>Whether something of a date is said.</summary>
    public readonly bool HasDate => Year is not null || Month is not null || Day is not null || DayOfYear is not null;

    /// <summary>Year, month and day, or year and day of the year.</summary>
    public readonly bool IsWholeDate => Year is not null && (DayOfYear is not null || (Month is not null && Day is not null));

    /// <summary>An hour at least.</summary>
    public readonly bool HasTime => Hour is not null || MsOfDay is not null || (HourOfHalf is not null && IsAfternoon is not null);

    /// <summary>Sets a field; false where it is set to something else already.</summary>
    public static bool TrySet<T>(ref T? field, T value)
        where T : struct, IEquatable<T>
    {
        bool isFree = field is not { } known || known.Equals(value);
        field = value;
        return isFree;
    }

    /// <summary>Days since 1970-01-01; false where there is no such day.</summary>
    public readonly bool TryGetDays(out long days)
    {
        days = 0;
        long year = Year ?? 1970;
        year = IsBeforeChrist ? 1 - year : year;
        if (year is < -290_000 or > 290_000)
        {
            return false;
        }

        if (DayOfYear is { } ofYear)
        {
            // Of no year in particular there is no leap day.
            days = Civil.DaysOf(year, 1, 1) + ofYear - 1;
            return ofYear >= 1 && ofYear <= (Year is not null && Civil.IsLeap(year) ? 366 : 365);
        }

        int month = Month ?? 1;
        int day = Day ?? 1;
        if (month is < 1 or > 12 || day is < 1 or > 31)
        {
            return false;
        }

        // The 31st of a shorter month is its last day.
        days = Civil.DaysOf(year, month, Math.Min(day, Civil.DaysIn(year, month)));
        return true;
    }

    /// <summary>Milliseconds since midnight; false where no clock shows it.</summary>
    public readonly bool TryGetMsOfDay(out long ms)
    {
        if (MsOfDay is { } whole)
        {
            ms = whole;
            return whole is >= 0 and < Civil.DayMs;
        }

        int hour = Hour ?? (HourOfHalf is { } half ? half + (IsAfternoon == true ? 12 : 0) : IsAfternoon == true ? 12 : 0);
        int minute = Minute ?? 0;
        int second = Second ?? 0;
        ms = (((((long)hour * 60) + minute) * 60) + second) * 1000 + ((Nano ?? 0) / 1_000_000);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59 && HourOfHalf is null or (>= 0 and <= 11);
    }

    /// <summary>The instant; the zone that the text names goes before the one that is given.</summary>
    public readonly bool TryGetInstant(SqlTimeZone zone, out long utcMs)
    {
        utcMs = 0;
        if (!TryGetDays(out long days) || !TryGetMsOfDay(out long msOfDay))
        {
            return false;
        }

        long localMs = (days * Civil.DayMs) + msOfDay;
        utcMs = localMs - (Zone ?? zone).OffsetOf(localMs);
        return true;
    }
}
