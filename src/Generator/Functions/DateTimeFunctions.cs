using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of date and time; language: "Date and time". Patterns are Java's.</summary>
internal static class DateTimeFunctions
{
    private const string Type = nameof(DateTimeFunctions);

    private static readonly Parameter Format = Varchar("format").Compiled("DateTimePattern");
    private static readonly Parameter Zone = Varchar("zone").Compiled("SqlTimeZone");
    private static readonly Parameter Timestamp = Of("timestamp", SqlType.Timestamp);
    private static readonly Parameter Date = Of("date", SqlType.Date);
    private static readonly Parameter Time = Of("time", SqlType.Time);

    /// <summary>Of a parameter that takes a bare time unit. Stands before the list, which needs it.</summary>
    public static SqlType UnitType { get; } = new TypeVariable("time unit");

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "FROM_UNIXTIME", SqlType.Timestamp, Long("milliseconds")),
        Function(Type, "FROM_DAYS", SqlType.Date, Int("days")),
        Function(Type, "UNIX_TIMESTAMP", SqlType.BigInt).InArena(),
        Function(Type, "UNIX_TIMESTAMP", SqlType.BigInt, Timestamp),
        Function(Type, "UNIX_DATE", SqlType.Integer).InArena(),
        Function(Type, "UNIX_DATE", SqlType.Integer, Date),
        .. Shifted(Timestamp, "TIMESTAMPADD", "TIMESTAMPSUB"),
        .. Shifted(Date, "DATEADD", "DATESUB"),
        .. Shifted(Time, "TIMEADD", "TIMESUB"),
        Function(Type, "CONVERT_TZ", SqlType.Timestamp, Timestamp, Zone, Zone).Failing(),
        Function(Type, "FORMAT_TIMESTAMP", SqlType.String, Timestamp, Format, Zone.Optional()).InArena().Failing(),
        Function(Type, "FORMAT_DATE", SqlType.String, Date, Format).InArena().Failing(),
        Function(Type, "FORMAT_TIME", SqlType.String, Time, Format).InArena().Failing(),
        Function(Type, "PARSE_TIMESTAMP", SqlType.Timestamp, Varchar("text"), Format, Zone.Optional()).InArena().Failing(),
        Function(Type, "PARSE_DATE", SqlType.Date, Varchar("text"), Varchar("format").Compiled("LenientDatePattern")).InArena().Failing(),
        Function(Type, "PARSE_TIME", SqlType.Time, Varchar("text"), Format).InArena().Failing(),
        Function(Type, "STRINGTOTIMESTAMP", SqlType.BigInt, Varchar("text"), Format, Zone.Optional()).InArena().Failing(),
        Function(Type, "TIMESTAMPTOSTRING", SqlType.String, Long("milliseconds"), Format, Zone.Optional()).InArena().Failing(),
        Function(Type, "STRINGTODATE", SqlType.Integer, Varchar("text"), Format).InArena().Failing(),
        Function(Type, "DATETOSTRING", SqlType.String, Int("days"), Format).InArena().Failing(),
    ];

    private static IEnumerable<ScalarFunction> Shifted(Parameter value, params string[] names) =>
        names.Select(name => Function(Type, name, value.Type!, Of("unit", UnitType), Int("count"), value));
}
