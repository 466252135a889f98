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
    public static IEnumerable<AggregateField> Fields(BoundAggregate aggregate, int index)
    {
        string name = Name(aggregate, index);
        SqlType type = TypeOf(aggregate);
        return aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountStar => [AggregateField.Number(name, "long")],
            AggregateKind.Sum => [AggregateField.Number(name, ClrTypes.NonNull(type))],
            AggregateKind.Average =>
                [AggregateField.Number(name + "Sum", ClrTypes.NonNull(type)), AggregateField.Number(name + "Rows", "long")],
            AggregateKind.EarliestByOffset or AggregateKind.LatestByOffset =>
                [AggregateField.Value(name, type), AggregateField.Arrival(name + "Arrival")],
            _ => [AggregateField.Value(name, type)],
        };
    }

    /// <summary>The statements that take in a row.</summary>
    /// <param name="values">The arguments in C#, as rows hold them.</param>
    public static string Update(BoundAggregate aggregate, int index, IReadOnlyList<string> values)
    {
        string field = $"state.{Name(aggregate, index)}";
        AggregateArgument argument = new(index, TypeOf(aggregate));
        SqlType type = argument.Type;
        string set = Set(field, argument.Local, type, "store.Memory");
        string arrived = $"{field}Arrival = store.Memory.NextArrival();";
        string update = aggregate.Kind switch
        {
            AggregateKind.CountStar => $"{field} += 1;",
            AggregateKind.Count => If(argument.IsThere, $"{field} += 1;"),
            AggregateKind.Sum => If(argument.IsSome, Add(field, argument.Some, type)),
            AggregateKind.Average => If(argument.IsSome, Add(field + "Sum", argument.Some, type), $"{field}Rows += 1;"),
            AggregateKind.Min => If($"{argument.IsSome} && ({IsUnset(field, type)} || {Less(argument.Local, field, type)})", set),
            AggregateKind.Max => If($"{argument.IsSome} && ({IsUnset(field, type)} || {Less(field, argument.Local, type)})", set),
            AggregateKind.LatestByOffset => aggregate.IgnoresNulls ? If(argument.IsThere, set, arrived) : $"{set}\n{arrived}",
            AggregateKind.EarliestByOffset => If(
                aggregate.IgnoresNulls ? $"{field}Arrival == 0 && {argument.IsThere}" : $"{field}Arrival == 0", set, arrived),
            _ => throw new InvalidOperationException($"The emitter has no rule for {aggregate.Kind}."),
        };
        return aggregate.Kind == AggregateKind.CountStar ? update : $"{argument.Declare(values[0])}\n{update}";
    }

    /// <summary>The statements that take a row out again that was taken in before.</summary>
    /// <param name="values">The arguments in C#, as rows hold them.</param>
    public static string Undo(BoundAggregate aggregate, int index, IReadOnlyList<string> values)
    {
        string field = $"state.{Name(aggregate, index)}";
        AggregateArgument argument = new(index, TypeOf(aggregate));
        string undo = aggregate.Kind switch
        {
            AggregateKind.CountStar => $"{field} -= 1;",
            AggregateKind.Count => If(argument.IsThere, $"{field} -= 1;"),
            AggregateKind.Sum => If(argument.IsSome, Subtract(field, argument.Some, argument.Type)),
            AggregateKind.Average =>
                If(argument.IsSome, Subtract(field + "Sum", argument.Some, argument.Type), $"{field}Rows -= 1;"),
            _ => throw new InvalidOperationException($"{aggregate.Kind} cannot take a row out again."),
        };
        return aggregate.Kind == AggregateKind.CountStar ? undo : $"{argument.Declare(values[0])}\n{undo}";
    }

    /// <summary>The statements, in a method of the state, that take in the rows of the state <c>other</c>, from <c>memory</c>.</summary>
    public static string Merge(BoundAggregate aggregate, int index)
    {
        string field = Name(aggregate, index);
        string other = "other." + field;
        SqlType type = TypeOf(aggregate);
        string set = Set(field, other, type, "memory");
        string isOther = $"!({IsUnset(other, type)})";
        return aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountStar => $"{field} += {other};",
            AggregateKind.Sum => Add(field, other, type),
            AggregateKind.Average => Add(field + "Sum", other + "Sum", type) + $"\n{field}Rows += {other}Rows;",
            AggregateKind.Min => If($"{isOther} && ({IsUnset(field, type)} || {Less(other, field, type)})", set),
            AggregateKind.Max => If($"{isOther} && ({IsUnset(field, type)} || {Less(field, other, type)})", set),
            AggregateKind.LatestByOffset => If($"{other}Arrival > {field}Arrival", set, $"{field}Arrival = {other}Arrival;"),
            AggregateKind.EarliestByOffset => If(
                $"{other}Arrival != 0 && ({field}Arrival == 0 || {other}Arrival < {field}Arrival)", set,
                $"{field}Arrival = {other}Arrival;"),
            _ => throw new InvalidOperationException($"The emitter has no rule for {aggregate.Kind}."),
        };
    }

    /// <summary>The aggregate's value, of <c>state</c>.</summary>
    public static EmittedValue Result(BoundAggregate aggregate, int index)
    {
        string field = $"state.{Name(aggregate, index)}";
        return aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountStar or AggregateKind.Sum => new EmittedValue(field, IsNullable: false),
            AggregateKind.Average => new EmittedValue($"({field}Rows == 0 ? 0D : (double){field}Sum / {field}Rows)", IsNullable: false),
            _ => new EmittedValue(TypeOf(aggregate).Kind == SqlKind.String ? $"{field}.ToText()" : field, IsNullable: true),
        };
    }

    private static string Name(BoundAggregate aggregate, int index) => $"{aggregate.Kind}{index}";

    private static SqlType TypeOf(BoundAggregate aggregate) => aggregate.Argument?.Type ?? SqlType.BigInt;

    private static string Set(string field, string value, SqlType type, string memory) =>
        type.Kind == SqlKind.String ? $"{memory}.Keep(ref {field}, {value});" : $"{field} = {value};";

    private static string IsUnset(string field, SqlType type) => ClrTypes.HasIsNull(type) ? $"{field}.IsNull" : $"{field} is null";

    private static string Less(string left, string right, SqlType type) => type.Kind == SqlKind.String
        ? $"Compare.Less((Text){left}, (Text){right})"
        : $"Compare.Less<{ClrTypes.NonNull(type)}>({left}, {right})";

    private static string Add(string field, string value, SqlType type) => type switch
    {
        DecimalType(int precision, int scale) => $"{field} = Aggregates.Add({field}, {value}, {precision}, {scale});",
        _ when type.Kind == SqlKind.Double => $"{field} += {value};",
        _ => $"{field} = unchecked({field} + {value});",
    };

    private static string Subtract(string field, string value, SqlType type) => type switch
    {
        DecimalType => Add(field, $"-{value}", type),
        _ when type.Kind == SqlKind.Double => $"{field} -= {value};",
        _ => $"{field} = unchecked({field} - {value});",
    };

    private static string If(string condition, params string[] statements) =>
        $"if ({condition})\n{{\n{string.Join("\n", statements.Select(statement => "    " + statement))}\n}}";
}
