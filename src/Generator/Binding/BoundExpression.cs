using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>An expression with every name resolved and every type known. Holds no place in the text: it compares by meaning.</summary>
internal abstract record BoundExpression(SqlType Type);

/// <summary>Stands for what could not be bound; its diagnostic is already reported.</summary>
internal sealed record BoundError() : BoundExpression(SqlType.Error);

/// <summary>
/// A constant. <paramref name="Value"/> is null, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/> (STRING, and the plain digits of a DECIMAL), by <see cref="BoundExpression.Type"/>.
/// </summary>
internal sealed record BoundLiteral(SqlType Type, object? Value) : BoundExpression(Type);

/// <summary>A column of the row that the clause sees.</summary>
/// <param name="Source">
/// Index of the source in FROM and JOIN order, from 0; 0 in a query without a join. <see cref="BoundJoins.KeySource"/>: the key of the
/// join itself.
/// </param>
/// <param name="Name">The column's name in its source's schema, or a pseudo column's (<c>ROWTIME</c> …).</param>
internal sealed record BoundColumn(int Source, string Name, SqlType Type) : BoundExpression(Type);

/// <summary>
/// The value of an aggregate, in HAVING and SELECT: <paramref name="Index"/> into <see cref="BoundAggregation.Aggregates"/>.
/// </summary>
/// <param name="IsUserDefined">A user's own aggregate gives it, which may throw.</param>
internal sealed record BoundAggregateValue(int Index, SqlType Type, bool IsUserDefined = false) : BoundExpression(Type);

/// <summary>
/// A grouping or partitioning expression that SELECT or HAVING names again: part <paramref name="Index"/> of the new key.
/// </summary>
internal sealed record BoundKeyPart(int Index, SqlType Type) : BoundExpression(Type);

/// <summary>
/// An element of a table function's array, in SELECT: <paramref name="Index"/> into <see cref="BoundSelect.TableFunctions"/>.
/// </summary>
internal sealed record BoundTableValue(int Index, SqlType Type) : BoundExpression(Type);

/// <summary>WINDOWSTART or WINDOWEND of the aggregation itself; BIGINT.</summary>
internal sealed record BoundWindowBound(bool IsEnd) : BoundExpression(SqlType.BigInt);

internal sealed record BoundNegate(BoundExpression Operand) : BoundExpression(Operand.Type);

/// <summary>Both operands are already converted to the type that the operation is done in (<see cref="BoundCast"/>, implicit).</summary>
internal sealed record BoundArithmetic(ArithmeticOperator Operator, BoundExpression Left, BoundExpression Right, SqlType Type)
    : BoundExpression(Type);

/// <summary><c>+</c> on two STRINGs: a NULL operand prints as <c>null</c>. (<c>||</c> is a call of CONCAT.)</summary>
internal sealed record BoundTextSum(BoundExpression Left, BoundExpression Right) : BoundExpression(SqlType.String);

/// <summary>Operands have one type, converted where need be. A NULL operand gives FALSE.</summary>
internal sealed record BoundComparison(ComparisonOperator Operator, BoundExpression Left, BoundExpression Right)
    : BoundExpression(SqlType.Boolean);

internal sealed record BoundBetween(BoundExpression Value, bool IsNegated, BoundExpression Lower, BoundExpression Upper)
    : BoundExpression(SqlType.Boolean);

/// <summary>NULL members are dropped already; a NULL value gives FALSE before negation.</summary>
internal sealed record BoundIn(BoundExpression Value, bool IsNegated, EquatableArray<BoundExpression> Items)
    : BoundExpression(SqlType.Boolean);

internal sealed record BoundLike(BoundExpression Value, bool IsNegated, BoundExpression Pattern, char? Escape)
    : BoundExpression(SqlType.Boolean);

internal sealed record BoundIsNull(BoundExpression Value, bool IsNegated) : BoundExpression(SqlType.Boolean);

internal sealed record BoundIsDistinctFrom(BoundExpression Left, bool IsNegated, BoundExpression Right)
    : BoundExpression(SqlType.Boolean);

internal sealed record BoundNot(BoundExpression Operand) : BoundExpression(SqlType.Boolean);

internal sealed record BoundLogical(LogicalOperator Operator, BoundExpression Left, BoundExpression Right)
    : BoundExpression(SqlType.Boolean);

/// <summary><c>CASE operand WHEN …</c> is rewritten to conditions already. No ELSE: null.</summary>
internal sealed record BoundCase(EquatableArray<BoundWhen> Whens, BoundExpression? Else, SqlType Type) : BoundExpression(Type);

internal sealed record BoundWhen(BoundExpression Condition, BoundExpression Result);

/// <summary>A conversion, written or implied. An error inside gives NULL (a boundary of row errors).</summary>
internal sealed record BoundCast(BoundExpression Operand, SqlType Type) : BoundExpression(Type)
{
    /// <summary>It is no such boundary: text that is no time of the type is an error of the whole expression.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>A call; arguments are converted to the parameters' types, optional ones that are not written are left out.</summary>
internal sealed record BoundCall(ScalarFunction Function, EquatableArray<BoundExpression> Arguments, SqlType Type)
    : BoundExpression(Type);

/// <summary>TRANSFORM, FILTER or REDUCE: lambdas over the elements of an ARRAY or the entries of a MAP.</summary>
/// <param name="State">REDUCE: where it begins; null in the others.</param>
/// <param name="Lambdas">One; to TRANSFORM a MAP two, for the key and for the value.</param>
internal sealed record BoundIteration(
    IterationKind Kind, BoundExpression Collection, BoundExpression? State, EquatableArray<BoundLambda> Lambdas, SqlType Type)
    : BoundExpression(Type);

/// <summary>What is done for each element, or entry; REDUCE's first parameter is the state.</summary>
internal sealed record BoundLambda(EquatableArray<BoundLambdaParameter> Parameters, BoundExpression Body);

/// <summary>A lambda's parameter, in the lambda: no lambda inside it has one of the same name.</summary>
internal sealed record BoundLambdaParameter(string Name, SqlType Type) : BoundExpression(Type);

/// <summary>A bare time unit as a call's argument.</summary>
internal sealed record BoundTimeUnit(TimeUnit Unit) : BoundExpression(SqlType.String);

internal sealed record BoundField(BoundExpression Operand, string Field, SqlType Type) : BoundExpression(Type);

/// <summary>An array's element by position (1-based, negative from the end), or a map's value by key.</summary>
internal sealed record BoundSubscript(BoundExpression Operand, BoundExpression Index, SqlType Type) : BoundExpression(Type);

internal sealed record BoundArray(EquatableArray<BoundExpression> Elements, SqlType Type) : BoundExpression(Type);

internal sealed record BoundMap(EquatableArray<BoundMapEntry> Entries, SqlType Type) : BoundExpression(Type);

internal sealed record BoundMapEntry(BoundExpression Key, BoundExpression Value);

internal sealed record BoundStruct(EquatableArray<BoundStructEntry> Fields, SqlType Type) : BoundExpression(Type);

internal sealed record BoundStructEntry(string Name, BoundExpression Value);
