using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Planning;

/// <summary>The operators of one sub-topology → its scans, stores and sinks.</summary>
internal static class SubTopologyPlanner
{
    public static SubTopologyPlan Plan(int id, List<OperatorPlan> operators, HashSet<string> handedOn)
    {
        List<DataSource> sources = operators.Where(plan => !handedOn.Contains(plan.Name)).Select(plan => plan.Input)
            .Concat(operators.OfType<StreamTableJoinPlan>().Select(join => join.Table))
            .GroupBy(source => source.Name, StringComparer.Ordinal).Select(group => group.First()).ToList();
        List<ScanPlan> scans = sources.Select(source => Scan(source, operators, handedOn)).ToList();
        return new SubTopologyPlan(
            id,
            operators.Select(plan => plan.Query).Distinct().ToEquatableArray(),
            scans.ToEquatableArray(),
            operators.ToEquatableArray(),
            operators.Select(Sink).Concat(scans.Select(scan => scan.DeadLetters).OfType<SinkPlan>()).Distinct().ToEquatableArray(),
            Stores(sources, operators).ToEquatableArray());
    }

    private static ScanPlan Scan(DataSource source, List<OperatorPlan> operators, HashSet<string> handedOn) => new(
        source,
        operators.Where(plan => plan.Input.Name == source.Name && !handedOn.Contains(plan.Name)).Select(plan =>
            plan.Reference).ToEquatableArray(),
        IsStored(source, operators) ? TableStore(source) : null,
        source.DeadLetterTopic is { } topic ? new SinkPlan(topic, source.Name, IsInternal: false) : null);

    private static SinkPlan Sink(OperatorPlan plan) => new(plan.Output.Topic, plan.Query, plan is RepartitionPlan);

    private static IEnumerable<StorePlan> Stores(List<DataSource> sources, List<OperatorPlan> operators)
    {
        IEnumerable<StorePlan> tables = sources.Where(source => IsStored(source, operators))
            .Select(source => new StorePlan(TableStore(source), Layout(source.Columns), IsWindowed: false, source));
        IEnumerable<StorePlan> aggregations = operators.OfType<AggregatePlan>().Select(plan => new StorePlan(
            plan.Store, Layout(plan), plan.Aggregation.Window is not null, Table: null));
        return tables.Concat(aggregations);
    }

    /// <summary>A table is kept where it is joined with, or where what a filter let through before must be known.</summary>
    private static bool IsStored(DataSource source, List<OperatorPlan> operators) => source.Kind == SourceKind.Table
        && operators.Any(plan => plan is StreamTableJoinPlan join && join.Table.Name == source.Name
            || plan is TableProjectPlan && plan.Input.Name == source.Name);

    private static string TableStore(DataSource source) => source.Name + "-table";

    private static string Layout(IEnumerable<ColumnSchema> columns) =>
        string.Join(", ", columns.Select(column =>
            $"{column.Name} {column.Type}{(column.Role is ColumnRole.PrimaryKey or ColumnRole.Key ? " NOT NULL KEY" : "")}"));

    private static string Layout(AggregatePlan plan) => string.Join(", ", plan.Aggregation.GroupBy.Parts
        .Select(part => $"{part.Type} NOT NULL KEY")
        .Concat(plan.Aggregation.Aggregates.Select(aggregate => $"{aggregate.Kind}({aggregate.Argument?.Type}) {aggregate.Type}"))
        .Concat(plan.Aggregation.Window is { } window ? [$"TUMBLING {window.SizeMs}"] : []));
}
