using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions that hide text; language: "Strings and bytes".</summary>
internal static class MaskFunctions
{
    private const string Type = nameof(MaskFunctions);

    private static readonly Parameter[] Masks = [Varchar("upper"), Varchar("lower"), Varchar("digit"), Varchar("other")];

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(Type, "MASK", SqlType.String, [Varchar("value"), .. Masks.Select(mask => mask.Optional())]).InArena(),
        .. Part("MASK_LEFT"),
        .. Part("MASK_RIGHT"),
        .. Part("MASK_KEEP_LEFT"),
        .. Part("MASK_KEEP_RIGHT"),
    ];

    private static ScalarFunction[] Part(string name) =>
    [
        Function(Type, name, SqlType.String, Varchar("value"), Int("count")).InArena(),
        Function(Type, name, SqlType.String, [Varchar("value"), Int("count"), .. Masks]).InArena(),
    ];
}
