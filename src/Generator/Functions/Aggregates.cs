using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>An aggregate function as SQL names it.</summary>
/// <param name="Takes">What it takes, for messages.</param>
/// <param name="HasContainerState">Its state is a struct or list in ksqlDB, which DELIMITED and KAFKA values cannot hold.</param>
/// <param name="CanUndo">It can take a row out again, as the change of a table's row needs.</param>
internal sealed record AggregateFunction(string Name, AggregateKind Kind, string Takes, bool HasContainerState, bool CanUndo);

/// <summary>Aggregates; language: "Aggregates".</summary>
internal static class Aggregates
{
    /// <summary>The most values that HISTOGRAM tells apart.</summary>
    public const int HistogramValues = 1000;

    private const string Number = "one INTEGER, BIGINT or DOUBLE";
    private const string Ordered = "one number, STRING, BYTES, DATE, TIME or TIMESTAMP";
    private const string ByOffset = "one value, then how many of them, and TRUE or FALSE for leaving NULLs out";

    public static EquatableArray<AggregateFunction> All { get; } =
    [
        new("COUNT", AggregateKind.Count, "'*' or one value", HasContainerState: false, CanUndo: true),
        new("SUM", AggregateKind.Sum, "one INTEGER, BIGINT, DOUBLE or DECIMAL", HasContainerState: false, CanUndo: true),
        new("SUM_LIST", AggregateKind.SumList, "one ARRAY of INTEGER, BIGINT or DOUBLE", HasContainerState: false, CanUndo: true),
        new("AVG", AggregateKind.Average, Number, HasContainerState: true, CanUndo: true),
        new("MIN", AggregateKind.Min, Ordered, HasContainerState: false, CanUndo: false),
        new("MAX", AggregateKind.Max, Ordered, HasContainerState: false, CanUndo: false),
        new("STDDEV_SAMPLE", AggregateKind.StandardDeviation, Number, HasContainerState: true, CanUndo: true),
        new("STDDEV_SAMP", AggregateKind.Variance, Number, HasContainerState: true, CanUndo: true),
        new("CORRELATION", AggregateKind.Correlation, "two of INTEGER, BIGINT or DOUBLE", HasContainerState: true, CanUndo: true),
        new("COLLECT_LIST", AggregateKind.CollectList, "one value", HasContainerState: true, CanUndo: true),
        new("COLLECT_SET", AggregateKind.CollectSet, "one value", HasContainerState: true, CanUndo: false),
        new("HISTOGRAM", AggregateKind.Histogram, "one STRING", HasContainerState: true, CanUndo: true),
        new(
            "TOPK", AggregateKind.TopK, "one INTEGER, BIGINT, DOUBLE or STRING, then further columns, and last how many",
            HasContainerState: true, CanUndo: false),
        new("TOPKDISTINCT", AggregateKind.TopKDistinct, Ordered + ", and how many", HasContainerState: true, CanUndo: false),
        new("LATEST_BY_OFFSET", AggregateKind.LatestByOffset, ByOffset, HasContainerState: true, CanUndo: false),
        new("EARLIEST_BY_OFFSET", AggregateKind.EarliestByOffset, ByOffset, HasContainerState: true, CanUndo: false),
        new("ATTR", AggregateKind.Attribute, "one value", HasContainerState: true, CanUndo: true),
        new("COUNT_DISTINCT", AggregateKind.CountDistinct, "one value", HasContainerState: true, CanUndo: false),
    ];

    /// <summary>What an aggregate gives for what it takes of a row; null where it does not take it.</summary>
    /// <param name="isList">LATEST_BY_OFFSET and EARLIEST_BY_OFFSET: several values are wanted.</param>
    public static SqlType? ResultOf(AggregateKind kind, IReadOnlyList<SqlType> arguments, bool isList)
    {
        SqlType first = arguments[0];
        if (kind == AggregateKind.TopK && arguments.Count > 1)
        {
            IEnumerable<StructField> columns = arguments.Skip(1).Select((type, index) => new StructField($"col{index}", type));
            return IsTop(first) ? new ArrayType(new StructType([new StructField("sort_col", first), .. columns])) : null;
        }

        if (kind == AggregateKind.Correlation)
        {
            return arguments.Count == 2 && arguments.All(IsReal) ? SqlType.Double : null;
        }

        return arguments.Count == 1 ? ResultOf(kind, first, isList) : null;
    }

    private static SqlType? ResultOf(AggregateKind kind, SqlType argument, bool isList) => kind switch
    {
        AggregateKind.Count or AggregateKind.CountStar or AggregateKind.CountDistinct => SqlType.BigInt,
        AggregateKind.Sum => Coercion.IsNumeric(argument) ? argument : null,
        AggregateKind.SumList => argument is ArrayType { Element: { Kind: SqlKind.Integer or SqlKind.BigInt or SqlKind.Double } element }
            ? element : null,
        AggregateKind.Average or AggregateKind.StandardDeviation or AggregateKind.Variance => IsReal(argument) ? SqlType.Double : null,
        AggregateKind.Min or AggregateKind.Max => IsOrdered(argument) ? argument : null,
        AggregateKind.CollectList or AggregateKind.CollectSet => new ArrayType(argument),
        AggregateKind.Histogram => argument.Kind == SqlKind.String ? new MapType(SqlType.String, SqlType.BigInt) : null,
        AggregateKind.TopK => IsTop(argument) ? new ArrayType(argument) : null,
        AggregateKind.TopKDistinct => IsOrdered(argument) ? new ArrayType(argument) : null,
        _ => isList ? new ArrayType(argument) : argument,
    };

    private static bool IsOrdered(SqlType type) => !Coercion.IsContainer(type) && type.Kind != SqlKind.Boolean;

    // A DECIMAL is made a DOUBLE.
    private static bool IsReal(SqlType type) => Coercion.IsNumeric(type);

    private static bool IsTop(SqlType type) => type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Double or SqlKind.String;
}
