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

            {{(!plan.Stores.Any(store => IsTable(plan, store)) ? None : Lookup(plan))}}

            {{Sections(plan.Scans.Select((scan, index) => ScanEmitter.Emit(plan, scan, index)))}}
        }
        """);

    private static string OperatorField(OperatorName name) => $"private readonly {OperatorNames.Class(name)} {OperatorNames.Field(name)};";

    /// <summary>The field of a store.</summary>
    public static string FieldOf(SubTopologyPlan plan, StorePlan store) => store.Table is { } table ? OperatorNames.StoreField(table)
        : BufferOf(plan, store) is { } join ? OperatorNames.StoreField(join, store.Name == join.LeftStore)
        : AnswersOf(plan, store) is { } answers ? OperatorNames.StoreField(answers)
        : OperatorNames.StoreField(AggregateOf(plan, store));

    private static string StoreType(SubTopologyPlan plan, StorePlan store) => store.Table is { } table ? TableType(store, table)
        : BufferOf(plan, store) is { } join ? OperatorNames.StoreType(join, store.Name == join.LeftStore)
        : AnswersOf(plan, store) is { } answers ? OperatorNames.StoreType(answers)
        : OperatorNames.StoreType(AggregateOf(plan, store));

    private static string TableType(StorePlan store, DataSource table) =>
        store.Included.Count > 0 ? OperatorNames.CoveringStoreType(table) : OperatorNames.StoreType(table);

    private static ForeignKeyAnswerPlan? AnswersOf(SubTopologyPlan plan, StorePlan store) =>
        plan.Operators.OfType<ForeignKeyAnswerPlan>().FirstOrDefault(answers => answers.Store == store.Name);

    // Whether rows can be looked up in it from outside.
    private static bool IsTable(SubTopologyPlan plan, StorePlan store) => store.Table is { } table
        ? !table.IsTransient
        : plan.Operators.OfType<AggregatePlan>().Any(operation => operation.Store == store.Name);

    // The join whose buffer it is; null for another store.
    private static StreamStreamJoinPlan? BufferOf(SubTopologyPlan plan, StorePlan store) =>
        plan.Operators.OfType<StreamStreamJoinPlan>().FirstOrDefault(join => store.Name == join.LeftStore || store.Name == join.RightStore);

    private static AggregatePlan AggregateOf(SubTopologyPlan plan, StorePlan store) =>
        plan.Operators.OfType<AggregatePlan>().First(operation => operation.Store == store.Name);

    private static string OpenStore(SubTopologyPlan plan, StorePlan store, int index)
    {
        string field = FieldOf(plan, store);
        if (store.Table is { } table)
        {
            return $"{field} = task.{TableType(store, table)}({index});";
        }

        if (BufferOf(plan, store) is { } join)
        {
            return $"{field} = {StreamStreamJoinEmitter.Open(join, store.Name == join.LeftStore, index)};";
        }

        if (AnswersOf(plan, store) is not null)
        {
            return $"{field} = task.{StoreType(plan, store)}({index});";
        }

        AggregatePlan aggregate = AggregateOf(plan, store);
        return $"{field} = task.{StoreType(plan, store)}({string.Join(", ", StoreArguments(aggregate.Aggregation.Window).Prepend($"{index}"))});";
    }

    private static IEnumerable<string> StoreArguments(BoundWindow? window)
    {
        if (window is null)
        {
            return [];
        }

        string size = window.IsSession ? $"gapMs: {window.SizeMs}L" : $"sizeMs: {window.SizeMs}L";
        string retention = $"retentionMs: {(window.RetentionMs is { } retentionMs ? $"{retentionMs}L" : "null")}";
        string[] advance = window.Shape == WindowShape.Hopping ? [$"advanceMs: {window.AdvanceMs}L"] : [];
        string[] final = window is { IsSession: true, IsFinal: true } ? ["isFinal: true"] : [];
        string[] keeps = window.Emit == WindowEmit.Final ? ["keepsUntilFinal: true"] : [];
        return [size, $"graceMs: {window.GraceMs}L", retention, .. advance, .. final, .. keeps];
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
        IEnumerable<string> stores = operation switch
        {
            StreamStreamJoinPlan join => [join.LeftStore, join.RightStore],
            AggregatePlan aggregate => [aggregate.Store],
            ForeignKeyRequestPlan => [],
            ForeignKeyAnswerPlan answers => [answers.Store, StoreOf(plan, answers.Right).Name],
            ForeignKeyResultPlan { IsKept: true } result => [StoreOf(plan, result.Left).Name, StoreOf(plan, result.Output).Name],
            _ => operation.Tables.Select(table => StoreOf(plan, table).Name),
        };
        IEnumerable<string> arguments =
        [
            "task",
            .. stores.Select(name => FieldOf(plan, plan.Stores.First(store => store.Name == name))),
            .. operation.Output.IsTransient ? Array.Empty<string>() : [$"task.Output({sink})"],
            .. operation.Next.Select(OperatorNames.Field),
        ];
        return $"{OperatorNames.Field(operation.Reference)} = new {OperatorNames.Class(operation.Reference)}({string.Join(", ", arguments)});";
    }

    /// <summary>The store that keeps a table.</summary>
    public static StorePlan StoreOf(SubTopologyPlan plan, DataSource table) => plan.Stores.First(found => found.Table?.Name == table.Name);

    /// <summary>The store that a join or an aggregation looks up in.</summary>
    public static StorePlan StoreOf(SubTopologyPlan plan, OperatorPlan operation) => operation switch
    {
        StreamTableJoinPlan join => StoreOf(plan, join.Table),
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
            {{Lines(plan.Stores.Select((store, index) => IsTable(plan, store) ? LookupArm(plan, store, index) : "").Where(arm => arm.Length > 0))}}
            _ => false,
        };

        {{Sections(plan.Stores.Where(store => store.Table is { IsTransient: false }).Select(LookupTable))}}
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
