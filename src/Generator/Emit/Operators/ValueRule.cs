using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>One value of all that came: the least, the greatest, the first or the last.</summary>
internal sealed class ValueRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    private bool IsByArrival => Aggregate.Kind is AggregateKind.EarliestByOffset or AggregateKind.LatestByOffset;

    private StateValue Held => new(Type);

    public override IEnumerable<AggregateField> Fields()
    {
        yield return AggregateField.Value(Name, Type);
        if (IsByArrival)
        {
            yield return AggregateField.Arrival(Name + "Arrival");
        }
    }

    public override IEnumerable<SqlType> Kept() => Held.Kept();

    public override string Update()
    {
        AggregateArgument argument = Arguments[0];
        string value = argument.Local;
        string set = Held.Set(Field, value, "store.Memory");
        string arrived = $"{Field}Arrival = store.Memory.NextArrival();";
        string isFirst = $"{Field}Arrival == 0";
        return Aggregate.Kind switch
        {
            AggregateKind.Min => If($"{argument.IsThere} && ({Held.IsUnset(Field)} || {Less(value, Held.Read(Field))})", set),
            AggregateKind.Max => If($"{argument.IsThere} && ({Held.IsUnset(Field)} || {Less(Held.Read(Field), value)})", set),
            AggregateKind.LatestByOffset => Aggregate.IgnoresNulls ? If(argument.IsThere, set, arrived) : $"{set}\n{arrived}",
            AggregateKind.EarliestByOffset => If(Aggregate.IgnoresNulls ? $"{isFirst} && {argument.IsThere}" : isFirst, set, arrived),
            _ => throw Unknown(),
        };
    }

    public override string Merge()
    {
        string set = Held.Set(Name, Held.Read(Other), "memory");
        string arrived = $"{Name}Arrival = {Other}Arrival;";
        string isOther = $"!({Held.IsUnset(Other)})";
        return Aggregate.Kind switch
        {
            AggregateKind.Min => If($"{isOther} && ({Held.IsUnset(Name)} || {Less(Held.Read(Other), Held.Read(Name))})", set),
            AggregateKind.Max => If($"{isOther} && ({Held.IsUnset(Name)} || {Less(Held.Read(Name), Held.Read(Other))})", set),
            AggregateKind.LatestByOffset => If($"{Other}Arrival > {Name}Arrival", set, arrived),
            AggregateKind.EarliestByOffset =>
                If($"{Other}Arrival != 0 && ({Name}Arrival == 0 || {Other}Arrival < {Name}Arrival)", set, arrived),
            _ => throw Unknown(),
        };
    }

    public override EmittedValue Result() => new(Held.Read(Field), IsNullable: true);

    private string Less(string left, string right) => ClrTypes.HasIsNull(Type)
        ? $"Compare.Less({left}, {right})"
        : $"Compare.Less<{ClrTypes.NonNull(Type)}>({left}, {right})";
}
