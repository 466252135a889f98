using QueryGen;

namespace AirlineRatings;

/// <summary>What the airline's SQL can call beside the functions of the language.</summary>
internal static class SqlFunctions
{
    /// <summary>How soon somebody should call, from 1 (this week) to 3 (now).</summary>
    [SqlFunction]
    public static int Urgency(int stars, string? message)
    {
        string text = message ?? "";
        bool isStranded = text.Contains("my bag", StringComparison.Ordinal) || text.Contains("hours late", StringComparison.Ordinal);
        return (stars == 1 ? 2 : 1) + (isStranded ? 1 : 0);
    }
}
