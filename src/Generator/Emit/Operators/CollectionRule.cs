using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Types;

namespace QueryGen.Emit.Operators;

/// <summary>Aggregates that keep many values: each is a struct of the runtime, over how its type is kept.</summary>
internal sealed class CollectionRule(BoundAggregate aggregate, int index) : AggregateRule(aggregate, index)
{
    private bool HasRows => Aggregate.Kind == AggregateKind.TopK && Arguments.Count > 1;

    private SqlType RowType => ((ArrayType)Aggregate.Type).Element;

    public override IEnumerable<AggregateField> Fields() => [AggregateField.Own(Name, StateType())];

    public override IEnumerable<SqlType> Kept() => HasRows ? [Type, RowType] : [Type];

    public override string Update()
    {
        string method = Aggregate.Kind switch
        {
            AggregateKind.TopKDistinct => "AddDistinct",
            AggregateKind.LatestByOffset => "AddLatest",
            AggregateKind.EarliestByOffset => "AddEarliest",
            _ => "Add",
        };
        string values = HasRows ? $"{Arguments[0].Local}, {Row()}" : Arguments[0].Local;
        string add = $"{Field}.{method}({values}, {Most}store.Memory);";
        return PassesOverNulls ? If(Arguments[0].IsThere, add) : add;
    }

    public override string Undo()
    {
        string undo = $"{Field}.Undo({Arguments[0].Local}, store.Memory);";
        return PassesOverNulls ? If(Arguments[0].IsThere, undo) : undo;
    }

    public override string Merge()
    {
        string method = Aggregate.Kind switch
        {
            AggregateKind.TopKDistinct => "MergeDistinct",
            AggregateKind.LatestByOffset => "MergeLatest",
            AggregateKind.EarliestByOffset => "MergeEarliest",
            _ => "Merge",
        };
        return $"{Name}.{method}(in {Other}, {Most}memory);";
    }

    public override EmittedValue Result() => Aggregate.Kind switch
    {
        AggregateKind.CountDistinct => new EmittedValue(Field + ".Count", IsNullable: false),
        AggregateKind.Attribute => new EmittedValue(Field + ".Only", IsNullable: true),
        AggregateKind.Histogram => new EmittedValue(Field + ".ToMap()", IsNullable: false),
        _ => new EmittedValue(Field + ".ToArray()", IsNullable: false),
    };

    private string Most => Aggregate.Most switch
    {
        null => "",
        int.MaxValue => "int.MaxValue, ",
        { } most => $"{most}, ",
    };

    private bool PassesOverNulls => Aggregate.Kind switch
    {
        AggregateKind.TopK or AggregateKind.TopKDistinct or AggregateKind.Histogram or AggregateKind.CountDistinct => true,
        AggregateKind.LatestByOffset or AggregateKind.EarliestByOffset => Aggregate.IgnoresNulls,
        _ => false,
    };

    private string StateType()
    {
        string value = $"{ClrTypes.Hot(Type)}, {AggregatedTypesEmitter.NameOf(Type)}";
        return Aggregate.Kind switch
        {
            AggregateKind.CollectList => $"CollectedList<{value}>",
            AggregateKind.CollectSet => $"CollectedSet<{value}>",
            AggregateKind.Histogram or AggregateKind.Attribute => $"ValueCounts<{value}>",
            AggregateKind.TopK when HasRows => $"TopRows<{value}, {ClrTypes.Hot(RowType)}, {AggregatedTypesEmitter.NameOf(RowType)}>",
            AggregateKind.TopK or AggregateKind.TopKDistinct => $"TopValues<{value}>",
            AggregateKind.LatestByOffset or AggregateKind.EarliestByOffset => $"OffsetValues<{value}>",
            AggregateKind.CountDistinct => $"DistinctCount<{value}>",
            _ => throw Unknown(),
        };
    }

    private string Row()
    {
        StructType type = (StructType)RowType;
        IEnumerable<string> members = type.Fields.Select((field, i) => $"{StructMembers.NameOf(type, field.Name)} = {Arguments[i].Local}");
        return $"new {ClrTypes.StructName(type)} {{ {string.Join(", ", members)} }}";
    }
}
