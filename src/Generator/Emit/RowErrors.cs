using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>
/// Row errors (docs/semantics/nulls.md) that are reported with the line of the SQL: what a user's function throws, and columns that are
/// NULL though all that they read is there.
/// </summary>
internal static class RowErrors
{
    /// <summary>Whether a user's function is called in an expression: only then can it throw.</summary>
    public static bool CallsUser(BoundExpression expression) =>
        BoundTree.Walk(expression).Any(part => part is BoundCall { Function.IsUserDefined: true }
            or BoundAggregateValue { IsUserDefined: true });

    /// <summary>
    /// Whether a NULL says that the expression failed, wherever the columns that it reads are not NULL themselves: there is nothing in it
    /// but casts, arithmetic, and functions that give NULL for no other reason.
    /// </summary>
    public static bool IsFailureWhenNull(BoundExpression expression) => IsStrict(expression) && BoundTree.Walk(expression).Any(MayFail);

    /// <summary>Reports a column that is NULL where it need not be.</summary>
    /// <param name="column">The column as C#.</param>
    /// <param name="expression">What it was computed from.</param>
    /// <param name="scope">Spells the columns that the expression reads.</param>
    /// <param name="step">The <c>QueryStep</c> as C#.</param>
    public static Code Tell(string column, BoundExpression expression, ExpressionScope scope, string step)
    {
        IEnumerable<string> present = BoundTree.Walk(expression).Where(IsLeaf)
            .Select(leaf => (Value: scope.Leaf(leaf), leaf.Type))
            .Where(leaf => leaf.Value.IsNullable)
            .Select(leaf => ClrTypes.HasIsNull(leaf.Type) ? $"!{leaf.Value.Text}.IsNull" : $"{leaf.Value.Text} is not null")
            .Distinct(StringComparer.Ordinal);
        string isNull = ClrTypes.HasIsNull(expression.Type) ? $"{column}.IsNull" : $"{column} is null";
        return Of($$"""
            if ({{string.Join(" && ", present.Prepend(isNull))}})
            {
                task.RowFailed(context, {{step}});
            }

            """);
    }

    private static bool IsLeaf(BoundExpression expression) =>
        expression is BoundColumn or BoundAggregateValue or BoundKeyPart or BoundWindowBound;

    private static bool IsStrict(BoundExpression expression) => !ValueEmitter.IsNested(expression.Type) && expression switch
    {
        BoundLiteral literal => literal.Value is not null,
        BoundTimeUnit => true,
        BoundAggregateValue value => !value.IsUserDefined,
        BoundNegate negate => IsStrict(negate.Operand),
        BoundArithmetic arithmetic => IsStrict(arithmetic.Left) && IsStrict(arithmetic.Right),
        BoundCast cast => IsStrict(cast.Operand),
        BoundCall { Function.FailsWithNull: true } call => call.Arguments.All(IsStrict),
        _ => IsLeaf(expression),
    };

    // Division by zero, more digits than there is room for, text that is no number.
    private static bool MayFail(BoundExpression expression) => expression switch
    {
        BoundArithmetic { Type: DecimalType } => true,
        BoundArithmetic { Operator: ArithmeticOperator.Divide or ArithmeticOperator.Modulus } arithmetic =>
            arithmetic.Type.Kind != SqlKind.Double,
        BoundCast cast => cast.Type is DecimalType || (cast.Operand.Type.Kind == SqlKind.String && cast.Type.Kind != SqlKind.String),
        _ => expression is BoundCall,
    };

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
