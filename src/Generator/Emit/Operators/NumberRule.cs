using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>Counts, sums, and what is made of them.</summary>
internal sealed class NumberRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    public override IEnumerable<AggregateField> Fields() => Aggregate.Kind switch
    {
        AggregateKind.Count or AggregateKind.CountStar => [AggregateField.Number(Name, "long")],
        AggregateKind.Sum or AggregateKind.SumList => [AggregateField.Number(Name, ClrTypes.NonNull(Aggregate.Type))],
        AggregateKind.Average => [AggregateField.Number(Name + "Sum", ClrTypes.NonNull(Type)), AggregateField.Number(Name + "Rows", "long")],
        AggregateKind.Correlation => [AggregateField.Number(Name, "Correlation")],
        _ => [AggregateField.Number(Name, "Deviation")],
    };

    public override string Update() => Aggregate.Kind switch
    {
        AggregateKind.CountStar => $"{Field} += 1;",
        AggregateKind.Count => If(Arguments[0].IsThere, $"{Field} += 1;"),
        AggregateKind.Sum => If(Arguments[0].IsSome, Add(Field, Arguments[0].Some, Type)),
        AggregateKind.SumList => $"{Field} = Aggregates.Add({Field}, {Arguments[0].Local});",
        AggregateKind.Average => If(Arguments[0].IsSome, Add(Field + "Sum", Arguments[0].Some, Type), $"{Field}Rows += 1;"),
        _ => If(AreThere, $"{Field}.Add({Reals});"),
    };

    public override string Undo() => Aggregate.Kind switch
    {
        AggregateKind.CountStar => $"{Field} -= 1;",
        AggregateKind.Count => If(Arguments[0].IsThere, $"{Field} -= 1;"),
        AggregateKind.Sum => If(Arguments[0].IsSome, Subtract(Field, Arguments[0].Some, Type)),
        AggregateKind.SumList => $"{Field} = Aggregates.Subtract({Field}, {Arguments[0].Local});",
        AggregateKind.Average => If(Arguments[0].IsSome, Subtract(Field + "Sum", Arguments[0].Some, Type), $"{Field}Rows -= 1;"),
        _ => If(AreThere, $"{Field}.Undo({Reals});"),
    };

    public override string Merge() => Aggregate.Kind switch
    {
        AggregateKind.Count or AggregateKind.CountStar => $"{Name} += {Other};",
        AggregateKind.Sum or AggregateKind.SumList => Add(Name, Other, Aggregate.Type),
        AggregateKind.Average => Add(Name + "Sum", Other + "Sum", Type) + $"\n{Name}Rows += {Other}Rows;",
        _ => $"{Name}.Merge(in {Other});",
    };

    public override EmittedValue Result() => Aggregate.Kind switch
    {
        AggregateKind.Average => new EmittedValue($"({Field}Rows == 0 ? 0D : (double){Field}Sum / {Field}Rows)", IsNullable: false),
        AggregateKind.Correlation => new EmittedValue(Field + ".Value", IsNullable: false),
        AggregateKind.StandardDeviation => new EmittedValue(Field + ".StandardDeviation", IsNullable: false),
        AggregateKind.Variance => new EmittedValue(Field + ".Variance", IsNullable: false),
        _ => new EmittedValue(Field, IsNullable: false),
    };

    private string AreThere => string.Join(" && ", Arguments.Select(argument => argument.IsSome));

    private string Reals => string.Join(", ", Arguments.Select(argument => argument.Real));

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
}
