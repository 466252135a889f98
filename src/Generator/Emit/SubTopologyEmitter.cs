using QueryGen.Binding;
using QueryGen.Emit.Operators;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>Writes the program of a task: it reads each record once and hands its row to every operator that takes it.</summary>
internal static class SubTopologyEmitter
{
    public static string ClassName(int id) => $"SubTopology{id}";

    public static Code Emit(SubTopologyPlan plan) => Of($$"""
        /// <summary>Sub-topology {{plan.Id}}: {{Xml(string.Join(", ", plan.Queries))}}.</summary>
        internal sealed class {{ClassName(plan.Id)}} : TaskProgram
        {
            {{Lines(plan.Stores.Select(StoreField))}}
            {{Lines(plan.Operators.Select(operation => $"private readonly {OperatorNames.Class(operation.Name)} {OperatorNames.Field(operation.Name)};"))}}
            {{Lines(plan.Scans.Select(scan => ScanEmitter.RowsAhead(plan, scan)).Where(field => field.Length > 0))}}

            public {{ClassName(plan.Id)}}(TaskContext task)
                : base(task)
            {
                {{Lines(plan.Stores.Select((store, index) => OpenStore(plan, store, index)))}}
                {{Lines(TakersFirst(plan).Select(operation => Construct(plan, operation)))}}
            }

            public override void Process(int source, RecordBatch batch)
            {
                switch (source)
                {
                    {{Sections(plan.Scans.Select((scan, index) => Case(scan, index)))}}
                }
            }

            {{(plan.Stores.Count == 0 ? None : Lookup(plan))}}

            {{Sections(plan.Scans.Select((scan, index) => ScanEmitter.Emit(plan, scan, index)))}}
        }
        """);

    private static string StoreField(StorePlan store) => $"private readonly {StoreTypeName(store)} {FieldOf(store)};";

    private static string StoreTypeName(StorePlan store) => store.Table is { } table ? OperatorNames.StoreType(table) : AggregateType(store);

    // The types of an aggregation's store are named after its query: <QUERY>-aggregate.
    private static string AggregateType(StorePlan store)
    {
        string query = Support.CSharpName.Pascal(store.Name.Substring(0, store.Name.LastIndexOf("-aggregate", StringComparison.Ordinal)));
        return $"{(store.IsWindowed ? "WindowStore" : "AggregateStore")}<{query}Group, {query}State>";
    }

    /// <summary>The field of a store.</summary>
    public static string FieldOf(StorePlan store) => OperatorNames.Field(store.Name) + "Store";

    private static string OpenStore(SubTopologyPlan plan, StorePlan store, int index)
    {
        if (store.Table is { } table)
        {
            SourceNames names = new(table);
            return $"{FieldOf(store)} = task.KeyValueStore<{names.Key}, {names.Row}>({index});";
        }

        AggregatePlan aggregate = plan.Operators.OfType<AggregatePlan>().First(operation => operation.Store == store.Name);
        string types = $"<{OperatorNames.Key(aggregate)}, {OperatorNames.State(aggregate)}>";
        return aggregate.Aggregation.Window is { } window
            ? $"{FieldOf(store)} = task.WindowStore{types}({index}, sizeMs: {window.SizeMs}L, graceMs: {window.GraceMs}L, "
                + $"retentionMs: {(window.RetentionMs is { } retention ? $"{retention}L" : "null")});"
            : $"{FieldOf(store)} = task.AggregateStore{types}({index});";
    }

    // An operator is made after those that it hands its rows to.
    private static List<OperatorPlan> TakersFirst(SubTopologyPlan plan)
    {
        List<OperatorPlan> made = [];
        void Make(OperatorPlan operation)
        {
            foreach (string next in operation.Next)
            {
                Make(plan.Operators.First(other => other.Name == next));
            }

            if (!made.Contains(operation))
            {
                made.Add(operation);
            }
        }

        foreach (OperatorPlan operation in plan.Operators)
        {
            Make(operation);
        }

        return made;
    }

    private static string Construct(SubTopologyPlan plan, OperatorPlan operation)
    {
        int sink = plan.Sinks.ToList().FindIndex(found => found.Topic == operation.Output.Topic && found.Query == operation.Query);
        string store = operation switch
        {
            StreamTableJoinPlan or AggregatePlan => FieldOf(StoreOf(plan, operation)) + ", ",
            _ => "",
        };
        string next = string.Concat(operation.Next.Select(name => ", " + OperatorNames.Field(name)));
        return $"{OperatorNames.Field(operation.Name)} = new {OperatorNames.Class(operation.Name)}(task, {store}task.Output({sink}){next});";
    }

    /// <summary>The store that a join or an aggregation looks up in.</summary>
    public static StorePlan StoreOf(SubTopologyPlan plan, OperatorPlan operation) => operation switch
    {
        StreamTableJoinPlan join => plan.Stores.First(found => found.Table?.Name == join.Table.Name),
        AggregatePlan aggregate => plan.Stores.First(found => found.Name == aggregate.Store),
        _ => throw new InvalidOperationException($"{operation.GetType().Name} has no store."),
    };

    private static Code Case(ScanPlan scan, int index) => Of($$"""
        case {{index}}:
            Process{{new SourceNames(scan.Source).Class}}(batch);
            break;
        """);

    private static Code Lookup(SubTopologyPlan plan) => Of($$"""
        public override bool TryLookup(int table, in RecordRef key, long? windowStartMs, OutputBuffer result) => table switch
        {
            {{Lines(plan.Stores.Select((store, index) => LookupArm(plan, store, index)))}}
            _ => false,
        };

        {{Sections(plan.Stores.Where(store => store.Table is not null).Select(LookupTable))}}
        """);

    private static string LookupArm(SubTopologyPlan plan, StorePlan store, int index)
    {
        if (store.Table is { } table)
        {
            return $"{index} => TryLookup{new SourceNames(table).Class}(in key, result),";
        }

        AggregatePlan aggregate = plan.Operators.OfType<AggregatePlan>().First(operation => operation.Store == store.Name);
        string window = aggregate.Aggregation.Window is null ? "" : "windowStartMs, ";
        return $"{index} => {OperatorNames.Field(aggregate.Name)}.TryLookup(in key, {window}result),";
    }

    private static Code LookupTable(StorePlan store)
    {
        SourceNames names = new(store.Table!);
        ColumnSchema[] keys = SourceNames.Keys(store.Table!).ToArray();
        return Of($$"""
            private bool TryLookup{{names.Class}}(in RecordRef key, OutputBuffer result)
            {
                {{names.Row}} read = default;
                if (!{{names.Serde}}.TryReadKey(in key, Task.Arena, ref read, out _) || {{ScanEmitter.IsKeyNull(keys, names, "read")}})
                {
                    return false;
                }

                {{names.Key}} stored = new() { {{ScanEmitter.KeyParts(keys, names, "read")}} };
                if (!{{FieldOf(store)}}.TryGet(in stored, out {{names.Row}} row, out long timestampMs))
                {
                    return false;
                }

                RecordContext context = new(timestampMs);
                {{names.Serde}}.Write(result, in row, in context);
                return true;
            }
            """);
    }
}
