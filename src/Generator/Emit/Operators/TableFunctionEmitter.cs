using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the loop over the arrays of table functions: in step, as far as the longest one goes; the others give NULL.</summary>
internal static class TableFunctionEmitter
{
    /// <summary>A scope that has the arrays' elements, too.</summary>
    public static ExpressionScope Scope(ProjectPlan plan, ExpressionScope scope) => scope with
    {
        Leaf = expression => expression is BoundTableValue value
            ? new EmittedValue(Element(value.Index), IsNullable: true)
            : scope.Leaf(expression),
        Parameters = scope.Parameters + string.Concat(
            plan.TableFunctions.Select((function, index) => $", in {ElementType(function)} {Element(index)}")),
        Arguments = scope.Arguments + string.Concat(plan.TableFunctions.Select((_, index) => $", in {Element(index)}")),
    };

    /// <summary>Does something for each step.</summary>
    /// <param name="scope">Of the row that the arrays come of.</param>
    /// <param name="body">What is done; in the scope of the elements.</param>
    public static Code ForEach(ProjectPlan plan, ExpressionScope scope, Code body)
    {
        string count = plan.TableFunctions.Select((_, index) => $"{Array(index)}.Count")
            .Aggregate((longest, next) => $"System.Math.Max({longest}, {next})");
        return Of($$"""
            {{Lines(plan.TableFunctions.Select((function, index) => Declare(plan, function, index, scope)))}}
            int count = {{count}};
            for (int step = 0; step < count; step++)
            {
                {{Lines(plan.TableFunctions.Select((function, index) =>
                    $"{ElementType(function)} {Element(index)} = step < {Array(index)}.Count ? {Array(index)}[step] : default;"))}}

                {{body}}
            }
            """);
    }

    private static Code Declare(ProjectPlan plan, BoundTableFunction function, int index, ExpressionScope scope)
    {
        string elements = ClauseEmitter.Value(function.Elements, function.Clause, scope, "Elements", plan.Query);
        return Of($$"""
            // {{Comment(function.Clause.Sql)}}
            {{Clauses.At(function.Clause.Place, new Code($"{ClrTypes.Hot(function.Elements.Type)} {Array(index)} = {elements};"))}}
            """);
    }

    private static string ElementType(BoundTableFunction function) => ClrTypes.Hot(((ArrayType)function.Elements.Type).Element);

    private static string Array(int index) => $"elements{index}";

    private static string Element(int index) => $"element{index}";
}
