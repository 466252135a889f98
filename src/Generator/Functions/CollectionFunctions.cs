using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of arrays and maps; language: "Arrays, maps, nulls, lambdas".</summary>
internal static class CollectionFunctions
{
    private const string Type = nameof(CollectionFunctions);

    private static readonly SqlType Element = new TypeVariable("T");
    private static readonly SqlType AnyArray = new ArrayType(Element);
    private static readonly SqlType Comparable = new TypeVariable("T", IsComparable: true);
    private static readonly SqlType Sortable = new ArrayType(Comparable);
    private static readonly SqlType Key = new TypeVariable("K");
    private static readonly SqlType Value = new TypeVariable("V");
    private static readonly SqlType AnyMap = new MapType(Key, Value);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "ARRAY_LENGTH", SqlType.Integer, Of("array", AnyArray)),
        Function(Type, "ARRAY_CONTAINS", SqlType.Boolean, Of("array", AnyArray), Any("element", "T")),
        Function(Type, "ARRAY_DISTINCT", AnyArray, Of("array", AnyArray)).InArena(),
        .. new[] { "ARRAY_CONCAT", "ARRAY_UNION", "ARRAY_INTERSECT", "ARRAY_EXCEPT" }.Select(name =>
            Function(Type, name, AnyArray, Of("left", AnyArray), Of("right", AnyArray)).InArena()),
        Function(Type, "ARRAY_REMOVE", AnyArray, Of("array", AnyArray), Any("element", "T")).InArena(),
        Function(Type, "ARRAY_MAX", Comparable, Of("array", Sortable)),
        Function(Type, "ARRAY_MIN", Comparable, Of("array", Sortable)),
        Function(Type, "ARRAY_SORT", Sortable, Of("array", Sortable), Varchar("direction").Optional()).InArena(),
        .. new[] { SqlType.Boolean, SqlType.Integer, SqlType.BigInt, SqlType.Double, AnyDecimal, SqlType.String }.Select(element =>
            Function(
                Type, "ARRAY_JOIN", SqlType.String, Of("array", new ArrayType(element)), Varchar("delimiter").Optional()).InArena()),
        Function(Type, "SLICE", AnyArray, Of("array", AnyArray), Int("from"), Int("to")).InArena(),
        Function(Type, "GENERATE_SERIES", new ArrayType(SqlType.Integer), Int("from"), Int("to"), Int("step").Optional()).InArena(),
        Function(Type, "GENERATE_SERIES", new ArrayType(SqlType.BigInt), Long("from"), Long("to"), Int("step").Optional()).InArena(),
        Function(
            Type, "AS_MAP", new MapType(SqlType.String, Element), Of("keys", new ArrayType(SqlType.String)),
            Of("values", AnyArray)).InArena(),
        Function(Type, "MAP_KEYS", new ArrayType(Key), Of("map", AnyMap)).InArena(),
        Function(Type, "MAP_VALUES", new ArrayType(Value), Of("map", AnyMap)).InArena(),
        Function(Type, "MAP_UNION", AnyMap, Of("left", AnyMap), Of("right", AnyMap)).InArena(),
        .. new[] { SqlType.Integer, SqlType.BigInt, SqlType.Double, SqlType.Boolean, SqlType.String }.Select(value =>
            Function(Type, "ENTRIES", Entries(value), Of("map", new MapType(SqlType.String, value)), Of("isSorted", SqlType.Boolean))
                .Printed(Intrinsic.Entries)),
    ];

    private static ArrayType Entries(SqlType value) => new ArrayType(new StructType(
        [new StructField("K", SqlType.String), new StructField("V", value)]));
}
