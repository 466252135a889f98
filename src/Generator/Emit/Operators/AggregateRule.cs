using QueryGen.Binding;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>One aggregate in C#. <see cref="AggregateColumns"/> says what its statements may name.</summary>
internal abstract class AggregateRule(BoundAggregate aggregate, int index)
{
    protected BoundAggregate Aggregate { get; } = aggregate;

    /// <summary>The field's name; further fields have an ending.</summary>
    protected string Name { get; } = $"{aggregate.Kind}{index}";

    /// <summary>The field, for the statements of a row.</summary>
    protected string Field => "state." + Name;

    /// <summary>The field of the other state, where one is taken in.</summary>
    protected string Other => "other." + Name;

    protected IReadOnlyList<AggregateArgument> Arguments { get; } = AggregateArgument.Of(aggregate, index).ToArray();

    /// <summary>The first argument's type; BIGINT where there is none.</summary>
    protected SqlType Type => Aggregate.Argument?.Type ?? SqlType.BigInt;

    public abstract IEnumerable<AggregateField> Fields();

    public abstract string Update();

    public virtual string Undo() => throw new InvalidOperationException($"{Aggregate.Kind} cannot take a row out again.");

    public abstract string Merge();

    public abstract EmittedValue Result();

    public virtual IEnumerable<SqlType> Kept() => [];

    protected InvalidOperationException Unknown() => new($"The emitter has no rule for {Aggregate.Kind}.");

    protected static string If(string condition, params string[] statements) =>
        $"if ({condition})\n{{\n{string.Join("\n", statements.Select(statement => "    " + statement))}\n}}";
}
