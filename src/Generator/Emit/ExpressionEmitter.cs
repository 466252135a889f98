using QueryGen.Binding;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>Expressions of SQL → C#.</summary>
/// <remarks>
/// A row error (docs/semantics/nulls.md) makes a whole column NULL, not only the part that fails. Where C#'s lifted operators give that by
/// themselves, the expression stays one C# expression. Where they do not, it becomes the body of a method that returns early.
/// </remarks>
internal sealed partial class ExpressionEmitter(ExpressionScope scope, string onError)
{
    private readonly List<string> _statements = [];
    private int _names = scope.Names;

    /// <summary>What must run before the expression: empty where it stands alone.</summary>
    public IReadOnlyList<string> Statements => _statements;

    /// <summary>An expression whose NULL is the column's NULL, whether by value or by error.</summary>
    public EmittedValue Emit(BoundExpression expression) => Emit(expression, mayFail: true);

    // mayFail: a null here makes the whole expression null by itself, so an error needs no early return.
    private EmittedValue Emit(BoundExpression expression, bool mayFail)
    {
        EmittedValue value = expression switch
        {
            BoundLiteral literal => new EmittedValue(LiteralEmitter.Emit(literal), literal.Value is null),
            BoundColumn or BoundAggregateValue or BoundKeyPart or BoundWindowBound or BoundLambdaParameter or BoundTableValue =>
                scope.Leaf(expression),
            BoundNegate negate => EmitNegate(negate),
            BoundArithmetic arithmetic => EmitArithmetic(arithmetic),
            BoundTextSum sum => new EmittedValue($"Arithmetic.Join(arena, {Inner(sum.Left)}, {Inner(sum.Right)})", IsNullable: false),
            BoundComparison comparison => EmitComparison(comparison),
            BoundBetween between => EmitBetween(between),
            BoundIn membership => EmitIn(membership),
            BoundLike like => EmitLike(like),
            BoundIsNull isNull => EmitIsNull(isNull),
            BoundIsDistinctFrom distinct => EmitIsDistinctFrom(distinct),
            BoundNot not => new EmittedValue($"!{Parenthesise(Certain(not.Operand))}", IsNullable: false),
            BoundLogical logical => EmitLogical(logical),
            BoundCase choice => EmitCase(choice, mayFail),
            BoundCast cast => EmitCast(cast),
            BoundCall call => EmitCall(call),
            BoundIteration iteration => EmitIteration(iteration),
            BoundTimeUnit unit => new EmittedValue(LiteralEmitter.Unit(unit.Unit), IsNullable: false),
            BoundField field => EmitField(field),
            BoundSubscript subscript => new EmittedValue($"Subscript.At({Inner(subscript.Operand)}, {Inner(subscript.Index)})", IsNullable: true),
            BoundArray or BoundMap or BoundStruct => EmitConstructor(expression),
            _ => throw new InvalidOperationException($"The emitter has no rule for {expression.GetType().Name}."),
        };
        return value.IsErrorWhenNull && !mayFail ? new EmittedValue(Guard(value.Text, expression.Type), IsNullable: false) : value;
    }

    // A part whose error must end the whole expression.
    private string Inner(BoundExpression expression) => Emit(expression, mayFail: false).Text;

    // A part that must be there: NULL is a row error.
    private string Certain(BoundExpression expression)
    {
        EmittedValue value = Emit(expression, mayFail: false);
        return value.IsNullable ? Guard(value.Text, expression.Type) : value.Text;
    }

    // A part whose error is NULL and goes no further: a method of its own where it needs statements.
    private string Contained(BoundExpression expression)
    {
        ExpressionEmitter inner = new(scope, "return default;");
        string text = inner.Emit(expression).Text;
        string? step = RowErrors.CallsUser(expression) ? scope.Step : null;
        if (inner._statements.Count == 0 && step is null)
        {
            return text;
        }

        string name = scope.Methods.NameFor("Part");
        scope.Methods.Add(Code.Of($$"""
            private static {{ClrTypes.Hot(expression.Type)}} {{name}}({{scope.Parameters}})
            {
                {{RowErrors.Guard(Code.Lines(inner._statements.Append($"return {text};")), "default", step)}}
            }
            """));
        return $"{name}({scope.Arguments})";
    }

    private string Guard(string text, SqlType type)
    {
        string name = NewName();
        _statements.Add(ClrTypes.HasIsNull(type)
            ? $"{ClrTypes.Hot(type)} {name} = {text};\nif ({name}.IsNull)\n{{\n    {onError}\n}}\n"
            : $"if ({text} is not {{ }} {name})\n{{\n    {onError}\n}}\n");
        return name;
    }

    private string NewName(string word = "part") => $"{word}{++_names}";

    private EmittedValue EmitNegate(BoundNegate negate)
    {
        if (IsAlwaysNull(negate))
        {
            return Nothing(negate.Type);
        }

        EmittedValue operand = Emit(negate.Operand, mayFail: true);
        string text = $"-{Parenthesise(operand.Text)}";
        return new EmittedValue(
            IsWrapping(negate.Type) ? $"unchecked({text})" : text, operand.IsNullable, IsErrorWhenNull: operand.IsNullable);
    }

    private EmittedValue EmitArithmetic(BoundArithmetic arithmetic)
    {
        if (IsAlwaysNull(arithmetic))
        {
            return Nothing(arithmetic.Type);
        }

        EmittedValue left = Emit(arithmetic.Left, mayFail: true);
        EmittedValue right = Emit(arithmetic.Right, mayFail: true);
        string arguments = $"{left.Text}, {right.Text}";
        if (arithmetic.Type is DecimalType type)
        {
            return new EmittedValue(DecimalArithmetic(arithmetic, type, left.Text, right.Text), IsNullable: true, IsErrorWhenNull: true);
        }

        if (arithmetic.Operator is ArithmeticOperator.Divide or ArithmeticOperator.Modulus)
        {
            return new EmittedValue($"Arithmetic.{arithmetic.Operator}({arguments})", IsNullable: true, IsErrorWhenNull: true);
        }

        string sign = arithmetic.Operator switch { ArithmeticOperator.Add => "+", ArithmeticOperator.Subtract => "-", _ => "*" };
        string text = $"{Parenthesise(left.Text)} {sign} {Parenthesise(right.Text)}";
        bool isNullable = left.IsNullable || right.IsNullable;
        return new EmittedValue(
            IsWrapping(arithmetic.Type) ? $"unchecked({text})" : text, isNullable, IsErrorWhenNull: isNullable);
    }

    // All is wide where any part is.
    private static string DecimalArithmetic(BoundArithmetic arithmetic, DecimalType type, string left, string right)
    {
        bool isLeftWide = arithmetic.Left.Type is DecimalType { IsWide: true };
        bool isRightWide = arithmetic.Right.Type is DecimalType { IsWide: true };
        bool isWide = type.IsWide || isLeftWide || isRightWide;
        left = isWide && !isLeftWide ? $"Cast.ToWide({left})" : left;
        right = isWide && !isRightWide ? $"Cast.ToWide({right})" : right;
        string result = $"Arithmetic.{arithmetic.Operator}({left}, {right}, {type.Precision}, {type.Scale})";
        return isWide && !type.IsWide ? $"Cast.ToDecimal({result}, {type.Precision}, {type.Scale})" : result;
    }

    // C# warns of a lifted operator whose operand is a constant null; that its result is one is known here, too.
    private static bool IsAlwaysNull(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => literal.Value is null,
        BoundCast cast => cast.Operand.Type.Kind == SqlKind.Null,
        BoundNegate negate => IsAlwaysNull(negate.Operand),
        BoundArithmetic arithmetic => IsAlwaysNull(arithmetic.Left) || IsAlwaysNull(arithmetic.Right),
        _ => false,
    };

    private static EmittedValue Nothing(SqlType type) =>
        new($"default({ClrTypes.Hot(type)})", IsNullable: true, IsErrorWhenNull: true);

    private static bool IsWrapping(SqlType type) => type.Kind is SqlKind.Integer or SqlKind.BigInt;

    private EmittedValue EmitComparison(BoundComparison comparison)
    {
        EmittedValue left = Emit(comparison.Left, mayFail: false);
        return new EmittedValue(Compare(comparison.Operator, left, comparison.Left.Type, comparison.Right), IsNullable: false);
    }

    // Where the left side is NULL the comparison is FALSE, and what the right side's error would be is not asked.
    private string Compare(ComparisonOperator comparison, EmittedValue left, SqlType type, BoundExpression right)
    {
        int before = _statements.Count;
        string rightText = Inner(right);
        if (_statements.Count == before || !left.IsNullable)
        {
            return Compare(comparison, type, left.Text, rightText);
        }

        string body = TakeFrom(before);
        string leftText = Simple(left.Text, type);
        string isThere = ClrTypes.HasIsNull(type) ? $"!{leftText}.IsNull" : $"{leftText} is not null";
        return Decide(NewName(), "false", isThere, body, Compare(comparison, type, leftText, rightText));
    }

    private static string Compare(ComparisonOperator comparison, SqlType type, string left, string right)
    {
        // C#'s lifted operators give false for null, as SQL does; = and <> do not where both may be null.
        string? sign = comparison switch
        {
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            ComparisonOperator.GreaterOrEqual => ">=",
            _ => null,
        };
        bool isLifted = type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Double or SqlKind.Decimal;
        string nothing = $"default({ClrTypes.Hot(type)})";
        return isLifted && sign is not null && left != nothing && right != nothing
            ? $"{Parenthesise(left)} {sign} {Parenthesise(right)}"
            : ClrTypes.HasIsNull(type) ? $"Compare.{comparison}({left}, {right})"
            : $"Compare.{comparison}<{ClrTypes.NonNull(type)}>({left}, {right})";
    }

    private EmittedValue EmitBetween(BoundBetween between)
    {
        SqlType type = between.Value.Type;
        EmittedValue value = Emit(between.Value, mayFail: false);
        value = value with { Text = Simple(value.Text, type) };
        string lower = Compare(ComparisonOperator.GreaterOrEqual, value, type, between.Lower);
        string both = Both(lower, isAnd: true, () => Compare(ComparisonOperator.LessOrEqual, type, value.Text, Inner(between.Upper)));
        return new EmittedValue(between.IsNegated ? $"!{Parenthesise(both)}" : both, IsNullable: false);
    }

    private EmittedValue EmitIn(BoundIn membership)
    {
        string value = Simple(Inner(membership.Value), membership.Value.Type);
        string any = string.Join(
            " || ", membership.Items.Select(item => Compare(ComparisonOperator.Equal, membership.Value.Type, value, Inner(item))));
        any = any.Length == 0 ? "false" : any;
        return new EmittedValue(membership.IsNegated ? $"!({any})" : any, IsNullable: false);
    }

    // What is used twice is evaluated once.
    private string Simple(string text, SqlType type)
    {
        if (text.All(c => char.IsLetterOrDigit(c) || c is '.' or '_'))
        {
            return text;
        }

        string name = NewName();
        _statements.Add($"{ClrTypes.Hot(type)} {name} = {text};");
        return name;
    }

    private EmittedValue EmitLike(BoundLike like)
    {
        string escape = like.Escape is { } sign ? $", {Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(sign, quote: true)}" : "";
        string matches = $"Like.Matches({Inner(like.Value)}, {Inner(like.Pattern)}{escape})";
        return new EmittedValue(like.IsNegated ? "!" + matches : matches, IsNullable: true, IsErrorWhenNull: true);
    }

    private EmittedValue EmitIsNull(BoundIsNull isNull)
    {
        bool isLiteral = isNull.Value is BoundLiteral { Value: null };
        EmittedValue value = isLiteral ? default : Emit(isNull.Value, mayFail: false);
        if (isLiteral || !value.IsNullable)
        {
            return new EmittedValue(isLiteral == isNull.IsNegated ? "false" : "true", IsNullable: false);
        }

        string text = ClrTypes.HasIsNull(isNull.Value.Type)
            ? $"{(isNull.IsNegated ? "!" : "")}{Parenthesise(value.Text)}.IsNull"
            : $"{Parenthesise(value.Text)} is {(isNull.IsNegated ? "not " : "")}null";
        return new EmittedValue(text, IsNullable: false);
    }

    private EmittedValue EmitIsDistinctFrom(BoundIsDistinctFrom distinct)
    {
        SqlType type = distinct.Left.Type.Kind == SqlKind.Null ? distinct.Right.Type : distinct.Left.Type;
        string left = distinct.Left is BoundLiteral { Value: null } ? "default" : Inner(distinct.Left);
        string right = distinct.Right is BoundLiteral { Value: null } ? "default" : Inner(distinct.Right);
        string not = distinct.IsNegated ? "!" : "";
        return new EmittedValue($"{not}Compare.IsDistinct<{ClrTypes.Hot(type)}>({left}, {right})", IsNullable: false);
    }

    private EmittedValue EmitLogical(BoundLogical logical)
    {
        string left = Certain(logical.Left);
        return new EmittedValue(
            Both(left, logical.Operator == LogicalOperator.And, () => Certain(logical.Right)), IsNullable: false);
    }

    // The right side runs only where the left one does not decide.
    private string Both(string left, bool isAnd, Func<string> emitRight)
    {
        int before = _statements.Count;
        string right = emitRight();
        if (_statements.Count == before)
        {
            return $"{Parenthesise(left)} {(isAnd ? "&&" : "||")} {Parenthesise(right)}";
        }

        string body = TakeFrom(before);
        string name = NewName();
        return Decide(name, left, isAnd ? name : $"!{name}", body, right);
    }

    // A truth that is decided already, or where a condition holds by what a body computes.
    private string Decide(string name, string first, string condition, string body, string second)
    {
        _statements.Add($"bool {name} = {first};\nif ({condition})\n{{\n{Indent($"{body}\n{name} = {second};")}\n}}\n");
        return name;
    }

    private string TakeFrom(int index)
    {
        string body = string.Join("\n", _statements.Skip(index));
        _statements.RemoveRange(index, _statements.Count - index);
        return body;
    }

    private static string Indent(string text) =>
        string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));

    private static string Parenthesise(string text)
    {
        int depth = 0;
        foreach (char c in text)
        {
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (c == ' ' && depth <= 0)
            {
                return $"({text})";
            }
        }

        return text.StartsWith("-", StringComparison.Ordinal) ? $"({text})" : text;
    }
}
