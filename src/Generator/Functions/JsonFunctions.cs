using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of JSON text; language: "URL and JSON".</summary>
internal static class JsonFunctions
{
    private const string Type = nameof(JsonFunctions);

    private static readonly SqlType Texts = new ArrayType(SqlType.String);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "EXTRACTJSONFIELD", SqlType.String, Varchar("json"), Varchar("path").Compiled("JsonPath")).InArena() with
        {
            Method = "global::QueryGen.Functions.JsonFunctions.ExtractJsonField",
        },
        Function(Type, "IS_JSON_STRING", SqlType.Boolean, Varchar("text")),
        Function(Type, "JSON_ARRAY_CONTAINS", SqlType.Boolean, Varchar("json"), Any("value", "T")).InArena(),
        Function(Type, "JSON_ARRAY_LENGTH", SqlType.Integer, Varchar("json")),
        Function(Type, "JSON_KEYS", Texts, Varchar("json")).InArena(),
        Function(Type, "JSON_RECORDS", new MapType(SqlType.String, SqlType.String), Varchar("json")).InArena(),
        Function(Type, "JSON_ITEMS", Texts, Varchar("json")).InArena(),
        Function(Type, "JSON_CONCAT", SqlType.String, Varchar("json").Repeated()).InArena(),
        Function(Type, "TO_JSON_STRING", SqlType.String, Any("value", "T")).Printed(Intrinsic.ToJsonString),
    ];
}
