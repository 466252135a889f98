using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Functions;

/// <summary>One overload of a scalar or table function: what SQL writes, and the C# method that it becomes.</summary>
/// <param name="Name">SQL's name, upper case.</param>
/// <param name="Parameters">In order; a variadic one repeats.</param>
/// <param name="Result">What it returns; null where <paramref name="ResultRule"/> works it out from the arguments.</param>
/// <param name="Method">The static C# method, fully qualified: <c>global::QueryGen.Functions.TextFunctions.Len</c>.</param>
/// <param name="NeedsArena">The method takes the record arena as its first argument: it makes text, bytes or collections.</param>
/// <param name="ResultRule">Names the rule in <c>FunctionCatalog</c> that gives a result type that depends on the arguments.</param>
/// <param name="Intrinsic">Code that depends on the types: the emitter prints it where it is called, and there is no method.</param>
/// <param name="FailsWithNull">Where no argument is NULL, a NULL says that it failed.</param>
/// <param name="IsUserDefined">A <c>[SqlFunction]</c> or <c>[SqlTableFunction]</c>: may throw; C#'s own types in and out.</param>
/// <param name="IsTable">It gives an ARRAY, each element of which goes into a row of its own.</param>
internal sealed record ScalarFunction(
    string Name,
    EquatableArray<Parameter> Parameters,
    SqlType? Result,
    string Method,
    bool NeedsArena = false,
    string? ResultRule = null,
    Intrinsic Intrinsic = Intrinsic.None,
    bool FailsWithNull = false,
    bool IsUserDefined = false,
    bool IsTable = false);

/// <summary>A function whose code the emitter prints.</summary>
internal enum Intrinsic
{
    None,
    ToJsonString,
    Entries,
}

/// <summary>A parameter of a function.</summary>
/// <param name="Type">Null for any type (<paramref name="Generic"/> then says which ones must agree).</param>
/// <param name="Generic">Parameters with the same letter take the same type.</param>
/// <param name="CompiledInto">
/// The C# class of the runtime's functions that the text is made into, and that the method takes instead: a pattern, a path, a time zone.
/// It has <c>Compile(Text)</c> for constants, which are made once, and <c>From(Text)</c> for all others.
/// </param>
internal sealed record Parameter(
    string Name, SqlType? Type, string? Generic = null, bool IsOptional = false, bool IsVariadic = false,
    bool MustBeLiteral = false, string? CompiledInto = null);

internal enum AggregateKind
{
    Count,
    CountStar,
    Sum,
    Average,
    Min,
    Max,
    LatestByOffset,
    EarliestByOffset,
    SumList,
    StandardDeviation,
    Variance,
    Correlation,
    CollectList,
    CollectSet,
    Histogram,
    TopK,
    TopKDistinct,
    Attribute,
    CountDistinct,

    /// <summary>A user's own.</summary>
    User,
}
