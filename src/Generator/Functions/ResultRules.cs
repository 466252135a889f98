using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>How a function's result type follows from its arguments, where it is not one fixed type.</summary>
internal static class ResultRules
{
    /// <summary>The type of the first argument.</summary>
    public const string First = "first";

    /// <summary>DECIMAL(p, s) gives DECIMAL(p - s, 0).</summary>
    public const string WholeDecimal = "whole decimal";

    /// <summary>The decimal that holds every digit of all arguments.</summary>
    public const string WidestDecimal = "widest decimal";

    /// <summary>The type that the variable T stands for.</summary>
    public const string Variable = "T";

    public static SqlType Apply(
        string rule, IReadOnlyList<SqlType> arguments, IReadOnlyDictionary<string, SqlType> variables) => rule switch
        {
            First => arguments[0].Kind == SqlKind.Null ? new DecimalType(1, 0) : Coercion.AsDecimal(arguments[0]),
            WholeDecimal => Whole(Coercion.AsDecimal(arguments[0])),
            WidestDecimal => arguments.Where(Coercion.IsNumeric).Select(Coercion.AsDecimal)
                .DefaultIfEmpty(new DecimalType(1, 0)).Aggregate(Coercion.Widen),
            Variable => variables.TryGetValue(Variable, out SqlType? bound) ? bound : SqlType.Null,
            _ => throw new InvalidOperationException($"There is no result rule '{rule}'."),
        };

    private static SqlType Whole(SqlType type) =>
        type is DecimalType decimals ? new DecimalType(Math.Max(1, decimals.Precision - decimals.Scale), 0) : type;
}
