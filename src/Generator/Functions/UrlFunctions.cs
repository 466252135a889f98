using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of URLs; language: "URL and JSON".</summary>
internal static class UrlFunctions
{
    private const string Type = nameof(UrlFunctions);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "URL_EXTRACT_HOST", SqlType.String, Varchar("url")).InArena(),
    ];
}
