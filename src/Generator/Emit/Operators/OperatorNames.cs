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

    public static string Key(AggregatePlan plan) => plan.ClassName + "Group";

    public static string State(AggregatePlan plan) => plan.ClassName + "State";

    public static string StoreType(AggregatePlan plan) => plan.Aggregation.Window is null
        ? $"AggregateStore<{Key(plan)}, {State(plan)}>"
        : $"WindowStore<{Key(plan)}, {State(plan)}>";

    public static string StoreField(AggregatePlan plan) => $"_{CSharpName.Camel(plan.ClassName)}Store";

    public static string StoreType(DataSource table)
    {
        SourceNames names = new(table);
        return $"KeyValueStore<{names.Key}, {names.Row}>";
    }

    public static string StoreField(DataSource table) => $"_{CSharpName.Camel(table.ClassName)}Table";
}
