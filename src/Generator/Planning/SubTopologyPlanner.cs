using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Planning;

/// <summary>The operators of one sub-topology → its scans, stores and sinks.</summary>
internal static class SubTopologyPlanner
{
    /// <param name="handedOn">The names of the sources whose rows operators hand to each other.</param>
    public static SubTopologyPlan Plan(int id, List<OperatorPlan> operators, HashSet<string> handedOn)
    {
        List<DataSource> sources = operators.SelectMany(plan => plan.Inputs).Concat(operators.SelectMany(plan => plan.Tables))
            .Where(source => !handedOn.Contains(source.Name))
            .GroupBy(source => source.Name, StringComparer.Ordinal).Select(group => group.First()).ToList();
        List<ScanPlan> scans = sources.Select(source => Scan(source, operators)).GroupBy(scan => scan.Source.Topic, StringComparer.Ordinal)
            .Select(topic => topic.First() with { Others = topic.Skip(1).ToEquatableArray() }).ToList();
        return new SubTopologyPlan(
            id,
            operators.Select(plan => plan.Query).Distinct().ToEquatableArray(),
            scans.ToEquatableArray(),
            operators.ToEquatableArray(),
            operators.Where(plan => !plan.Output.IsTransient).Select(Sink)
                .Concat(scans.Select(scan => scan.DeadLetters).OfType<SinkPlan>()).Distinct().ToEquatableArray(),
            Stores(sources, operators).ToEquatableArray());
    }

    private static ScanPlan Scan(DataSource source, List<OperatorPlan> operators) => new(
        source,
        operators.Where(plan => plan.Inputs.Any(input => input.Name == source.Name)).Select(plan => plan.Reference).ToEquatableArray(),
        IsStored(source, operators) ? TableStore(source) : null,
        source.DeadLetterTopic is { } topic ? new SinkPlan(topic, source.Name, IsInternal: false) : null);

    private static SinkPlan Sink(OperatorPlan plan) => new(plan.Output.Topic, plan.Query, plan.Output.IsInternal);

    private static IEnumerable<StorePlan> Stores(List<DataSource> sources, List<OperatorPlan> operators)
    {
        IEnumerable<StorePlan> tables = sources.Where(source => IsStored(source, operators))
            .Select(source => new StorePlan(
                TableStore(source), Layout(source.Columns) + (IsVersioned(source, operators) ? ", ROWOFFSET BIGINT" : ""),
                IsWindowed: false, source)
            {
                Included = operators.OfType<StreamTableJoinPlan>().FirstOrDefault(join => join.Table.Name == source.Name)?.Included ?? [],
            });
        IEnumerable<StorePlan> aggregations = operators.OfType<AggregatePlan>().Select(plan => new StorePlan(
            plan.Store, Layout(plan), plan.Aggregation.Window is not null, Table: null));
        IEnumerable<StorePlan> buffers = operators.OfType<StreamStreamJoinPlan>().SelectMany(plan => new[]
        {
            new StorePlan(plan.LeftStore, Layout(plan, plan.Input), IsWindowed: true, Table: null),
            new StorePlan(plan.RightStore, Layout(plan, plan.Right), IsWindowed: true, Table: null),
        });
        IEnumerable<StorePlan> results = operators.OfType<ForeignKeyResultPlan>().Where(plan => plan.IsKept)
            .Select(plan => new StorePlan(TableStore(plan.Output), Layout(plan.Output.Columns), IsWindowed: false, plan.Output));
        IEnumerable<StorePlan> subscriptions = operators.OfType<ForeignKeyAnswerPlan>()
            .Select(plan => new StorePlan(plan.Store, Layout(plan.Input.Columns), IsWindowed: false, Table: null));
        return tables.Concat(aggregations).Concat(buffers).Concat(results).Concat(subscriptions);
    }

    /// <summary>Whether a row keeps its offset, which tells its states apart.</summary>
    public static bool IsVersioned(DataSource source, IEnumerable<OperatorPlan> operators) =>
        operators.Any(plan => plan is ForeignKeyRequestPlan && plan.Input.Name == source.Name);

    /// <summary>A table is kept where it is joined with, or where what a filter let through before must be known.</summary>
    private static bool IsStored(DataSource source, List<OperatorPlan> operators) => source.Kind == SourceKind.Table
        && operators.Any(plan => plan.Tables.Any(table => table.Name == source.Name)
            || (plan is TableProjectPlan or TableRepartitionPlan && plan.Input.Name == source.Name));

    private static string TableStore(DataSource source) => source.Name + "-table";

    private static string Layout(IEnumerable<ColumnSchema> columns) =>
        string.Join(", ", columns.Select(column =>
            $"{column.Name} {column.Type}{(column.Role is ColumnRole.PrimaryKey or ColumnRole.Key ? " NOT NULL KEY" : "")}"));

    private static string Layout(StreamStreamJoinPlan plan, DataSource rows) =>
        $"{plan.LeftKey.Type} NOT NULL KEY, "
        + string.Concat(plan.Bounds.Select(bound => $"{bound.Name} BIGINT NOT NULL KEY, "))
        + $"ROWTIME BIGINT, {Layout(rows.Columns)}"
        + (rows.Window.Kind == WindowKind.None ? "" : string.Concat(plan.Bounds.Select(bound => $", {bound.Name} BIGINT")));

    private static string Layout(AggregatePlan plan) => string.Join(", ", plan.Aggregation.GroupBy.Parts
        .Select(part => $"{part.Type} NOT NULL KEY")
        .Concat(plan.Aggregation.Aggregates.Select(Layout))
        .Concat(plan.Aggregation.Window is { } window ? [Layout(window)] : []));

    private static string Layout(BoundWindow window) => window.Shape switch
    {
        WindowShape.Session => $"SESSION {window.SizeMs}",
        WindowShape.Hopping => $"HOPPING {window.SizeMs} ADVANCE {window.AdvanceMs}",
        _ => $"TUMBLING {window.SizeMs}",
    };

    private static string Layout(BoundAggregate aggregate) => aggregate.User is { } user
        ? $"{user.Name}({aggregate.State?.ToString() ?? user.Layout}) {aggregate.Type}"
        : $"{aggregate.Kind}({string.Join(", ", aggregate.Arguments.Select(argument => argument.Type))}) {aggregate.Type}";
}
