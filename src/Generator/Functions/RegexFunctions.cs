using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of regular expressions; language: "Strings and bytes".</summary>
internal static class RegexFunctions
{
    private const string Type = nameof(RegexFunctions);

    private static readonly SqlType Texts = new ArrayType(SqlType.String);

    private static readonly Parameter Pattern = Varchar("pattern").Compiled("RegexPattern");

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "REGEXP_EXTRACT", SqlType.String, Pattern, Varchar("value"), Int("group").Optional()).InArena(),
        Function(Type, "REGEXP_EXTRACT_ALL", Texts, Pattern, Varchar("value"), Int("group").Optional()).InArena(),
        Function(Type, "REGEXP_REPLACE", SqlType.String, Varchar("value"), Pattern, Varchar("replacement")).InArena(),
        Function(Type, "REGEXP_SPLIT_TO_ARRAY", Texts, Varchar("value"), Pattern).InArena(),
    ];
}
