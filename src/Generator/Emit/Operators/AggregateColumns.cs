using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>
/// What an aggregate is in C#: the fields of its state, how a row changes them, how another state is taken in, and what they come to.
/// </summary>
/// <remarks>Statements for a row name the fields <c>state.…</c>; those of the state's own methods name them plainly.</remarks>
internal static class AggregateColumns
{
    /// <summary>The fields of the state, in order.</summary>
    public static IEnumerable<AggregateField> Fields(BoundAggregate aggregate, int index) => RuleOf(aggregate, index).Fields();

    /// <summary>The statements that take in a row.</summary>
    /// <param name="values">The arguments in C#, as rows hold them.</param>
    public static string Update(BoundAggregate aggregate, int index, IReadOnlyList<string> values) =>
        Declare(aggregate, index, values) + RuleOf(aggregate, index).Update();

    /// <summary>The statements that take a row out again that was taken in before.</summary>
    /// <param name="values">The arguments in C#, as rows hold them.</param>
    public static string Undo(BoundAggregate aggregate, int index, IReadOnlyList<string> values) =>
        Declare(aggregate, index, values) + RuleOf(aggregate, index).Undo();

    /// <summary>The statements, in a method of the state, that take in the rows of the state <c>other</c>, from <c>memory</c>.</summary>
    public static string Merge(BoundAggregate aggregate, int index) => RuleOf(aggregate, index).Merge();

    /// <summary>The aggregate's value, of <c>state</c>.</summary>
    public static EmittedValue Result(BoundAggregate aggregate, int index) => RuleOf(aggregate, index).Result();

    /// <summary>The types of which the state keeps values as a store's own; <see cref="AggregatedTypes"/> says how.</summary>
    public static IEnumerable<SqlType> Kept(BoundAggregate aggregate) => RuleOf(aggregate, 0).Kept();

    private static string Declare(BoundAggregate aggregate, int index, IReadOnlyList<string> values) =>
        string.Concat(AggregateArgument.Of(aggregate, index).Select((argument, i) => argument.Declare(values[i]) + "\n"));

    private static AggregateRule RuleOf(BoundAggregate aggregate, int index) => aggregate.Kind switch
    {
        AggregateKind.Count or AggregateKind.CountStar or AggregateKind.Sum or AggregateKind.SumList or AggregateKind.Average
            or AggregateKind.StandardDeviation or AggregateKind.Variance or AggregateKind.Correlation => new NumberRule(aggregate, index),
        AggregateKind.User when aggregate.User!.Methods is not null => new StateRule(aggregate, index),
        AggregateKind.User => new UserRule(aggregate, index),
        AggregateKind.Min or AggregateKind.Max => new ValueRule(aggregate, index),
        AggregateKind.LatestByOffset or AggregateKind.EarliestByOffset when aggregate.Most is null => new ValueRule(aggregate, index),
        _ => new CollectionRule(aggregate, index),
    };
}
