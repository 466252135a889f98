using QueryGen.Binding;
using QueryGen.Inputs;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Planning;

/// <summary>What the program needs of each data source: which columns are read, whether it is stored, what its row is called.</summary>
internal static class SourcePlanner
{
    public static EquatableArray<SourcePlan> Plan(
        BoundProgram program, List<OperatorPlan> operators, EquatableArray<SubTopologyPlan> parts, string @namespace, CSharpInputs csharp)
    {
        IEnumerable<DataSource> internals = operators.Select(plan => plan.Output).Where(output => output.IsTransient || output.IsInternal);
        HashSet<string> stored = new(
            parts.SelectMany(part => part.Stores).Where(store => store.Table is not null).Select(store =>
                store.Table!.Name), StringComparer.Ordinal);
        Dictionary<string, EquatableArray<string>> included = new(StringComparer.Ordinal);
        foreach (StreamTableJoinPlan join in operators.OfType<StreamTableJoinPlan>())
        {
            included[join.Table.Name] = join.Included;
        }

        ILookup<string, (OperatorPlan Plan, int Side)> readers =
            operators.SelectMany(Sides).ToLookup(read => read.Source, read => (read.Plan, read.Side));
        ILookup<string, BoundQuery> writers = program.Queries.ToLookup(query => query.Sink.Name, StringComparer.Ordinal);
        HashSet<string> buffered = new(
            operators.OfType<StreamStreamJoinPlan>().SelectMany(join => join.Inputs).Select(input => input.Name), StringComparer.Ordinal);
        List<OperatorPlan> requests = [.. operators.Where(plan => plan is ForeignKeyRequestPlan)];
        return program.Sources.Concat(internals).Select(source =>
        {
            bool isStored = stored.Contains(source.Name);
            string? hostType = writers[source.Name].FirstOrDefault()?.HostType;
            IEnumerable<string> read = ColumnsRead(source, readers[source.Name], isStored);
            return Plan(source, read, hostType, @namespace, csharp) with
            {
                IsStored = isStored,
                IsBuffered = buffered.Contains(source.Name),
                IsVersioned = SubTopologyPlanner.IsVersioned(source, requests),
                Included = included.TryGetValue(source.Name, out EquatableArray<string> columns) ? columns : [],
            };
        }).ToEquatableArray();
    }

    /// <summary>Sources with mistakes: no record of them is read or written.</summary>
    public static EquatableArray<SourcePlan> PlanBroken(
        BoundProgram program, string @namespace, CSharpInputs csharp) => program.Broken.Select(broken =>
        {
            // The mistake may be that a column is there twice.
            DataSource source = broken.Source with
            {
                Columns = broken.Source.Columns.GroupBy(column => column.Name).Select(same => same.First()).ToEquatableArray(),
            };
            return Plan(source, [], broken.HostType, @namespace, csharp);
        }).ToEquatableArray();

    private static SourcePlan Plan(
        DataSource source, IEnumerable<string> columnsRead, string? hostType, string @namespace, CSharpInputs csharp)
    {
        HostedQuery? host = csharp.Queries.FirstOrDefault(query => query.Syntax.HostType == hostType);
        RowType? declared = csharp.Rows.FirstOrDefault(row => row.Source.Name == source.Name);
        string rowType = source.RowTypeName
            ?? $"global::{hostType ?? $"{@namespace}.{source.ClassName}"}.Row";
        return new SourcePlan(
            source,
            columnsRead.ToEquatableArray(),
            IsStored: false,
            IsBuffered: false,
            IsVersioned: false,
            IsPublic: source is { IsTransient: false, IsInternal: false },
            IsWritten: true,
            hostType is null ? null : HostOf(hostType),
            rowType,
            declared,
            IsRowPublic: declared?.IsPublic ?? host?.IsPublic ?? true);
    }

    private static HostPlan HostOf(string type)
    {
        int dot = type.LastIndexOf('.');
        return new HostPlan(dot < 0 ? "" : type.Substring(0, dot), type.Substring(dot + 1));
    }

    // What an operator reads: its input as the first side, and what it is joined with.
    private static IEnumerable<(string Source, OperatorPlan Plan, int Side)> Sides(OperatorPlan plan) =>
        plan.Sources.Select((source, side) => (source.Name, plan, side));

    /// <summary>Pruning: a column that no query reads is passed over when a record is decoded.</summary>
    private static IEnumerable<string> ColumnsRead(
        DataSource source, IEnumerable<(OperatorPlan Plan, int Side)> readers, bool isStored)
    {
        HashSet<string> read = new(StringComparer.Ordinal);
        foreach ((OperatorPlan plan, int side) in readers)
        {
            read.UnionWith(Expressions(plan).SelectMany(expression => BoundTrees.Columns(expression, side)));
        }

        if (source.TimestampColumn is { } timestamp)
        {
            read.Add(timestamp);
        }

        // A stored table can be looked up from C#, with all its columns. A value without an object around it is read to be passed over.
        bool isWhole = isStored || source.IsInternal || source.ValueFormat is { Format: SerdeFormat.Json, IsWrapped: false };
        return source.Columns.Where(column => column.Role is not (ColumnRole.Key or ColumnRole.PrimaryKey)
                && (isWhole || read.Contains(column.Name)))
            .Select(column => column.Name);
    }

    private static IEnumerable<BoundExpression> Expressions(OperatorPlan plan)
    {
        IEnumerable<BoundExpression> all = plan switch
        {
            ProjectPlan project => project.Columns.Select(column => column.Expression).Concat(project.PartitionBy?.Parts ?? [])
                .Concat(project.TableFunctions.Select(function => function.Elements)),
            TableProjectPlan project => project.Columns.Select(column => column.Expression),
            StreamTableJoinPlan join => join.Columns.Select(column => column.Expression).Append(join.Key),
            StreamStreamJoinPlan join => Of(join.Columns, join.LeftKey, join.RightKey),
            TableTableJoinPlan join => Of(join.Columns, join.LeftKey, join.RightKey),
            ForeignKeyRequestPlan request => [request.Key],
            ForeignKeyAnswerPlan answer => answer.Columns.Select(column => column.Expression),
            ForeignKeyResultPlan result => result.Columns.Select(column => column.Expression),
            TableRepartitionPlan repartition => repartition.Keys.Parts
                .Concat(repartition.OldColumns.Concat(repartition.NewColumns).Select(column => column.Expression)),
            RepartitionPlan repartition => repartition.Keys.Parts.Concat(repartition.Columns.Select(column => column.Expression)),
            AggregatePlan aggregate => aggregate.Columns.Select(column => column.Expression)
                .Concat(aggregate.Aggregation.GroupBy.Parts)
                .Concat(aggregate.Aggregation.Aggregates.Concat(aggregate.Changes?.Old ?? []).SelectMany(each => each.Arguments))
                .Concat(aggregate.Aggregation.Having is { } having ? [having.Condition] : []),
            _ => throw new InvalidOperationException($"The planner has no rule for {plan.GetType().Name}."),
        };
        return plan.Where is { } where ? all.Append(where.Condition) : all;
    }

    private static IEnumerable<BoundExpression> Of(
        EquatableArray<BoundColumnDefinition> columns, BoundExpression leftKey, BoundExpression rightKey) =>
        columns.Select(column => column.Expression).Append(leftKey).Append(
            BoundTrees.Replace(rightKey, part => part is BoundColumn column ? column with { Source = 1 } : null));
}
