using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Support;

namespace QueryGen.Emit.Operators;

/// <summary>What an operator's types are called.</summary>
internal static class OperatorNames
{
    /// <summary>The operator's class.</summary>
    public static string Class(string name) => CSharpName.Pascal(name) + "Query";

    /// <summary>Its field in another class.</summary>
    public static string Field(string name) => "_" + CSharpName.Camel(name).TrimStart('@');

    public static string Key(AggregatePlan plan) => CSharpName.Pascal(plan.Name) + "Group";

    /// <summary>What two streams are joined on.</summary>
    public static string Key(StreamStreamJoinPlan plan) => CSharpName.Pascal(plan.Store) + "RowsKey";

    public static string State(AggregatePlan plan) => CSharpName.Pascal(plan.Name) + "State";

    public static string StoreType(AggregatePlan plan) => plan.Aggregation.Window is null
        ? $"AggregateStore<{Key(plan)}, {State(plan)}>"
        : $"WindowStore<{Key(plan)}, {State(plan)}>";

    public static string StoreType(StreamStreamJoinPlan plan, bool isLeft) =>
        $"JoinBuffer<{Key(plan)}, {new SourceNames(isLeft ? plan.Input : plan.Right).Row}>";

    public static string StoreType(ForeignKeyAnswerPlan plan) =>
        $"SubscriptionStore<{new SourceNames(plan.Right).Key}, {new SourceNames(plan.Left).Key}>";

    public static string StoreType(DataSource table)
    {
        SourceNames names = new(table);
        return $"KeyValueStore<{names.Key}, {names.Row}>";
    }
}
