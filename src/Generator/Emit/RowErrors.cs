using QueryGen.Binding;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>What a user's function throws: a row error (docs/semantics/nulls.md), reported with the line of the SQL.</summary>
internal static class RowErrors
{
    /// <summary>Whether a user's function is called in an expression: only then can it throw.</summary>
    public static bool CallsUser(BoundExpression expression) =>
        BoundTree.Walk(expression).Any(part => part is BoundCall { Function.IsUserDefined: true }
            or BoundAggregateValue { IsUserDefined: true });

    /// <summary>The body of a method, guarded where its scope has a step to report.</summary>
    /// <param name="otherwise">What the method gives where the body throws.</param>
    /// <param name="step">The <c>QueryStep</c> as C#; null where nothing is called that may throw.</param>
    public static Code Guard(Code body, string otherwise, string? step) => step is null ? body : Of($$"""
        try
        {
            {{body}}
        }
        catch (System.Exception error)
        {
            task.RowError(context, {{step}}, error);
            return {{otherwise}};
        }
        """);
}
