using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of JSON text; language: "URL and JSON".</summary>
internal static class JsonFunctions
{
    private const string Type = nameof(JsonFunctions);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "EXTRACTJSONFIELD", SqlType.String, Varchar("json"), Varchar("path")).InArena() with
        {
            Method = "global::QueryGen.Functions.JsonFunctions.ExtractJsonField",
        },
    ];
}
