using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of numbers; language: "Maths".</summary>
internal static class MathFunctions
{
    private const string Type = nameof(MathFunctions);

    private static readonly SqlType[] Comparable =
    [
        SqlType.Integer, SqlType.BigInt, SqlType.Double, SqlType.String, SqlType.Bytes, SqlType.Date, SqlType.Time,
        SqlType.Timestamp,
    ];

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        .. SameAsArgument("ABS"),
        .. SameAsArgument("CEIL"),
        .. SameAsArgument("FLOOR"),
        Function(Type, "ROUND", SqlType.BigInt, Int("value")),
        Function(Type, "ROUND", SqlType.BigInt, Long("value")),
        Function(Type, "ROUND", SqlType.BigInt, Double("value")),
        Ruled(Type, "ROUND", ResultRules.WholeDecimal, Of("value", AnyDecimal)),
        Function(Type, "ROUND", SqlType.Double, Double("value"), Int("places")),
        Ruled(Type, "ROUND", ResultRules.First, Of("value", AnyDecimal), Int("places")),
        Function(Type, "SIGN", SqlType.Integer, Int("value")),
        Function(Type, "SIGN", SqlType.Integer, Long("value")),
        Function(Type, "SIGN", SqlType.Integer, Double("value")),
        Function(Type, "SQRT", SqlType.Double, Double("value")),
        Function(Type, "LN", SqlType.Double, Double("value")),
        Function(Type, "EXP", SqlType.Double, Double("value")),
        Function(Type, "POWER", SqlType.Double, Double("base"), Double("exponent")),
        .. Extreme("GREATEST"),
        .. Extreme("LEAST"),
        Function(
            Type, "GEO_DISTANCE", SqlType.Double, Double("latitude1"), Double("longitude1"), Double("latitude2"),
            Double("longitude2"),
            Varchar("unit").Optional()),
    ];

    private static IEnumerable<ScalarFunction> SameAsArgument(string name) =>
    [
        Function(Type, name, SqlType.Integer, Int("value")),
        Function(Type, name, SqlType.BigInt, Long("value")),
        Function(Type, name, SqlType.Double, Double("value")),
        Ruled(Type, name, ResultRules.First, Of("value", AnyDecimal)),
    ];

    private static IEnumerable<ScalarFunction> Extreme(string name) => Comparable
        .Select(type => Function(Type, name, type, Of("first", type), Of("other", type).Repeated()))
        .Append(Ruled(Type, name, ResultRules.WidestDecimal, Of("first", AnyDecimal), Of("other", AnyDecimal).Repeated()));
}
