using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of arrays and maps; language: "Arrays, maps, nulls, lambdas".</summary>
internal static class CollectionFunctions
{
    private const string Type = nameof(CollectionFunctions);

    private static readonly SqlType AnyArray = new ArrayType(new TypeVariable("T"));
    private static readonly SqlType AnyMap = new MapType(new TypeVariable("K"), new TypeVariable("V"));

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "ARRAY_LENGTH", SqlType.Integer, Of("array", AnyArray)),
        Function(Type, "ARRAY_CONTAINS", SqlType.Boolean, Of("array", AnyArray), Any("element", "T")),
        .. new[] { SqlType.Boolean, SqlType.Integer, SqlType.BigInt, SqlType.Double, AnyDecimal,
        SqlType.String }.Select(element =>
            Function(
                Type, "ARRAY_JOIN", SqlType.String, Of("array", new ArrayType(element)),
                Varchar("delimiter").Optional()).InArena()),
        Function(Type, "MAP_KEYS", new ArrayType(new TypeVariable("K")), Of("map", AnyMap)).InArena(),
    ];
}
