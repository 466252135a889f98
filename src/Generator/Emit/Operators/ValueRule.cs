using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>One value of all that came: the least, the greatest, the first or the last.</summary>
internal sealed class ValueRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    private bool IsByArrival => Aggregate.Kind is AggregateKind.EarliestByOffset or AggregateKind.LatestByOffset;

    private bool IsText => Type.Kind == SqlKind.String;

    // What the store must copy, but for text, which has a form of its own.
    private bool IsKept => !IsText && ClrTypes.HoldsSlices(Type);

    public override IEnumerable<AggregateField> Fields()
    {
        yield return AggregateField.Value(Name, Type);
        if (IsByArrival)
        {
            yield return AggregateField.Arrival(Name + "Arrival");
        }
    }

    public override IEnumerable<SqlType> Kept() => IsKept ? [Type] : [];

    public override string Update()
    {
        AggregateArgument argument = Arguments[0];
        string value = argument.Local;
        string set = Set(Field, value, "store.Memory");
        string arrived = $"{Field}Arrival = store.Memory.NextArrival();";
        string isFirst = $"{Field}Arrival == 0";
        return Aggregate.Kind switch
        {
            AggregateKind.Min => If($"{argument.IsThere} && ({IsUnset(Field)} || {Less(value, Read(Field))})", set),
            AggregateKind.Max => If($"{argument.IsThere} && ({IsUnset(Field)} || {Less(Read(Field), value)})", set),
            AggregateKind.LatestByOffset => Aggregate.IgnoresNulls ? If(argument.IsThere, set, arrived) : $"{set}\n{arrived}",
            AggregateKind.EarliestByOffset => If(Aggregate.IgnoresNulls ? $"{isFirst} && {argument.IsThere}" : isFirst, set, arrived),
            _ => throw Unknown(),
        };
    }

    public override string Merge()
    {
        string set = Set(Name, Read(Other), "memory");
        string arrived = $"{Name}Arrival = {Other}Arrival;";
        string isOther = $"!({IsUnset(Other)})";
        return Aggregate.Kind switch
        {
            AggregateKind.Min => If($"{isOther} && ({IsUnset(Name)} || {Less(Read(Other), Read(Name))})", set),
            AggregateKind.Max => If($"{isOther} && ({IsUnset(Name)} || {Less(Read(Name), Read(Other))})", set),
            AggregateKind.LatestByOffset => If($"{Other}Arrival > {Name}Arrival", set, arrived),
            AggregateKind.EarliestByOffset =>
                If($"{Other}Arrival != 0 && ({Name}Arrival == 0 || {Other}Arrival < {Name}Arrival)", set, arrived),
            _ => throw Unknown(),
        };
    }

    public override EmittedValue Result() => new(Read(Field), IsNullable: true);

    private string Set(string field, string value, string memory) =>
        IsText ? $"{memory}.Keep(ref {field}, {value});"
        : IsKept ? $"{field}.Set({value}, {memory});"
        : $"{field} = {value};";

    private string Read(string field) => IsText ? $"{field}.ToText()" : IsKept ? $"{field}.Value" : field;

    private string IsUnset(string field) => IsText ? $"{field}.IsNull"
        : ClrTypes.HasIsNull(Type) ? $"{Read(field)}.IsNull"
        : $"{field} is null";

    private string Less(string left, string right) => ClrTypes.HasIsNull(Type)
        ? $"Compare.Less({left}, {right})"
        : $"Compare.Less<{ClrTypes.NonNull(Type)}>({left}, {right})";
}
