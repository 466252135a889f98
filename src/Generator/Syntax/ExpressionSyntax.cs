using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A name. <paramref name="Text"/> is what it means: upper case unless quoted, without its quotes.</summary>
internal sealed record IdentifierSyntax(string Text, bool IsQuoted, SourceSpan Span);

/// <summary>A value-producing piece of SQL, as written: no name is resolved and no type is known.</summary>
internal abstract record ExpressionSyntax(SourceSpan Span);

/// <summary><c>NULL</c></summary>
internal sealed record NullLiteralSyntax(SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>TRUE</c> or <c>FALSE</c></summary>
internal sealed record BooleanLiteralSyntax(bool Value, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary>Digits that fit 32 or 64 bits; an INTEGER where they fit 32.</summary>
internal sealed record IntegerLiteralSyntax(long Value, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>1.5</c>, <c>.5</c>, <c>DECIMAL '1.50'</c>: exact. <paramref name="Text"/> is plain digits with a point.</summary>
internal sealed record DecimalLiteralSyntax(string Text, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>2.5E3</c>: a DOUBLE.</summary>
internal sealed record DoubleLiteralSyntax(double Value, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>'text'</c>, with doubled quotes undone.</summary>
internal sealed record StringLiteralSyntax(string Value, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>name</c> or <c>source.name</c>: a column, or a lambda's parameter.</summary>
internal sealed record ColumnSyntax(IdentifierSyntax? Qualifier, IdentifierSyntax Name, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>operand -&gt; field</c></summary>
internal sealed record DereferenceSyntax(ExpressionSyntax Operand, IdentifierSyntax Field, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>operand [ index ]</c></summary>
internal sealed record SubscriptSyntax(ExpressionSyntax Operand, ExpressionSyntax Index, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>operand AT TIME ZONE 'zone'</c>: parses, and is rejected by the binder.</summary>
internal sealed record AtTimeZoneSyntax(ExpressionSyntax Operand, StringLiteralSyntax Zone, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>+operand</c> or <c>-operand</c></summary>
internal sealed record SignSyntax(bool IsNegative, ExpressionSyntax Operand, SourceSpan Span) : ExpressionSyntax(Span);

internal enum ArithmeticOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulus,
}

/// <summary><c>left (+ | - | * | / | %) right</c></summary>
internal sealed record ArithmeticSyntax(
    ArithmeticOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>left || right</c></summary>
internal sealed record ConcatenationSyntax(ExpressionSyntax Left, ExpressionSyntax Right, SourceSpan Span)
    : ExpressionSyntax(Span);

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary><c>left (= | &lt;&gt; | != | &lt; | &lt;= | &gt; | &gt;=) right</c></summary>
internal sealed record ComparisonSyntax(
    ComparisonOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>value [NOT] BETWEEN lower AND upper</c></summary>
internal sealed record BetweenSyntax(
    ExpressionSyntax Value, bool IsNegated, ExpressionSyntax Lower, ExpressionSyntax Upper, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>value [NOT] IN (item, …)</c></summary>
internal sealed record InSyntax(
    ExpressionSyntax Value, bool IsNegated, EquatableArray<ExpressionSyntax> Items, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>value [NOT] LIKE pattern [ESCAPE 'c']</c></summary>
internal sealed record LikeSyntax(
    ExpressionSyntax Value, bool IsNegated, ExpressionSyntax Pattern, StringLiteralSyntax? Escape, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>value IS [NOT] NULL</c></summary>
internal sealed record IsNullSyntax(ExpressionSyntax Value, bool IsNegated, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>left IS [NOT] DISTINCT FROM right</c></summary>
internal sealed record IsDistinctFromSyntax(
    ExpressionSyntax Left, bool IsNegated, ExpressionSyntax Right, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>NOT operand</c></summary>
internal sealed record NotSyntax(ExpressionSyntax Operand, SourceSpan Span) : ExpressionSyntax(Span);

internal enum LogicalOperator
{
    And,
    Or,
}

/// <summary><c>left (AND | OR) right</c></summary>
internal sealed record LogicalSyntax(
    LogicalOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>CASE [operand] WHEN … THEN … [ELSE …] END</c></summary>
internal sealed record CaseSyntax(
    ExpressionSyntax? Operand, EquatableArray<WhenSyntax> Whens, ExpressionSyntax? Else, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>WHEN condition THEN result</c></summary>
internal sealed record WhenSyntax(ExpressionSyntax Condition, ExpressionSyntax Result, SourceSpan Span);

/// <summary><c>CAST(operand AS type)</c></summary>
internal sealed record CastSyntax(ExpressionSyntax Operand, TypeSyntax Type, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>ARRAY[element, …]</c></summary>
internal sealed record ArrayConstructorSyntax(EquatableArray<ExpressionSyntax> Elements, SourceSpan Span)
    : ExpressionSyntax(Span);

/// <summary><c>MAP(key := value, …)</c></summary>
internal sealed record MapConstructorSyntax(EquatableArray<MapEntrySyntax> Entries, SourceSpan Span) : ExpressionSyntax(Span);

internal sealed record MapEntrySyntax(ExpressionSyntax Key, ExpressionSyntax Value, SourceSpan Span);

/// <summary><c>STRUCT(name := value, …)</c></summary>
internal sealed record StructConstructorSyntax(EquatableArray<StructEntrySyntax> Fields, SourceSpan Span)
    : ExpressionSyntax(Span);

internal sealed record StructEntrySyntax(IdentifierSyntax Name, ExpressionSyntax Value, SourceSpan Span);

/// <summary><c>name(argument, …)</c>; <c>COUNT(*)</c> has <paramref name="IsStar"/> and no argument.</summary>
internal sealed record FunctionCallSyntax(
    IdentifierSyntax Name, bool IsStar, EquatableArray<ExpressionSyntax> Arguments, SourceSpan Span) : ExpressionSyntax(Span);

/// <summary><c>(x, y) =&gt; body</c>; stands only among a call's last arguments.</summary>
internal sealed record LambdaSyntax(
    EquatableArray<IdentifierSyntax> Parameters, ExpressionSyntax Body, SourceSpan Span) : ExpressionSyntax(Span);

internal enum TimeUnit
{
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
    Months,
    Years,
}

/// <summary>A bare unit as an argument: <c>TIMESTAMPADD(DAYS, 1, t)</c>.</summary>
/// <param name="Word">As written, in capitals: <c>DAY</c> may also be a column where no unit is taken.</param>
internal sealed record TimeUnitSyntax(TimeUnit Unit, string Word, SourceSpan Span) : ExpressionSyntax(Span);
