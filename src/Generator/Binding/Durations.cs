using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>Lengths of time in milliseconds.</summary>
internal static class Durations
{
    public const long DayMs = 24 * 60 * 60 * 1000L;

    /// <summary>Null for months and years, whose length varies.</summary>
    public static long? UnitMs(TimeUnit unit) => unit switch
    {
        TimeUnit.Milliseconds => 1,
        TimeUnit.Seconds => 1000,
        TimeUnit.Minutes => 60_000,
        TimeUnit.Hours => 3_600_000,
        TimeUnit.Days => DayMs,
        _ => null,
    };

    /// <summary>A unit by its name, in the singular or plural.</summary>
    public static long? UnitMs(string name) =>
        Enum.TryParse(name.TrimEnd('s', 'S') + "s", ignoreCase: true, out TimeUnit unit) && !char.IsDigit(name[0])
            ? UnitMs(unit)
            : null;
}
