using System.Collections.Concurrent;
using System.Globalization;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>A time zone: of a region, of a fixed offset, or UTC under one of its names.</summary>
public sealed class SqlTimeZone
{
    private const int MostOffsetMinutes = 18 * 60;

    // What the names of a zone's clocks mean; of several meanings the usual one in English.
    private static readonly Dictionary<string, string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PST"] = "America/Los_Angeles", ["PDT"] = "America/Los_Angeles",
        ["MST"] = "America/Denver", ["MDT"] = "America/Denver",
        ["CST"] = "America/Chicago", ["CDT"] = "America/Chicago",
        ["EST"] = "America/New_York", ["EDT"] = "America/New_York",
        ["AKST"] = "America/Anchorage", ["AKDT"] = "America/Anchorage", ["HST"] = "Pacific/Honolulu",
        ["WET"] = "Europe/Lisbon", ["WEST"] = "Europe/Lisbon", ["BST"] = "Europe/London",
        ["CET"] = "Europe/Paris", ["CEST"] = "Europe/Paris", ["EET"] = "Europe/Athens", ["EEST"] = "Europe/Athens",
        ["MSK"] = "Europe/Moscow", ["IST"] = "Asia/Kolkata", ["SGT"] = "Asia/Singapore", ["HKT"] = "Asia/Hong_Kong",
        ["JST"] = "Asia/Tokyo", ["KST"] = "Asia/Seoul",
        ["AEST"] = "Australia/Sydney", ["AEDT"] = "Australia/Sydney", ["NZST"] = "Pacific/Auckland", ["NZDT"] = "Pacific/Auckland",
    };

    // Zones by the texts that name them. Regions are few, and so are offsets: it does not grow without end.
    private static readonly ConcurrentDictionary<string, SqlTimeZone> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, SqlTimeZone>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    [ThreadStatic]
    private static PatternCache<SqlTimeZone>? t_known;

    private readonly TimeZoneInfo? _region;
    private readonly int _offsetMinutes;

    private SqlTimeZone(string id, TimeZoneInfo? region, int offsetMinutes)
    {
        Id = id;
        _region = region;
        _offsetMinutes = offsetMinutes;
    }

    /// <summary>Of functions that name no zone.</summary>
    internal static SqlTimeZone Gmt { get; } = new("GMT", null, 0);

    /// <summary>As pattern letter V prints it.</summary>
    internal string Id { get; }

    /// <summary>Of a constant; null where there is no such zone.</summary>
    public static SqlTimeZone? Compile(Text name) => name.IsNull ? null : Find(name.ToString()!.Trim());

    /// <summary>Of a text that may change from row to row; null for NULL and where there is no such zone.</summary>
    public static SqlTimeZone? From(Text name) =>
        (t_known ??= new PatternCache<SqlTimeZone>(static text => Find(text.Trim()))).Get(name);

    /// <summary>A zone by region, offset, or a name of UTC: <c>Europe/Paris</c>, <c>+0200</c>, <c>UTC+2</c>, <c>Z</c>.</summary>
    internal static SqlTimeZone? Find(ReadOnlySpan<char> name)
    {
        if (KnownBySpan.TryGetValue(name, out SqlTimeZone? known))
        {
            return known;
        }

        SqlTimeZone? made = Make(name.ToString());
        if (made is not null)
        {
            Known.TryAdd(made.Id, made);
            KnownBySpan.TryAdd(name, made);
        }

        return made;
    }

    /// <summary>A zone as texts of pattern letter z name it: as <see cref="Find"/>, and the names of clocks such as PDT.</summary>
    internal static SqlTimeZone? FindByName(ReadOnlySpan<char> name) =>
        Find(Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out string? region) ? region : name);

    /// <summary>A zone that is always so many minutes before UTC.</summary>
    internal static SqlTimeZone? OfOffset(int minutes)
    {
        Span<char> name = stackalloc char[6];
        (minutes < 0 ? "-" : "+").CopyTo(name);
        int absolute = Math.Abs(minutes);
        (absolute / 60).TryFormat(name[1..], out _, "D2", CultureInfo.InvariantCulture);
        name[3] = ':';
        (absolute % 60).TryFormat(name[4..], out _, "D2", CultureInfo.InvariantCulture);
        return absolute > MostOffsetMinutes ? null : Find(name);
    }

    /// <summary>How far its clocks are before UTC at an instant; milliseconds.</summary>
    internal long OffsetAt(long utcMs) => _region is null
        ? _offsetMinutes * 60_000L
        : (long)_region.GetUtcOffset(Clock(utcMs, DateTimeKind.Utc)).TotalMilliseconds;

    /// <summary>How far its clocks are before UTC when they show a time; milliseconds. Of two such times the first one counts.</summary>
    internal long OffsetOf(long localMs)
    {
        if (_region is null)
        {
            return _offsetMinutes * 60_000L;
        }

        DateTime local = Clock(localMs, DateTimeKind.Unspecified);
        if (_region.IsInvalidTime(local))
        {
            // Clocks that jump over the time: as if they had not jumped yet.
            return OffsetOf(localMs - 3_600_000);
        }

        if (!_region.IsAmbiguousTime(local))
        {
            return (long)_region.GetUtcOffset(local).TotalMilliseconds;
        }

        long later = (long)_region.GetUtcOffset(local).TotalMilliseconds;
        return Math.Max(later, OffsetAt(localMs - later - 7_200_000));
    }

    /// <summary>The name of its clocks, such as PST or PDT; of a fixed offset that of the zone.</summary>
    internal string NameAt(long utcMs) => _region is null ? Id
        : _region.IsDaylightSavingTime(Clock(utcMs, DateTimeKind.Utc)) ? _region.DaylightName : _region.StandardName;

    /// <summary><c>+02</c>, <c>+0200</c>, <c>+02:00</c>, <c>+2</c>, with <c>-</c> as well.</summary>
    internal static bool TryParseOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.Length < 2 || text[0] is not ('+' or '-'))
        {
            return false;
        }

        ReadOnlySpan<char> digits = text[1..];
        int colon = digits.IndexOf(':');
        ReadOnlySpan<char> hours = colon >= 0 ? digits[..colon] : digits.Length > 2 ? digits[..2] : digits;
        ReadOnlySpan<char> rest = colon >= 0 ? digits[(colon + 1)..] : digits[hours.Length..];
        bool isRead = int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int h) && hours.Length <= 2;
        int m = 0;
        isRead &= rest.IsEmpty ? colon < 0
            : rest.Length == 2 && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out m) && m < 60;
        minutes = ((h * 60) + m) * (text[0] == '-' ? -1 : 1);
        return isRead && Math.Abs(minutes) <= MostOffsetMinutes;
    }

    private static SqlTimeZone? Make(string name)
    {
        if (name is "UTC" or "GMT" or "UT" or "Z" or "z")
        {
            return name == "GMT" ? Gmt : new SqlTimeZone(name == "z" ? "Z" : name, null, 0);
        }

        string prefix = name.StartsWith("UTC", StringComparison.Ordinal) || name.StartsWith("GMT", StringComparison.Ordinal) ? name[..3]
            : name.StartsWith("UT", StringComparison.Ordinal) ? "UT"
            : "";
        if (TryParseOffset(name.AsSpan(prefix.Length), out int minutes))
        {
            string sign = minutes < 0 ? "-" : "+";
            string offset = $"{sign}{Math.Abs(minutes) / 60:D2}:{Math.Abs(minutes) % 60:D2}";
            return new SqlTimeZone(minutes == 0 && prefix.Length == 0 ? "Z" : prefix + (minutes == 0 ? "" : offset), null, minutes);
        }

        // Without a slash the BCL takes names of clocks, and Windows' names, which Java does not.
        bool isRegion = name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal) && !Abbreviations.ContainsKey(name);
        return isRegion && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? region) ? new SqlTimeZone(name, region, 0) : null;
    }

    // What is beyond the BCL's calendar has the offset of its end.
    private static DateTime Clock(long ms, DateTimeKind kind)
    {
        long first = -(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond) + Civil.DayMs;
        long last = ((DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) - Civil.DayMs;
        return new DateTime(
            DateTime.UnixEpoch.Ticks + (Math.Clamp(ms, first, last) * TimeSpan.TicksPerMillisecond), kind);
    }
}
