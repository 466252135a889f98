using QueryGen.Binding;
using QueryGen.Functions;

namespace QueryGen.Emit.Operators;

/// <summary>A user's own methods over a state that is a value of SQL. It is kept in the store; a method gets a copy, and gives the next one.</summary>
internal sealed class StateRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    private StateValue State => new(Aggregate.State!);

    public override IEnumerable<AggregateField> Fields() => [AggregateField.Value(Name, Aggregate.State!)];

    public override IEnumerable<Types.SqlType> Kept() => State.Kept();

    public override string Update() => Step(StateCalls.Add(Aggregate));

    public override string Undo() => Step(StateCalls.Undo(Aggregate));

    public override string Merge() => throw new InvalidOperationException("Two states cannot be made one.");

    public override EmittedValue Result() => new(
        StateCalls.Result(Aggregate) is { } result ? $"UserFunctions.{result.Name}(arena, {State.Read(Field)})" : State.Read(Field),
        IsNullable: true);

    // A row with a NULL for what cannot be null is passed over.
    private string Step(UserCall call)
    {
        string values = string.Concat(Arguments.Select(argument => ", " + argument.Local));
        string set = State.Set(Field, $"UserFunctions.{call.Name}(arena, {State.Read(Field)}{values})", "store.Memory");
        string[] needed = [.. Arguments.Where((_, i) => !call.ParameterAt(i + 1).IsNullable).Select(argument => argument.IsThere)];
        return needed.Length == 0 ? set : If(string.Join(" && ", needed), set);
    }
}
