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
            {{Lines(plan.Stores.Select(store => StoreField(plan, store)))}}
            {{Lines(plan.Operators.Select(operation => $"private readonly {OperatorNames.Class(operation.Reference)} {OperatorNames.Field(operation.Reference)};"))}}

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

            {{Sections(plan.Scans.Select((scan, index) => Scan(plan, scan, index)))}}
        }
        """);

    private static string StoreField(SubTopologyPlan plan, StorePlan store) => store.Table is { } table
        ? $"private readonly {OperatorNames.StoreType(table)} {OperatorNames.StoreField(table)};"
        : $"private readonly {OperatorNames.StoreType(AggregateOf(plan, store))} {OperatorNames.StoreField(AggregateOf(plan, store))};";

    private static AggregatePlan AggregateOf(SubTopologyPlan plan, StorePlan store) =>
        plan.Operators.OfType<AggregatePlan>().First(operation => operation.Store == store.Name);

    private static string OpenStore(SubTopologyPlan plan, StorePlan store, int index)
    {
        if (store.Table is { } table)
        {
            SourceNames names = new(table);
            return $"{OperatorNames.StoreField(table)} = task.KeyValueStore<{names.Key}, {names.Row}>({index});";
        }

        AggregatePlan aggregate = AggregateOf(plan, store);
        string field = OperatorNames.StoreField(aggregate);
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
            StreamTableJoinPlan join => OperatorNames.StoreField(join.Table) + ", ",
            AggregatePlan aggregate => OperatorNames.StoreField(aggregate) + ", ",
            _ => "",
        };
        string next = string.Concat(operation.Next.Select(name => ", " + OperatorNames.Field(name)));
        string made = $"new {OperatorNames.Class(operation.Reference)}(task, {store}task.Output({sink}){next})";
        return $"{OperatorNames.Field(operation.Reference)} = {made};";
    }

    private static Code Case(ScanPlan scan, int index) => Of($$"""
        case {{index}}:
            Process{{new SourceNames(scan.Source).Class}}(batch);
            break;
        """);

    private static Code Scan(SubTopologyPlan plan, ScanPlan scan, int index)
    {
        DataSource source = scan.Source;
        SourceNames names = new(source);
        StorePlan? store = plan.Stores.FirstOrDefault(found => found.Name == scan.Store);
        return Of($$"""
            // FROM {{Comment(source.Name)}}, read once for {{Comment(string.Join(", ", scan.Operators.Select(taker => taker.Name)))}}
            private void Process{{names.Class}}(RecordBatch batch)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    ref readonly RecordRef record = ref batch[i];
                    RecordContext context = new(in record, batch.Partition);
                    if (!{{names.Serde}}.TryRead(in record, Task.Arena, out {{names.Row}} row, out SerdeError error))
                    {
                        Task.Failed({{index}}, in record, error);
                        Task.Arena.Reset();
                        continue;
                    }

                    {{EventTime(source, names, index)}}
                    {{(source.Kind == SourceKind.Table ? Table(plan, scan, store, names, index) : Hand(scan, "in row, in context"))}}
                    Task.Arena.Reset();
                }
            }
            """);
    }

    private static Code EventTime(DataSource source, SourceNames names, int index)
    {
        if (source.TimestampColumn is not { } column)
        {
            return Of($$"""
                if (record.TimestampMs < 0)
                {
                    Task.Dropped({{index}}, in record, "its timestamp is negative");
                    continue;
                }

                """);
        }

        bool isTimestamp = source.Columns.First(found => found.Name == column).Type.Kind == SqlKind.Timestamp;
        return Of($$"""
            // TIMESTAMP = {{Comment(column)}}
            if (record.HasValue)
            {
                if (row.{{names[column]}}{{(isTimestamp ? "?.Ms" : "")}} is not { } timestampMs || timestampMs < 0)
                {
                    Task.Dropped({{index}}, in record, {{Literal($"{column} is no timestamp")}});
                    Task.Arena.Reset();
                    continue;
                }

                context = context.At(timestampMs);
            }

            """);
    }

    private static Code Hand(ScanPlan scan, string arguments) =>
        Lines(scan.Operators.Select(name => $"{OperatorNames.Field(name)}.Process({arguments});"));

    private static Code Table(SubTopologyPlan plan, ScanPlan scan, StorePlan? store, SourceNames names, int index)
    {
        ColumnSchema[] keys = SourceNames.Keys(scan.Source).ToArray();
        string isNull = string.Join(" || ", keys.Select(key =>
            ClrTypes.HasIsNull(key.Type) ? $"row.{names[key.Name]}.IsNull" : $"row.{names[key.Name]} is null"));
        string key = string.Join(", ", keys.Select(column => $"{names[column.Name]} = row.{names[column.Name]}"));
        if (store is null)
        {
            return Hand(scan, "in row, in context");
        }

        bool hasOperators = plan.Operators.Any(operation => scan.Operators.Contains(operation.Reference));
        Code changes = hasOperators ? Of($$"""
            bool hasOld = {{OperatorNames.StoreField(scan.Source)}}.TryGet(in key, out {{names.Row}} old);
            {{Hand(scan, "in row, in old, hasOld, in context")}}
            """) : None;
        return Of($$"""
            if ({{isNull}})
            {
                Task.Dropped({{index}}, in record, "a table's record needs a key");
                Task.Arena.Reset();
                continue;
            }

            {{names.Key}} key = new() { {{key}} };
            {{changes}}
            if (context.HasValue)
            {
                {{OperatorNames.StoreField(scan.Source)}}.Put(in key, in row, context.TimestampMs);
            }
            else
            {
                {{OperatorNames.StoreField(scan.Source)}}.Delete(in key);
            }

            """);
    }

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
        string key = string.Join(", ", SourceNames.Keys(store.Table!).Select(column => $"{names[column.Name]} = read.{names[column.Name]}"));
        return Of($$"""
            private bool TryLookup{{names.Class}}(in RecordRef key, OutputBuffer result)
            {
                {{names.Row}} read = default;
                if (!{{names.Serde}}.TryReadKey(in key, Task.Arena, ref read, out _))
                {
                    return false;
                }

                {{names.Key}} stored = new() { {{key}} };
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
