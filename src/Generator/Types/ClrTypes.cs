namespace QueryGen.Types;

/// <summary>What SQL's types are in emitted code.</summary>
internal static class ClrTypes
{
    /// <summary>The type in a row: nullable, without references.</summary>
    public static string Hot(SqlType type) => type switch
    {
        ArrayType array => $"SqlArray<{Hot(array.Element)}>",
        MapType map => $"SqlMap<{Hot(map.Key)}, {Hot(map.Value)}>",
        StructType => StructName(type) + "?",
        _ => type.Kind switch
        {
            SqlKind.String or SqlKind.Bytes => NonNull(type),
            _ => NonNull(type) + "?",
        },
    };

    /// <summary>The type in a row of a value that is there.</summary>
    public static string NonNull(SqlType type) => type.Kind switch
    {
        SqlKind.Boolean => "bool",
        SqlKind.Integer => "int",
        SqlKind.BigInt => "long",
        SqlKind.Double => "double",
        SqlKind.Decimal => type is DecimalType { IsWide: true } ? "WideDecimal" : "decimal",
        SqlKind.String => "Text",
        SqlKind.Bytes => "Bytes",
        SqlKind.Date => "SqlDate",
        SqlKind.Time => "SqlTime",
        SqlKind.Timestamp => "SqlTimestamp",
        SqlKind.Struct => StructName(type),
        SqlKind.Array or SqlKind.Map => Hot(type),
        _ => throw new InvalidOperationException($"There is no C# type for {type}."),
    };

    /// <summary>The type of a key's part in a store: one that is never NULL drops the <c>?</c>, save for structs.</summary>
    public static string InKey(SqlType type) => type is StructType ? Hot(type) : NonNull(type);

    /// <summary>Whether values of the type are slices of memory, or have some in them.</summary>
    public static bool HoldsSlices(SqlType type) => type is StructType structure
        ? structure.Fields.Any(field => HoldsSlices(field.Type))
        : HasIsNull(type);

    /// <summary>
    /// The type that a user's C# sees. ARRAY, MAP and STRUCT come as JSON text. A type that a mistake hides goes with any use of it.
    /// </summary>
    public static string Friendly(SqlType type) => type.Kind switch
    {
        SqlKind.Error or SqlKind.Null => "dynamic?",
        SqlKind.String or SqlKind.Array or SqlKind.Map or SqlKind.Struct => "string?",
        SqlKind.Bytes => "byte[]?",
        SqlKind.Decimal when type is DecimalType { IsWide: true } => "global::QueryGen.Values.WideDecimal?",
        SqlKind.Date => "global::System.DateOnly?",
        SqlKind.Time => "global::System.TimeOnly?",
        SqlKind.Timestamp => "global::System.DateTimeOffset?",
        _ => NonNull(type) + "?",
    };

    /// <summary>Whether a NULL is told by <c>IsNull</c>, and not by a C# null.</summary>
    public static bool HasIsNull(SqlType type) => type.Kind is SqlKind.String or SqlKind.Bytes or SqlKind.Array or SqlKind.Map;

    /// <summary>A name for a type in the names of methods: <c>ArrayOfInteger</c>, <c>Decimal5Scale2</c>.</summary>
    public static string Word(SqlType type) => type switch
    {
        ArrayType array => "ArrayOf" + Word(array.Element),
        MapType map => "MapOf" + Word(map.Key) + "To" + Word(map.Value),
        DecimalType(int precision, int scale) => $"Decimal{precision}Scale{scale}",
        StructType => StructName(type),
        _ => type.Kind.ToString(),
    };

    /// <summary>The emitted struct of a STRUCT type: one for all equal types of a program, its name from its fields alone.</summary>
    public static string StructName(SqlType type)
    {
        uint hash = 2166136261;
        foreach (char c in type.ToString())
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return $"Struct{hash:X8}";
    }

    /// <summary>All ARRAY, MAP and STRUCT types in a type, inner ones first, itself last.</summary>
    public static IEnumerable<SqlType> Nested(SqlType type) =>
        type.Kind is SqlKind.Array or SqlKind.Map or SqlKind.Struct ? NestedIn(type) : [];

    private static IEnumerable<SqlType> NestedIn(SqlType type)
    {
        IEnumerable<SqlType> parts = type switch
        {
            ArrayType array => [array.Element],
            MapType map => [map.Key, map.Value],
            StructType structure => structure.Fields.Select(field => field.Type),
            _ => [],
        };
        foreach (SqlType inner in parts.SelectMany(Nested))
        {
            yield return inner;
        }

        yield return type;
    }
}
