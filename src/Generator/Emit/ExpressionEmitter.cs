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
    private int _names;

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
            BoundColumn or BoundAggregateValue or BoundKeyPart or BoundWindowBound => scope.Leaf(expression),
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

    private string NewName() => $"part{++_names}";

    private EmittedValue EmitNegate(BoundNegate negate)
    {
        string operand = Parenthesise(Emit(negate.Operand, mayFail: true).Text);
        string text = negate.Operand is BoundLiteral ? $"-({operand})" : $"-{operand}";
        return new EmittedValue(IsWrapping(negate.Type) ? $"unchecked({text})" : text, negate.Operand is not BoundLiteral, IsErrorWhenNull: true);
    }

    private EmittedValue EmitArithmetic(BoundArithmetic arithmetic)
    {
        string left = Emit(arithmetic.Left, mayFail: true).Text;
        string right = Emit(arithmetic.Right, mayFail: true).Text;
        string text;
        if (arithmetic.Type is DecimalType(int precision, int scale))
        {
            text = $"Arithmetic.{arithmetic.Operator}({left}, {right}, {precision}, {scale})";
        }
        else if (arithmetic.Operator is ArithmeticOperator.Divide or ArithmeticOperator.Modulus)
        {
            text = $"Arithmetic.{arithmetic.Operator}({left}, {right})";
        }
        else
        {
            string sign = arithmetic.Operator switch { ArithmeticOperator.Add => "+", ArithmeticOperator.Subtract => "-", _ => "*" };
            text = $"{Parenthesise(left)} {sign} {Parenthesise(right)}";
            text = IsWrapping(arithmetic.Type) ? $"unchecked({text})" : text;
        }

        bool isNullable = arithmetic.Left is not BoundLiteral || arithmetic.Right is not BoundLiteral || text[0] == 'A';
        return new EmittedValue(text, isNullable, IsErrorWhenNull: isNullable);
    }

    private static bool IsWrapping(SqlType type) => type.Kind is SqlKind.Integer or SqlKind.BigInt;

    private EmittedValue EmitComparison(BoundComparison comparison) =>
        new(Compare(comparison.Operator, comparison.Left.Type, Inner(comparison.Left), Inner(comparison.Right)), IsNullable: false);

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
        return isLifted && sign is not null
            ? $"{Parenthesise(left)} {sign} {Parenthesise(right)}"
            : ClrTypes.HasIsNull(type) ? $"Compare.{comparison}({left}, {right})"
            : $"Compare.{comparison}<{ClrTypes.NonNull(type)}>({left}, {right})";
    }

    private EmittedValue EmitBetween(BoundBetween between)
    {
        string value = Simple(Inner(between.Value), between.Value.Type);
        string lower = Compare(ComparisonOperator.GreaterOrEqual, between.Value.Type, value, Inner(between.Lower));
        string upper = Compare(ComparisonOperator.LessOrEqual, between.Value.Type, value, Inner(between.Upper));
        return new EmittedValue(between.IsNegated ? $"!({lower} && {upper})" : $"{lower} && {upper}", IsNullable: false);
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
        EmittedValue value = Emit(isNull.Value, mayFail: false);
        if (!value.IsNullable)
        {
            return new EmittedValue(isNull.IsNegated ? "true" : "false", IsNullable: false);
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
        int before = _statements.Count;
        string right = Certain(logical.Right);
        bool isAnd = logical.Operator == LogicalOperator.And;
        if (_statements.Count == before)
        {
            return new EmittedValue($"{Parenthesise(left)} {(isAnd ? "&&" : "||")} {Parenthesise(right)}", IsNullable: false);
        }

        // The right side runs only where the left one does not decide.
        string name = NewName();
        string body = TakeFrom(before);
        string condition = isAnd ? name : $"!{name}";
        _statements.Add($"bool {name} = {left};\nif ({condition})\n{{\n{Indent($"{body}\n{name} = {right};")}\n}}\n");
        return new EmittedValue(name, IsNullable: false);
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
