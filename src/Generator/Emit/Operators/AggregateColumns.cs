using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>What an aggregate keeps, how a row changes it, and what it comes to.</summary>
internal sealed record AggregateField(string Name, string Type, bool IsText);

internal static class AggregateColumns
{
    /// <summary>The fields of the state, in order.</summary>
    public static IEnumerable<AggregateField> Fields(BoundAggregate aggregate, int index)
    {
        string name = $"{aggregate.Kind}{index}";
        SqlType type = aggregate.Argument?.Type ?? SqlType.BigInt;
        bool isText = type.Kind == SqlKind.String;
        return aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountStar => [new(name, "long", IsText: false)],
            AggregateKind.Sum => [new(name, ClrTypes.NonNull(type), IsText: false)],
            AggregateKind.Average => [new(name + "Sum", ClrTypes.NonNull(type), IsText: false), new(name + "Rows", "long", IsText: false)],
            AggregateKind.EarliestByOffset => [new(name, Kept(type), isText), new(name + "IsSet", "bool", IsText: false)],
            _ => [new(name, Kept(type), isText)],
        };
    }

    /// <summary>The statements that take in a row. <paramref name="value"/> is the argument in C#, nullable.</summary>
    public static string Update(BoundAggregate aggregate, int index, string value)
    {
        string field = $"state.{aggregate.Kind}{index}";
        SqlType type = aggregate.Argument?.Type ?? SqlType.BigInt;
        string local = $"value{index}";
        string declare = $"{ClrTypes.Hot(type)} {local} = {value};\n";
        string isThere = ClrTypes.HasIsNull(type) ? $"!{local}.IsNull" : $"{local} is {{ }} some{index}";
        string some = ClrTypes.HasIsNull(type) ? local : $"some{index}";
        string set = type.Kind == SqlKind.String ? $"store.Memory.Keep(ref {field}, {local});" : $"{field} = {local};";
        return aggregate.Kind switch
        {
            AggregateKind.CountStar => $"{field} += 1;",
            AggregateKind.Count => declare + If(ClrTypes.HasIsNull(type) ? isThere : $"{local} is not null", $"{field} += 1;"),
            AggregateKind.Sum => declare + If(isThere, Add(field, some, type)),
            AggregateKind.Average => declare + If(isThere, Add(field + "Sum", some, type), $"{field}Rows += 1;"),
            AggregateKind.Min => declare + If($"{isThere} && ({IsUnset(field, type)} || {Less(local, field, type)})", set),
            AggregateKind.Max => declare + If($"{isThere} && ({IsUnset(field, type)} || {Less(field, local, type)})", set),
            AggregateKind.LatestByOffset => aggregate.IgnoresNulls ? declare + If(NotNull(local, type), set) : declare + set,
            AggregateKind.EarliestByOffset => declare + If(
                aggregate.IgnoresNulls ? $"!{field}IsSet && {NotNull(local, type)}" : $"!{field}IsSet", set, $"{field}IsSet = true;"),
            _ => throw new InvalidOperationException($"The emitter has no rule for {aggregate.Kind}."),
        };
    }

    /// <summary>The aggregate's value.</summary>
    public static EmittedValue Result(BoundAggregate aggregate, int index)
    {
        string field = $"state.{aggregate.Kind}{index}";
        return aggregate.Kind switch
        {
            AggregateKind.Count or AggregateKind.CountStar or AggregateKind.Sum => new EmittedValue(field, IsNullable: false),
            AggregateKind.Average => new EmittedValue($"({field}Rows == 0 ? 0D : (double){field}Sum / {field}Rows)", IsNullable: false),
            _ => new EmittedValue(aggregate.Argument!.Type.Kind == SqlKind.String ? $"{field}.ToText()" : field, IsNullable: true),
        };
    }

    private static string Kept(SqlType type) => type.Kind == SqlKind.String ? "StoredText" : ClrTypes.Hot(type);

    private static string NotNull(string value, SqlType type) => ClrTypes.HasIsNull(type) ? $"!{value}.IsNull" : $"{value} is not null";

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

    private static string If(string condition, params string[] statements) =>
        $"if ({condition})\n{{\n{string.Join("\n", statements.Select(statement => "    " + statement))}\n}}";
}
