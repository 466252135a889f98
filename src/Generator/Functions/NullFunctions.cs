using QueryGen.Support;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions of NULL, for any one type: generic methods in C#.</summary>
internal static class NullFunctions
{
    private const string Type = nameof(NullFunctions);

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Ruled(Type, "COALESCE", ResultRules.Variable, Any("first", "T"), Any("other", "T").Repeated()),
        Ruled(Type, "IFNULL", ResultRules.Variable, Any("value", "T"), Any("otherwise", "T")),
        Ruled(Type, "NULLIF", ResultRules.Variable, Any("value", "T"), Any("other", "T")),
        Ruled(Type, "AS_VALUE", ResultRules.Variable, Any("key", "T")),
    ];
}
