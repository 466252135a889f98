using QueryGen.Support;

namespace QueryGen.Planning;

/// <summary>
/// A program without what its operators compute: its topics, stores, sub-topologies and names. An edit of a condition or a projection
/// leaves it as it is, and with it what describes the whole program.
/// </summary>
internal static class Outline
{
    public static ProgramPlan Of(ProgramPlan plan) => plan with
    {
        Operators = Of(plan.Operators),
        SubTopologies = plan.SubTopologies.Select(part => part with { Operators = Of(part.Operators) }).ToEquatableArray(),
    };

    private static EquatableArray<OperatorPlan> Of(EquatableArray<OperatorPlan> operators) =>
        operators.Select(Of).ToEquatableArray();

    private static OperatorPlan Of(OperatorPlan plan) => WithoutColumns(plan) with { Sql = "", Where = null };

    private static OperatorPlan WithoutColumns(OperatorPlan plan) => plan switch
    {
        ProjectPlan project => project with { Columns = [], PartitionBy = null },
        TableProjectPlan project => project with { Columns = [] },
        StreamTableJoinPlan join => join with { Columns = [] },
        StreamStreamJoinPlan join => join with { Columns = [] },
        TableTableJoinPlan join => join with { Columns = [], Left = join.Left is { } left ? (TableTableJoinPlan)Of(left) : null },
        ForeignKeyAnswerPlan answer => answer with { Columns = [] },
        ForeignKeyResultPlan result => result with { Columns = [] },
        AggregatePlan aggregate => aggregate with { Columns = [] },
        _ => plan,
    };
}
