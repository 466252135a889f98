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
        operators.Select(plan => Of(plan) with { Sql = "", Where = null }).ToEquatableArray();

    private static OperatorPlan Of(OperatorPlan plan) => plan switch
    {
        ProjectPlan project => project with { Columns = [], PartitionBy = null },
        TableProjectPlan project => project with { Columns = [] },
        StreamTableJoinPlan join => join with { Columns = [] },
        AggregatePlan aggregate => aggregate with { Columns = [] },
        _ => plan,
    };
}
