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

    // Of one DOUBLE; other numbers are widened.
    private static readonly string[] Real =
    [
        "SQRT", "CBRT", "EXP", "LN", "LOG", "SIN", "COS", "TAN", "COT", "SINH", "COSH", "TANH", "ASIN", "ACOS", "ATAN", "DEGREES",
        "RADIANS",
    ];

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        .. SameAsArgument("ABS"),
        .. SameAsArgument("CEIL"),
        .. SameAsArgument("FLOOR"),
        .. ToPlaces("ROUND"),
        .. ToPlaces("TRUNC"),
        Function(Type, "SIGN", SqlType.Integer, Int("value")),
        Function(Type, "SIGN", SqlType.Integer, Long("value")),
        Function(Type, "SIGN", SqlType.Integer, Double("value")),
        .. Real.Select(name => Function(Type, name, SqlType.Double, Double("value"))),
        Function(Type, "LOG", SqlType.Double, Double("base"), Double("value")),
        Function(Type, "ATAN2", SqlType.Double, Double("y"), Double("x")),
        Function(Type, "POWER", SqlType.Double, Double("base"), Double("exponent")),
        Function(Type, "PI", SqlType.Double),
        Function(Type, "RANDOM", SqlType.Double),
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

    private static IEnumerable<ScalarFunction> ToPlaces(string name) =>
    [
        Function(Type, name, SqlType.BigInt, Int("value")),
        Function(Type, name, SqlType.BigInt, Long("value")),
        Function(Type, name, SqlType.BigInt, Double("value")),
        Ruled(Type, name, ResultRules.WholeDecimal, Of("value", AnyDecimal)),
        Function(Type, name, SqlType.Double, Double("value"), Int("places")),
        Ruled(Type, name, ResultRules.First, Of("value", AnyDecimal), Int("places")),
    ];

    private static IEnumerable<ScalarFunction> Extreme(string name) => Comparable
        .Select(type => Function(Type, name, type, Of("first", type), Of("other", type).Repeated()))
        .Append(Ruled(Type, name, ResultRules.WidestDecimal, Of("first", AnyDecimal), Of("other", AnyDecimal).Repeated()));
}
