using QueryGen.Binding;
using QueryGen.Emit.Operators;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit;

/// <summary>
/// Writes how a task reads one topic: each record is decoded once and its row handed to every operator that takes it, in the order of the records.
/// </summary>
internal static class ScanEmitter
{
    // The JIT compiler inlines so much into one method and no more: a loop gets all of it to itself.
    private const string OncePerBatch = "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]";

    public static Code Emit(SubTopologyPlan plan, ScanPlan scan, int index)
    {
        SourceNames names = new(scan.Source);
        List<Lookup> ahead = Lookups.Of(plan, scan, $"{RowsField(names)}[read]");
        string takers = string.Join(", ", scan.Operators.Select(taker => taker.Name));
        return Of($$"""
            // FROM {{Comment(scan.Source.Name)}}{{(takers.Length == 0 ? "" : ", read once for " + Comment(takers))}}
            {{InTurn(plan, scan, ahead, names, index)}}

            {{(ahead.Count == 0 ? None : Ahead(plan, scan, ahead, index))}}

            {{Sections(scan.Others.Prepend(scan).Select(one => Take(plan, one, index)))}}
            """);
    }

    /// <summary>The field that takes the rows that are read ahead of their turn; empty where none are.</summary>
    public static string RowsAhead(SubTopologyPlan plan, ScanPlan scan)
    {
        SourceNames names = new(scan.Source);
        return Lookups.Of(plan, scan, "").Count == 0 ? "" : $"private readonly {names.Row}[] {RowsField(names)} = new {names.Row}[ReadAhead.MostRecords];";
    }

    /// <summary>Whether a key has a part that is NULL, in a row.</summary>
    public static string IsKeyNull(IEnumerable<ColumnSchema> keys, SourceNames names, string row) =>
        string.Join(" || ", keys.Select(key => StoredEmitter.IsNull($"{row}.{names[key.Name]}", key.Type)));

    /// <summary>The members of a key, out of a row whose key has no NULL.</summary>
    public static string KeyParts(IEnumerable<ColumnSchema> keys, SourceNames names, string row) =>
        string.Join(", ", keys.Select(key => $"{names[key.Name]} = {StoredEmitter.Part($"{row}.{names[key.Name]}", key.Type)}"));

    private static string RowsField(SourceNames names) => $"_rowsOf{names.Class}";

    private static Code Take(SubTopologyPlan plan, ScanPlan scan, int index)
    {
        SourceNames names = new(scan.Source);
        return Of($$"""
            private void Take{{names.Class}}(in RecordRef record, int partition, in {{names.Row}} row)
            {
                RecordContext context = new(in record, partition);
                {{EventTime(scan.Source, index)}}
                {{(scan.Source.Kind == SourceKind.Table ? Table(plan, scan, names, index) : Hand(scan, "in row, in context"))}}
            }
            """);
    }

    private static Code InTurn(SubTopologyPlan plan, ScanPlan scan, List<Lookup> ahead, SourceNames names, int index) => Of($$"""
        {{OncePerBatch}}
        private void Process{{names.Class}}(RecordBatch batch)
        {
            {{(ahead.Count == 0 ? None : WhenLarge(ahead, names))}}
            for (int i = 0; i < batch.Count; i++)
            {
                if ({{names.Serde}}.TryRead(in batch[i], Task.Arena, out {{names.Row}} row, out SerdeError error))
                {
                    {{Version(plan, scan, "row")}}
                    Take{{names.Class}}(in batch[i], batch.Partition, in row);
                }
                else
                {
                    Task.Failed({{index}}, in batch[i], error);
                }

                {{Sections(scan.Others.Select(other => Next(plan, other, index)))}}
                Task.Arena.Reset();
            }
        }
        """);

    // A record that the first source cannot read either is reported once.
    private static Code Next(SubTopologyPlan plan, ScanPlan scan, int index)
    {
        SourceNames names = new(scan.Source);
        return Of($$"""
            // FROM {{Comment(scan.Source.Name)}}, of the same record
            if ({{names.Serde}}.TryRead(in batch[i], Task.Arena, out {{names.Row}} rowOf{{names.Class}}, out SerdeError errorOf{{names.Class}}))
            {
                {{Version(plan, scan, $"rowOf{names.Class}")}}
                Take{{names.Class}}(in batch[i], batch.Partition, in rowOf{{names.Class}});
            }
            else if (error.Reason is null)
            {
                Task.Failed({{index}}, in batch[i], errorOf{{names.Class}});
            }

            """);
    }

    private static string Version(SubTopologyPlan plan, ScanPlan scan, string row, string record = "batch[i]") =>
        SubTopologyPlanner.IsVersioned(scan.Source, plan.Operators) ? $"{row}.{SourceNames.Version} = {record}.Offset;" : "";

    private static Code WhenLarge(List<Lookup> ahead, SourceNames names) => Of($$"""
        if ({{string.Join(" || ", ahead.Select(lookup => lookup.Store + ".IsLarge").Distinct())}})
        {
            ReadAheadOf{{names.Class}}(batch);
            return;
        }

        """);

    // Rows are taken in their order all the same, and a record that cannot be read is reported when it is its turn.
    private static Code Ahead(SubTopologyPlan plan, ScanPlan scan, List<Lookup> ahead, int index)
    {
        SourceNames names = new(scan.Source);
        string rows = RowsField(names);
        List<string> behind = Lookups.Of(plan, scan, $"{rows}[fetched]").Select(lookup => lookup.Row).OfType<string>().ToList();
        Code fetchRows = Lines([.. behind, "fetched++;"]);
        Code whileReading = behind.Count == 0 ? None : Of($$"""
            if (read >= ReadAhead.SlotRecords)
            {
                {{fetchRows}}
            }

            """);
        Code whileTaking = behind.Count == 0 ? None : Of($$"""
            if (fetched < read)
            {
                {{fetchRows}}
            }

            """);
        return Of($$"""
            // Some records are read ahead of their turn, and what they look up is fetched from memory meanwhile.
            {{OncePerBatch}}
            private void ReadAheadOf{{names.Class}}(RecordBatch batch)
            {
                for (int next = 0; next < batch.Count;)
                {
                    int end = System.Math.Min(next + ReadAhead.MostRecords, batch.Count);
                    int read = 0;
                    {{(behind.Count == 0 ? "" : "int fetched = 0;")}}
                    SerdeError error = default;
                    while (next + read < end && {{names.Serde}}.TryRead(in batch[next + read], Task.Arena, out {{rows}}[read], out error))
                    {
                        {{Version(plan, scan, $"{rows}[read]", "batch[next + read]")}}
                        {{Lines(ahead.Select(lookup => lookup.Slot))}}
                        {{whileReading}}
                        read++;
                    }

                    for (int i = 0; i < read; i++, next++)
                    {
                        {{whileTaking}}
                        Take{{names.Class}}(in batch[next], batch.Partition, in {{rows}}[i]);
                    }

                    if (next < end)
                    {
                        Task.Failed({{index}}, in batch[next++], error);
                    }

                    Task.Arena.Reset();
                }
            }
            """);
    }

    private static Code EventTime(DataSource source, int index)
    {
        if (source.TimestampColumn is not { } column)
        {
            return Of($$"""
                if (record.TimestampMs < 0)
                {
                    Task.Dropped({{index}}, in record, "its timestamp is negative");
                    return;
                }

                """);
        }

        return Of($$"""
            // TIMESTAMP = {{Comment(column)}}
            if (record.HasValue)
            {
                if ({{EventTimeEmitter.Milliseconds(source, "row", "Task.Arena")}} is not { } timestampMs || timestampMs < 0)
                {
                    Task.Dropped({{index}}, in record, {{Literal($"{column} is no timestamp")}});
                    return;
                }

                context = context.At(timestampMs);
            }

            """);
    }

    private static Code Hand(ScanPlan scan, string arguments) =>
        Lines(scan.Operators.Select(taker => $"{OperatorNames.Field(taker)}.Process({arguments});"));

    private static Code Table(SubTopologyPlan plan, ScanPlan scan, SourceNames names, int index)
    {
        if (plan.Stores.FirstOrDefault(found => found.Name == scan.Store) is not { } store)
        {
            return Hand(scan, "in row, in context");
        }

        ColumnSchema[] keys = SourceNames.Keys(scan.Source).ToArray();
        string field = SubTopologyEmitter.FieldOf(plan, store);
        bool hasOperators = plan.Operators.Any(operation => scan.Operators.Contains(operation.Reference));
        Code changes = hasOperators ? Of($$"""
            bool hasOld = {{field}}.TryGet(in key, out {{names.Row}} old);
            {{Hand(scan, "in row, in old, hasOld, in context")}}
            """) : None;
        return Of($$"""
            if ({{IsKeyNull(keys, names, "row")}})
            {
                Task.Dropped({{index}}, in record, "a table's record needs a key");
                return;
            }

            {{names.Key}} key = new() { {{KeyParts(keys, names, "row")}} };
            {{changes}}
            if (context.HasValue)
            {
                {{field}}.Put(in key, in row, context.TimestampMs);
            }
            else
            {
                {{field}}.Delete(in key);
            }
            """);
    }
}
