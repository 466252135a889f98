using QueryGen.Binding;
using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>
/// A program without what its operators compute, and without places in the SQL: its topics, stores, sub-topologies and names. An edit of a
/// condition or a projection leaves it as it is, and with it the programs of the tasks and what describes the whole.
/// </summary>
internal static class Outline
{
    private static readonly Clause Nowhere = new("", default);

    public static ProgramPlan Of(ProgramPlan plan) => plan with
    {
        NestedTypes = [],
        Functions = [],
        Operators = [],
        SubTopologies = plan.SubTopologies.Select(part => part with { Operators = Of(part.Operators) }).ToEquatableArray(),
        Seeds = plan.Seeds.Select(seed => seed with { Values = [], TimestampMs = null, Clause = Nowhere }).ToEquatableArray(),
        Connectors = plan.Connectors.Select(connector => connector with { Clause = Nowhere }).ToEquatableArray(),
    };

    private static EquatableArray<OperatorPlan> Of(EquatableArray<OperatorPlan> operators)
    {
        HashSet<string> keys = new(
            operators.OfType<StreamStreamJoinPlan>().SelectMany(join => new[] { join.LeftKey, join.RightKey }).OfType<BoundColumn>()
                .Select(key => key.Name),
            StringComparer.Ordinal);
        return operators.Select(plan => plan is ProjectPlan { Output.IsTransient: true } rows
            ? (ProjectPlan)Of(rows) with { Columns = Keys(rows, keys) }
            : Of(plan)).ToEquatableArray();
    }

    // What streams are joined on tells what is read ahead.
    private static EquatableArray<BoundColumnDefinition> Keys(ProjectPlan rows, HashSet<string> keys) => rows.Columns
        .Where(column => column.Expression is BoundColumn && keys.Contains(column.Name))
        .Select(column => column with { Clause = Nowhere }).ToEquatableArray();

    private static OperatorPlan Of(OperatorPlan plan) => WithoutColumns(plan) with { Sql = "", Where = null };

    private static OperatorPlan WithoutColumns(OperatorPlan plan) => plan switch
    {
        ProjectPlan project => project with { Columns = [], PartitionBy = null, TableFunctions = [] },
        TableProjectPlan project => project with { Columns = [] },
        TableRepartitionPlan repartition => repartition with
        {
            OldColumns = [],
            NewColumns = [],
            Keys = new BoundKeys([], Nowhere),
        },
        RepartitionPlan repartition => repartition with { Columns = [], Keys = new BoundKeys([], Nowhere) },
        StreamTableJoinPlan join => join with { Columns = [], Join = Nowhere },
        StreamStreamJoinPlan join => join with { Columns = [], Join = Nowhere },
        TableTableJoinPlan join => join with
        {
            Columns = [],
            Left = join.Left is { } left ? (TableTableJoinPlan)Of(left) : null,
            Join = Nowhere,
        },
        ForeignKeyRequestPlan request => request with { Join = Nowhere },
        ForeignKeyAnswerPlan answer => answer with { Columns = [] },
        ForeignKeyResultPlan result => result with { Columns = [], Join = Nowhere },
        AggregatePlan aggregate => aggregate with
        {
            Columns = [],
            Aggregation = Of(aggregate.Aggregation),
            Changes = null,
        },
        _ => plan,
    };

    // How its store is made, and by what it is looked up in.
    private static BoundAggregation Of(BoundAggregation aggregation) => new(
        aggregation.GroupBy with { Clause = Nowhere },
        aggregation.Window is { } window ? window with { Clause = Nowhere } : null,
        Aggregates: [],
        Having: null);
}
