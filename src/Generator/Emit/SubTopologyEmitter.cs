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
            {{Lines(plan.Stores.Select(store => $"private readonly {StoreType(plan, store)} {FieldOf(plan, store)};"))}}
            {{Lines(plan.Operators.Select(operation => OperatorField(operation.Reference)))}}
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

    private static string OperatorField(OperatorName name) => $"private readonly {OperatorNames.Class(name)} {OperatorNames.Field(name)};";

    /// <summary>The field of a store.</summary>
    public static string FieldOf(SubTopologyPlan plan, StorePlan store) => store.Table is { } table
        ? OperatorNames.StoreField(table)
        : OperatorNames.StoreField(AggregateOf(plan, store));

    private static string StoreType(SubTopologyPlan plan, StorePlan store) => store.Table is { } table
        ? OperatorNames.StoreType(table)
        : OperatorNames.StoreType(AggregateOf(plan, store));

    private static AggregatePlan AggregateOf(SubTopologyPlan plan, StorePlan store) =>
        plan.Operators.OfType<AggregatePlan>().First(operation => operation.Store == store.Name);

    private static string OpenStore(SubTopologyPlan plan, StorePlan store, int index)
    {
        string field = FieldOf(plan, store);
        if (store.Table is { } table)
        {
            SourceNames names = new(table);
            return $"{field} = task.KeyValueStore<{names.Key}, {names.Row}>({index});";
        }

        AggregatePlan aggregate = AggregateOf(plan, store);
        string types = $"<{OperatorNames.Key(aggregate)}, {OperatorNames.State(aggregate)}>";
        return aggregate.Aggregation.Window is { } window
            ? $"{field} = task.WindowStore{types}({index}, sizeMs: {window.SizeMs}L, graceMs: {window.GraceMs}L, "
                + $"retentionMs: {(window.RetentionMs is { } retention ? $"{retention}L" : "null")});"
            : $"{field} = task.AggregateStore{types}({index});";
    }

    // An operator is made after those that it hands its rows to.
    private static List<OperatorPlan> TakersFirst(SubTopologyPlan plan)
    {
        List<OperatorPlan> made = [];
        void Make(OperatorPlan operation)
        {
            foreach (OperatorName next in operation.Next)
            {
                Make(plan.Operators.First(other => other.Reference == next));
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
            StreamTableJoinPlan or AggregatePlan => FieldOf(plan, StoreOf(plan, operation)) + ", ",
            _ => "",
        };
        string next = string.Concat(operation.Next.Select(name => ", " + OperatorNames.Field(name)));
        string made = $"new {OperatorNames.Class(operation.Reference)}(task, {store}task.Output({sink}){next})";
        return $"{OperatorNames.Field(operation.Reference)} = {made};";
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

        AggregatePlan aggregate = AggregateOf(plan, store);
        string window = aggregate.Aggregation.Window is null ? "" : "windowStartMs, ";
        return $"{index} => {OperatorNames.Field(aggregate.Reference)}.TryLookup(in key, {window}result),";
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
                if (!{{OperatorNames.StoreField(store.Table!)}}.TryGet(in stored, out {{names.Row}} row, out long timestampMs))
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
