using System.Globalization;
using System.Text.RegularExpressions;

namespace QueryGen.Types;

/// <summary>Tells what text is a time of SQL, and reads a TIMESTAMP: <c>2020</c>, <c>2020-05-01T10:30:00.5+0100</c>.</summary>
internal static class SqlTimestampText
{
    private static readonly Regex Shape = new(
        @"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"
            + @"(?:T(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{4})?)?$",
        RegexOptions.CultureInvariant);

    private static readonly Regex TimeShape = new(
        @"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{0,9})?)?$", RegexOptions.CultureInvariant);

    private static readonly Regex Base64Shape = new(@"^[A-Za-z0-9+/]*={0,2}$", RegexOptions.CultureInvariant);

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Milliseconds since 1970-01-01 UTC; missing parts are the first month, day, hour …; no zone is UTC.</summary>
    public static bool TryParse(string text, out long timestampMs)
    {
        timestampMs = 0;
        Match found = Shape.Match(text.Trim());
        if (!found.Success)
        {
            return false;
        }

        int year = Part(found, 1, 0);
        int month = Part(found, 2, 1);
        int day = Part(found, 3, 1);
        int hour = Part(found, 4, 0);
        int minute = Part(found, 5, 0);
        int second = Part(found, 6, 0);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23
            || minute > 59 || second > 59)
        {
            return false;
        }

        string fraction = found.Groups[7].Value.PadRight(3, '0').Substring(0, 3);
        DateTime date = new(year, month, day, hour, minute, second, DateTimeKind.Utc);
        timestampMs = ((date - Epoch).Ticks / TimeSpan.TicksPerMillisecond) + int.Parse(fraction, CultureInfo.InvariantCulture);
        timestampMs -= OffsetMs(found.Groups[8].Value);
        return true;
    }

    /// <summary>Whether text is a DATE, TIME, TIMESTAMP or BYTES as CAST reads it.</summary>
    public static bool IsOne(string text, SqlKind kind) => kind switch
    {
        SqlKind.Date => text.IndexOf('T') < 0 && TryParse(text, out _),
        SqlKind.Time => TimeShape.IsMatch(text.Trim()),
        SqlKind.Bytes => text.Length % 4 == 0 && Base64Shape.IsMatch(text),
        _ => TryParse(text, out _),
    };

    private static int Part(Match found, int group, int missing) =>
        found.Groups[group].Success ? int.Parse(found.Groups[group].Value, CultureInfo.InvariantCulture) : missing;

    private static long OffsetMs(string zone)
    {
        if (zone.Length == 0 || zone == "Z")
        {
            return 0;
        }

        int digits = int.Parse(zone.Substring(1), CultureInfo.InvariantCulture);
        long minutes = (digits / 100 * 60) + (digits % 100);
        return (zone[0] == '-' ? -minutes : minutes) * 60_000;
    }
}
