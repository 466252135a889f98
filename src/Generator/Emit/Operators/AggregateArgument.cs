using QueryGen.Binding;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>An argument of an aggregate, as a local variable of the statements for a row.</summary>
/// <param name="Id">Tells it apart from those of the query's other aggregates.</param>
internal sealed record AggregateArgument(string Id, SqlType Type)
{
    /// <summary>The variable: a value as rows hold it.</summary>
    public string Local => "value" + Id;

    /// <summary>Whether it is not NULL.</summary>
    public string IsThere => ClrTypes.HasIsNull(Type) ? $"!{Local}.IsNull" : $"{Local} is not null";

    /// <summary>Whether it is not NULL; <see cref="Some"/> is set where that is so.</summary>
    public string IsSome => ClrTypes.HasIsNull(Type) ? $"!{Local}.IsNull" : $"{Local} is {{ }} some{Id}";

    /// <summary>The value that is there.</summary>
    public string Some => ClrTypes.HasIsNull(Type) ? Local : "some" + Id;

    /// <summary>The value that is there, as a DOUBLE.</summary>
    public string Real => Type.Kind == SqlKind.Double ? Some : $"(double){Some}";

    /// <summary>The arguments of an aggregate.</summary>
    public static IEnumerable<AggregateArgument> Of(BoundAggregate aggregate, int index) =>
        aggregate.Arguments.Select((argument, i) => new AggregateArgument(i == 0 ? $"{index}" : $"{index}And{i}", argument.Type));

    public string Declare(string value) => $"{ClrTypes.Hot(Type)} {Local} = {value};";
}
