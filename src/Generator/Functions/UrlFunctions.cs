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
        Function(Type, "URL_EXTRACT_PROTOCOL", SqlType.String, Varchar("url")),
        Function(Type, "URL_EXTRACT_HOST", SqlType.String, Varchar("url")),
        Function(Type, "URL_EXTRACT_PORT", SqlType.Integer, Varchar("url")),
        Function(Type, "URL_EXTRACT_PATH", SqlType.String, Varchar("url")).InArena(),
        Function(Type, "URL_EXTRACT_QUERY", SqlType.String, Varchar("url")).InArena(),
        Function(Type, "URL_EXTRACT_FRAGMENT", SqlType.String, Varchar("url")).InArena(),
        Function(Type, "URL_EXTRACT_PARAMETER", SqlType.String, Varchar("url"), Varchar("name")).InArena(),
        Function(Type, "URL_ENCODE_PARAM", SqlType.String, Varchar("value")).InArena(),
        Function(Type, "URL_DECODE_PARAM", SqlType.String, Varchar("value")).InArena(),
    ];
}
