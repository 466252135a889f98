using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds operators: arithmetic, comparisons, LIKE, BETWEEN, IS, NOT, AND, OR.</summary>
internal sealed class OperatorBinder(ExpressionBinder expressions)
{
    public BoundExpression Bind(ExpressionSyntax syntax) => syntax switch
    {
        SignSyntax sign => BindSign(sign),
        ArithmeticSyntax arithmetic => BindArithmetic(arithmetic),
        ConcatenationSyntax concatenation => expressions.Bind(AsConcat(concatenation)),
        ComparisonSyntax comparison => BindComparison(comparison),
        BetweenSyntax between => BindBetween(between),
        LikeSyntax like => BindLike(like),
        IsNullSyntax isNull => BindIsNull(isNull),
        IsDistinctFromSyntax distinct => BindIsDistinctFrom(distinct),
        NotSyntax not => BindNot(not),
        LogicalSyntax logical => BindLogical(logical),
        _ => throw new InvalidOperationException($"The binder has no rule for {syntax.GetType().Name}."),
    };

    /// <summary><c>left = right</c>, as CASE writes it too.</summary>
    public BoundExpression Compare(
        ComparisonOperator sign, BoundExpression left, SourceSpan leftSpan, BoundExpression right, SourceSpan rightSpan,
        SourceSpan whole)
    {
        bool isEqualityOnly = sign is ComparisonOperator.Equal or ComparisonOperator.NotEqual;
        return Align(left, leftSpan, right, rightSpan, whole, SqlOf(sign), isEqualityOnly) is var (first, second)
            ? new BoundComparison(sign, first, second)
            : new BoundError();
    }

    private static FunctionCallSyntax AsConcat(ConcatenationSyntax syntax) => new(
        new IdentifierSyntax("CONCAT", IsQuoted: false, syntax.Span), IsStar: false, [syntax.Left, syntax.Right], syntax.Span);

    private BoundExpression BindIsNull(IsNullSyntax syntax)
    {
        BoundExpression value = expressions.Bind(syntax.Value);
        return Coercion.IsError(value.Type) ? value : new BoundIsNull(value, syntax.IsNegated);
    }

    private BoundExpression BindSign(SignSyntax syntax)
    {
        BoundExpression operand = expressions.Bind(syntax.Operand);
        if (Coercion.IsError(operand.Type))
        {
            return operand;
        }

        if (!Coercion.IsNumeric(operand.Type))
        {
            return expressions.Fail(
                BindingDiagnostics.SignType, syntax.Span, syntax.IsNegative ? "-" : "+", ExpressionBinder.Describe(operand));
        }

        return !syntax.IsNegative ? operand : syntax.Operand is SignSyntax ? new BoundNegate(operand) : Negate(operand);
    }

    // A sign before a literal belongs to it.
    private static BoundExpression Negate(BoundExpression operand) => operand switch
    {
        BoundLiteral { Value: int value } => Conversion.Integer(-(long)value),
        BoundLiteral { Value: long value } when value != long.MinValue => Conversion.Integer(-value),
        BoundLiteral { Value: double value } literal => literal with { Value = -value },
        BoundLiteral { Value: string digits } literal => literal with { Value = "-" + digits },
        _ => new BoundNegate(operand),
    };

    private BoundExpression BindArithmetic(ArithmeticSyntax syntax)
    {
        BoundExpression left = expressions.Bind(syntax.Left);
        BoundExpression right = expressions.Bind(syntax.Right);
        if (Coercion.IsError(left.Type) || Coercion.IsError(right.Type))
        {
            return new BoundError();
        }

        SqlType leftType = left.Type;
        SqlType rightType = right.Type;
        if (syntax.Operator == ArithmeticOperator.Add && leftType.Kind == SqlKind.String && rightType.Kind == SqlKind.String)
        {
            return new BoundTextSum(left, right);
        }

        // NULL takes the other side's type: the result is NULL, but it has a type.
        leftType = leftType.Kind == SqlKind.Null ? rightType : leftType;
        rightType = rightType.Kind == SqlKind.Null ? leftType : rightType;
        if (Coercion.Arithmetic(syntax.Operator, leftType, rightType) is not { } result)
        {
            bool isText = left.Type.Kind == SqlKind.String || right.Type.Kind == SqlKind.String;
            return expressions.Fail(
                BindingDiagnostics.ArithmeticTypes,
                syntax.Span,
                SqlOf(syntax.Operator),
                leftType.ToString(),
                rightType.ToString(),
                isText && syntax.Operator == ArithmeticOperator.Add
                    ? "; CAST the other side to STRING, or use ||"
                    : "; CAST one of them");
        }

        return new BoundArithmetic(syntax.Operator, Operand(left, result), Operand(right, result), result);
    }

    // Decimals keep their own precision: the operation's result type follows from both.
    private static BoundExpression Operand(BoundExpression operand, SqlType result) =>
        operand.Type.Kind == SqlKind.Null ? new BoundLiteral(result, null)
        : result.Kind == SqlKind.Decimal ? Conversion.To(operand, Coercion.AsDecimal(operand.Type))
        : Conversion.To(operand, result);

    private BoundExpression BindComparison(ComparisonSyntax syntax)
    {
        BoundExpression left = expressions.Bind(syntax.Left);
        BoundExpression right = expressions.Bind(syntax.Right);
        return Compare(syntax.Operator, left, syntax.Left.Span, right, syntax.Right.Span, syntax.Span);
    }

    private BoundExpression BindIsDistinctFrom(IsDistinctFromSyntax syntax)
    {
        BoundExpression left = expressions.Bind(syntax.Left);
        BoundExpression right = expressions.Bind(syntax.Right);
        const string sign = "IS DISTINCT FROM";
        return Align(left, syntax.Left.Span, right, syntax.Right.Span, syntax.Span, sign, true) is var (first, second)
            ? new BoundIsDistinctFrom(first, syntax.IsNegated, second)
            : new BoundError();
    }

    private BoundExpression BindBetween(BetweenSyntax syntax)
    {
        BoundExpression value = expressions.Bind(syntax.Value);
        BoundExpression lower = expressions.Bind(syntax.Lower);
        BoundExpression upper = expressions.Bind(syntax.Upper);
        SourceSpan span = syntax.Value.Span;
        if (Align(value, span, lower, syntax.Lower.Span, syntax.Span, "BETWEEN", false) is not var (_, first)
            || Align(value, span, upper, syntax.Upper.Span, syntax.Span, "BETWEEN", false) is not var (_, last))
        {
            return new BoundError();
        }

        SqlType type = Coercion.Comparison(first.Type, last.Type, isEqualityOnly: false) ?? first.Type;
        return new BoundBetween(
            Conversion.To(value, type), syntax.IsNegated, Conversion.To(first, type), Conversion.To(last, type));
    }

    private BoundExpression BindLike(LikeSyntax syntax)
    {
        BoundExpression value = expressions.Bind(syntax.Value);
        BoundExpression pattern = expressions.Bind(syntax.Pattern);
        (BoundExpression, SourceSpan)[] operands = [(value, syntax.Value.Span), (pattern, syntax.Pattern.Span)];
        foreach ((BoundExpression operand, SourceSpan span) in operands)
        {
            if (operand.Type.Kind is not (SqlKind.String or SqlKind.Null) && !Coercion.IsError(operand.Type))
            {
                return expressions.Fail(BindingDiagnostics.LikeOperands, span, ExpressionBinder.Describe(operand));
            }
        }

        if (Coercion.IsError(value.Type) || Coercion.IsError(pattern.Type))
        {
            return new BoundError();
        }

        // Without a text, or without a pattern, nothing can be said.
        if (value.Type.Kind == SqlKind.Null || pattern.Type.Kind == SqlKind.Null)
        {
            return new BoundLiteral(SqlType.Boolean, null);
        }

        return new BoundLike(
            value, syntax.IsNegated, pattern, syntax.Escape is { Value.Length: 1 } escape ? escape.Value[0] : null);
    }

    private BoundExpression BindNot(NotSyntax syntax)
    {
        BoundExpression operand = expressions.BindCondition(syntax.Operand, "NOT");
        return Coercion.IsError(operand.Type) ? operand : new BoundNot(operand);
    }

    private BoundExpression BindLogical(LogicalSyntax syntax)
    {
        string name = syntax.Operator == LogicalOperator.And ? "AND" : "OR";
        BoundExpression left = expressions.BindCondition(syntax.Left, name);
        BoundExpression right = expressions.BindCondition(syntax.Right, name);
        return Coercion.IsError(left.Type) || Coercion.IsError(right.Type)
            ? new BoundError()
            : new BoundLogical(syntax.Operator, left, right);
    }

    // Both sides in the type that they are compared in; null where they cannot be (reported).
    private Tuple<BoundExpression, BoundExpression>? Align(
        BoundExpression left, SourceSpan leftSpan, BoundExpression right, SourceSpan rightSpan, SourceSpan whole,
        string sign, bool isEqualityOnly)
    {
        if (Coercion.IsError(left.Type) || Coercion.IsError(right.Type))
        {
            return null;
        }

        if (left.Type.Kind == SqlKind.Null || right.Type.Kind == SqlKind.Null)
        {
            expressions.Fail(BindingDiagnostics.ComparisonWithNull, left.Type.Kind == SqlKind.Null ? leftSpan : rightSpan);
            return null;
        }

        if (IsTimeOfRow(left) && right is BoundLiteral { Value: string, Type.Kind: SqlKind.String } late)
        {
            return ParseTimestamp(late, rightSpan) is { } parsed
                ? Tuple.Create<BoundExpression, BoundExpression>(left, parsed)
                : null;
        }

        if (IsTimeOfRow(right) && left is BoundLiteral { Value: string, Type.Kind: SqlKind.String } early)
        {
            return ParseTimestamp(early, leftSpan) is { } parsed
                ? Tuple.Create<BoundExpression, BoundExpression>(parsed, right)
                : null;
        }

        if (Coercion.Comparison(left.Type, right.Type, isEqualityOnly) is { } common)
        {
            return Tuple.Create(Comparable(left, common), Comparable(right, common));
        }

        bool isOrderOnly = !isEqualityOnly && left.Type == right.Type;
        expressions.Fail(
            BindingDiagnostics.ComparisonTypes,
            whole,
            left.Type.ToString(),
            right.Type.ToString(),
            sign,
            isOrderOnly ? "; they have no order" : "; CAST one of them");
        return null;
    }

    // Text that is compared with a time is read as one; what is none is no NULL, but an error of the row.
    private static BoundExpression Comparable(BoundExpression value, SqlType type) =>
        value.Type.Kind == SqlKind.String && type.Kind != SqlKind.String
            ? new BoundCast(value, type) { IsOpen = true }
            : Conversion.To(value, type);

    private static bool IsTimeOfRow(BoundExpression bound) =>
        bound is BoundColumn { Name: "ROWTIME" or "WINDOWSTART" or "WINDOWEND" } or BoundWindowBound;

    private BoundLiteral? ParseTimestamp(BoundLiteral literal, SourceSpan span)
    {
        string text = (string)literal.Value!;
        if (SqlTimestampText.TryParse(text, out long timestampMs))
        {
            return new BoundLiteral(SqlType.BigInt, timestampMs);
        }

        expressions.Fail(BindingDiagnostics.TimestampLiteral, span, $"'{text}'");
        return null;
    }

    private static string SqlOf(ArithmeticOperator sign) => sign switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        _ => "%",
    };

    private static string SqlOf(ComparisonOperator sign) => sign switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };
}
