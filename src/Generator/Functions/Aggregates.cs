using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>An aggregate function as SQL names it.</summary>
/// <param name="Takes">What it takes, for messages.</param>
/// <param name="HasContainerState">Its state is a struct or list in ksqlDB, which DELIMITED and KAFKA values cannot hold.</param>
internal sealed record AggregateFunction(string Name, AggregateKind Kind, string Takes, bool HasContainerState);

/// <summary>Aggregates; language: "Aggregates".</summary>
internal static class Aggregates
{
    public static EquatableArray<AggregateFunction> All { get; } =
    [
        new("COUNT", AggregateKind.Count, "'*' or one value", HasContainerState: false),
        new("SUM", AggregateKind.Sum, "one INTEGER, BIGINT, DOUBLE or DECIMAL", HasContainerState: false),
        new("AVG", AggregateKind.Average, "one INTEGER, BIGINT or DOUBLE", HasContainerState: true),
        new("MIN", AggregateKind.Min, "one number, STRING, BYTES, DATE, TIME or TIMESTAMP", HasContainerState: false),
        new("MAX", AggregateKind.Max, "one number, STRING, BYTES, DATE, TIME or TIMESTAMP", HasContainerState: false),
        new(
            "LATEST_BY_OFFSET", AggregateKind.LatestByOffset, "one value, and TRUE or FALSE for leaving NULLs out",
            HasContainerState: true),
        new(
            "EARLIEST_BY_OFFSET", AggregateKind.EarliestByOffset, "one value, and TRUE or FALSE for leaving NULLs out",
            HasContainerState: true),
    ];

    /// <summary>What an aggregate gives for an argument; null where it does not take it.</summary>
    public static SqlType? ResultOf(AggregateKind kind, SqlType argument) => kind switch
    {
        AggregateKind.Count or AggregateKind.CountStar => SqlType.BigInt,
        AggregateKind.Sum => Coercion.IsNumeric(argument) ? argument : null,
        AggregateKind.Average => Coercion.IsNumeric(argument) ? SqlType.Double : null,
        AggregateKind.Min or AggregateKind.Max =>
            Coercion.IsContainer(argument) || argument.Kind == SqlKind.Boolean ? null : argument,
        _ => argument,
    };
}
