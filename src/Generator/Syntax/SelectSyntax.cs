using QueryGen.Support;
using QueryGen.Text;

namespace QueryGen.Syntax;

/// <summary>A query. Clauses that are not written are null.</summary>
internal sealed record SelectSyntax(
    EquatableArray<SelectItemSyntax> Items,
    RelationSyntax From,
    EquatableArray<JoinSyntax> Joins,
    WindowSyntax? Window,
    ExpressionSyntax? Where,
    KeysSyntax? GroupBy,
    KeysSyntax? PartitionBy,
    ExpressionSyntax? Having,
    EmitSyntax? Emit,
    LimitSyntax? Limit,
    SourceSpan Span)
{
    /// <summary>There is a mistake, which is reported: items or clauses are missing.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>One item of a SELECT list.</summary>
internal abstract record SelectItemSyntax(SourceSpan Span);

/// <summary><c>expression [[AS] alias]</c></summary>
internal sealed record SelectExpressionSyntax(ExpressionSyntax Expression, IdentifierSyntax? Alias, SourceSpan Span)
    : SelectItemSyntax(Span);

/// <summary><c>*</c> or <c>source.*</c></summary>
internal sealed record SelectStarSyntax(IdentifierSyntax? Qualifier, SourceSpan Span) : SelectItemSyntax(Span);

/// <summary><c>operand -&gt; *</c>: a struct's fields, in order.</summary>
internal sealed record SelectStructStarSyntax(ExpressionSyntax Operand, SourceSpan Span) : SelectItemSyntax(Span);

/// <summary><c>name [[AS] alias]</c></summary>
internal sealed record RelationSyntax(IdentifierSyntax Name, IdentifierSyntax? Alias, SourceSpan Span);

internal enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
}

/// <summary><c>[kind] JOIN right [WITHIN …] ON condition</c></summary>
internal sealed record JoinSyntax(
    JoinKind Kind, RelationSyntax Right, WithinSyntax? Within, ExpressionSyntax On, SourceSpan Span);

/// <summary><c>WITHIN before</c> (then after equals before) or <c>WITHIN (before, after)</c>, <c>[GRACE PERIOD …]</c></summary>
internal sealed record WithinSyntax(DurationSyntax Before, DurationSyntax After, DurationSyntax? Grace, SourceSpan Span);

/// <summary>The keys of GROUP BY or PARTITION BY; the span is that of the whole clause.</summary>
internal sealed record KeysSyntax(EquatableArray<ExpressionSyntax> Keys, SourceSpan Span);

/// <summary><c>EMIT CHANGES</c> or <c>EMIT FINAL</c></summary>
internal sealed record EmitSyntax(bool IsFinal, SourceSpan Span);

/// <summary><c>LIMIT n</c></summary>
internal sealed record LimitSyntax(int Count, SourceSpan Span);
