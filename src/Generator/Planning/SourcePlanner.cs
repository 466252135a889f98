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
        IEnumerable<DataSource> internals = operators.OfType<RepartitionPlan>().Select(plan => plan.Output);
        HashSet<string> stored = new(
            parts.SelectMany(part => part.Stores).Where(store => store.Table is not null).Select(store =>
                store.Table!.Name), StringComparer.Ordinal);
        return program.Sources.Concat(internals).Select(source =>
        {
            bool isStored = stored.Contains(source.Name);
            string? hostType = program.Queries.FirstOrDefault(query => query.Sink.Name == source.Name)?.HostType;
            return Plan(source, ColumnsRead(source, operators, isStored), isStored, hostType, @namespace, csharp);
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
            return Plan(source, [], isStored: false, broken.HostType, @namespace, csharp);
        }).ToEquatableArray();

    private static SourcePlan Plan(
        DataSource source, IEnumerable<string> columnsRead, bool isStored, string? hostType, string @namespace, CSharpInputs csharp)
    {
        HostedQuery? host = csharp.Queries.FirstOrDefault(query => query.Syntax.HostType == hostType);
        RowType? declared = csharp.Rows.FirstOrDefault(row => row.Source.Name == source.Name);
        string rowType = source.RowTypeName
            ?? $"global::{hostType ?? $"{@namespace}.{source.ClassName}"}.Row";
        return new SourcePlan(
            source,
            columnsRead.ToEquatableArray(),
            isStored,
            IsPublic: !source.IsInternal,
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

    /// <summary>Pruning: a column that no query reads is passed over when a record is decoded.</summary>
    private static IEnumerable<string> ColumnsRead(DataSource source, List<OperatorPlan> operators, bool isStored)
    {
        HashSet<string> read = new(StringComparer.Ordinal);
        foreach (OperatorPlan plan in operators)
        {
            if (plan.Input.Name == source.Name)
            {
                read.UnionWith(Expressions(plan).SelectMany(expression => BoundTrees.Columns(expression, source: 0)));
                if (plan is RepartitionPlan)
                {
                    read.UnionWith(plan.Output.Columns.Select(column => column.Name));
                }
            }

            if (plan is StreamTableJoinPlan join && join.Table.Name == source.Name)
            {
                read.UnionWith(Expressions(plan).SelectMany(expression => BoundTrees.Columns(expression, source: 1)));
            }
        }

        if (source.TimestampColumn is { } timestamp)
        {
            read.Add(timestamp);
        }

        // A stored table can be looked up from C#, with all its columns.
        return source.Columns.Where(column => column.Role == ColumnRole.Value && (isStored || read.Contains(column.Name)))
            .Select(column => column.Name);
    }

    private static IEnumerable<BoundExpression> Expressions(OperatorPlan plan)
    {
        IEnumerable<BoundExpression> all = plan switch
        {
            ProjectPlan project => project.Columns.Select(column => column.Expression).Concat(project.PartitionBy?.Parts ?? []),
            TableProjectPlan project => project.Columns.Select(column => column.Expression),
            StreamTableJoinPlan join => join.Columns.Select(column => column.Expression).Append(join.Key),
            RepartitionPlan repartition => repartition.Keys.Parts,
            AggregatePlan aggregate => aggregate.Columns.Select(column => column.Expression)
                .Concat(aggregate.Aggregation.GroupBy.Parts)
                .Concat(aggregate.Aggregation.Aggregates.Where(a => a.Argument is not null).Select(a => a.Argument!))
                .Concat(aggregate.Aggregation.Having is { } having ? [having.Condition] : []),
            _ => throw new InvalidOperationException($"The planner has no rule for {plan.GetType().Name}."),
        };
        return plan.Where is { } where ? all.Append(where.Condition) : all;
    }
}
