using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>The calls of a user's own aggregate whose state is a value of SQL.</summary>
internal static class StateCalls
{
    /// <summary>All of them; none for other aggregates.</summary>
    public static IEnumerable<UserCall> Of(BoundAggregate aggregate)
    {
        if (aggregate.User?.Methods is not { } methods)
        {
            yield break;
        }

        yield return Add(aggregate);
        if (methods.Undo is not null)
        {
            yield return Undo(aggregate);
        }

        if (Result(aggregate) is { } result)
        {
            yield return result;
        }
    }

    /// <summary>From a state and a row's values to the next state.</summary>
    public static UserCall Add(BoundAggregate aggregate) => Step(aggregate, aggregate.User!.Methods!.Add);

    /// <summary>The way back.</summary>
    public static UserCall Undo(BoundAggregate aggregate) => Step(aggregate, aggregate.User!.Methods!.Undo!);

    /// <summary>From a state to the aggregate's value; null where the state is it.</summary>
    public static UserCall? Result(BoundAggregate aggregate) =>
        aggregate.User!.Methods!.Result is { } result ? UserCall.Of(result, [aggregate.State!], aggregate.Type) : null;

    private static UserCall Step(BoundAggregate aggregate, UserFunction method) => UserCall.Of(
        method, [aggregate.State!, .. aggregate.Arguments.Select(argument => argument.Type)], aggregate.State!);
}
