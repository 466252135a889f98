using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of date and time; language: "Date and time". Patterns are Java's.</summary>
internal static class DateTimeFunctions
{
    private const string Type = nameof(DateTimeFunctions);

    /// <summary>Of a parameter that takes a bare time unit. Stands first: the list below needs it.</summary>
    public static SqlType UnitType { get; } = new TypeVariable("time unit");

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "FROM_UNIXTIME", SqlType.Timestamp, Long("milliseconds")),
        Function(Type, "UNIX_TIMESTAMP", SqlType.BigInt).InArena(),
        Function(Type, "UNIX_TIMESTAMP", SqlType.BigInt, Of("timestamp", SqlType.Timestamp)),
        Function(
            Type, "FORMAT_TIMESTAMP", SqlType.String, Of("timestamp", SqlType.Timestamp), Varchar("format"),
            Varchar("zone").Optional()).InArena(),
        Function(Type, "PARSE_TIMESTAMP", SqlType.Timestamp, Varchar("text"), Varchar("format"), Varchar("zone").Optional()),
        Function(Type, "TIMESTAMPADD", SqlType.Timestamp, Of("unit", UnitType), Int("count"), Of("timestamp", SqlType.Timestamp)),
        Function(Type, "TIMESTAMPSUB", SqlType.Timestamp, Of("unit", UnitType), Int("count"), Of("timestamp", SqlType.Timestamp)),
    ];
}
