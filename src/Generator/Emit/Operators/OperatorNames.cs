using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Support;

namespace QueryGen.Emit.Operators;

/// <summary>What an operator's types and their instances are called. The endings keep them clear of all other names in the code.</summary>
internal static class OperatorNames
{
    /// <summary>The operator's class.</summary>
    public static string Class(OperatorName name) => name.ClassName + "Query";

    /// <summary>An instance of it as a parameter.</summary>
    public static string Parameter(OperatorName name) => CSharpName.Camel(Class(name));

    /// <summary>An instance of it as a field.</summary>
    public static string Field(OperatorName name) => "_" + Parameter(name);

    /// <summary>What two streams are joined on.</summary>
    public static string Key(StreamStreamJoinPlan plan) => plan.ClassName + "RowsKey";

    public static string Key(AggregatePlan plan) => plan.ClassName + "Group";

    public static string State(AggregatePlan plan) => plan.ClassName + "State";

    public static string StoreType(AggregatePlan plan) => plan.Aggregation.Window switch
    {
        null => $"AggregateStore<{Key(plan)}, {State(plan)}>",
        { IsSession: true } => $"SessionStore<{Key(plan)}, {State(plan)}>",
        _ => $"WindowStore<{Key(plan)}, {State(plan)}>",
    };

    public static string StoreType(StreamStreamJoinPlan plan, bool isLeft) =>
        $"JoinBuffer<{Key(plan)}, {new SourceNames(isLeft ? plan.Input : plan.Right).Row}>";

    public static string StoreType(ForeignKeyAnswerPlan plan) =>
        $"SubscriptionStore<{new SourceNames(plan.Right).Key}, {new SourceNames(plan.Left).Key}>";

    public static string StoreField(AggregatePlan plan) => $"_{CSharpName.Camel(plan.ClassName)}Store";

    public static string StoreField(StreamStreamJoinPlan plan, bool isLeft) =>
        $"_{CSharpName.Camel(plan.ClassName)}{(isLeft ? "Left" : "Right")}";

    public static string StoreField(ForeignKeyAnswerPlan plan) => $"_{CSharpName.Camel(plan.ClassName)}Subscriptions";

    public static string StoreType(DataSource table)
    {
        SourceNames names = new(table);
        return $"KeyValueStore<{names.Key}, {names.Row}>";
    }

    public static string CoveringStoreType(DataSource table)
    {
        SourceNames names = new(table);
        return $"CoveringStore<{names.Key}, {names.Row}, {names.Included}>";
    }

    public static string StoreField(DataSource table) => $"_{CSharpName.Camel(table.ClassName)}Table";
}
