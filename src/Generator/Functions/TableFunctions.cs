using QueryGen.Support;
using QueryGen.Types;
using static QueryGen.Functions.SignatureBuilder;

namespace QueryGen.Functions;

/// <summary>Functions that make many rows of one. Each gives an array; every element goes into a row of its own.</summary>
internal static class TableFunctions
{
    private static readonly SqlType AnyArray = new ArrayType(new TypeVariable("T"));

    public static EquatableArray<ScalarFunction> All { get; } =
    [
        Function(nameof(TableFunctions), "EXPLODE", AnyArray, Of("array", AnyArray)).OfRows(),
        Function(nameof(TableFunctions), "CUBE_EXPLODE", new ArrayType(AnyArray), Of("array", AnyArray)).InArena().OfRows(),
    ];
}
