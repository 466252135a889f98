using System.Globalization;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Time zones by region, offset, or a name of UTC.</summary>
internal static class TimeZones
{
    public static bool TryFind(Text name, out TimeZoneInfo? zone)
    {
        zone = null;
        if (name.IsNull)
        {
            return false;
        }

        string text = name.ToString()!.Trim();
        if (text is "UTC" or "GMT" or "Z")
        {
            zone = TimeZoneInfo.Utc;
            return true;
        }

        if (TryParseOffset(text, out int minutes))
        {
            zone = TimeZoneInfo.CreateCustomTimeZone(text, TimeSpan.FromMinutes(minutes), text, text);
            return true;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out zone);
    }

    /// <summary><c>+02</c>, <c>+0200</c> or <c>+02:00</c>.</summary>
    public static bool TryParseOffset(string text, out int minutes)
    {
        minutes = 0;
        if (text.Length < 3 || text[0] is not ('+' or '-'))
        {
            return false;
        }

        string digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is not (2 or 4) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        int hours = digits.Length == 2 ? value : value / 100;
        minutes = ((hours * 60) + (digits.Length == 2 ? 0 : value % 100)) * (text[0] == '-' ? -1 : 1);
        return hours <= 14;
    }
}
