using QueryGen.Binding;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes how C# looks groups up: the key comes in the sink's format, the row goes in the sink's formats.</summary>
internal static class AggregateLookupEmitter
{
    /// <param name="output">The sink's names.</param>
    /// <param name="arguments">What the method for the result takes.</param>
    public static Code Emit(AggregatePlan plan, SourceNames output, string arguments)
    {
        bool isWindowed = plan.Aggregation.Window is not null;
        IEnumerable<Code> parts = plan.Columns.Where(column => column is { IsKey: true, Expression: BoundKeyPart })
            .Select(column => Part($"read.{output[column.Name]}", (BoundKeyPart)column.Expression));
        return Of($$"""
            /// <summary>Looks a group up by the key of the table that it makes.</summary>
            public bool TryLookup(in RecordRef key, {{(isWindowed ? "long? windowStart, " : "")}}OutputBuffer output)
            {
                {{output.Row}} read = default;
                if (!{{output.Serde}}.{{(isWindowed ? "TryReadKeyWithoutWindow" : "TryReadKey")}}(key, task.Arena, ref read, out _))
                {
                    return false;
                }

                {{OperatorNames.Key(plan)}} group = default;
                {{Sections(parts)}}

                if ({{Missing(plan)}})
                {
                    return false;
                }

                ref {{OperatorNames.State(plan)}} state = ref entry.State;
                RecordContext context = new(entry.TimestampMs);
                Result(task, {{arguments}}, out {{output.Row}} result);
                {{output.Serde}}.Write(output, in result, in context);
                return true;
            }
            """);
    }

    // A row that was not written, or was deleted, is not in the table.
    private static string Missing(AggregatePlan plan)
    {
        string found = $"out AggregateEntry<{OperatorNames.State(plan)}> entry";
        string get = plan.Aggregation.Window switch
        {
            null => $"!store.TryGet(in group, {found})",
            { IsSession: true } => $"windowStart is not {{ }} windowStartMs || !store.TryGet(in group, windowStartMs, out long windowEndMs, {found})",
            { IsFinal: true } =>
                $"windowStart is not {{ }} windowStartMs || !store.IsFinal(windowStartMs) || !store.TryGet(in group, windowStartMs, {found})",
            _ => $"windowStart is not {{ }} windowStartMs || !store.TryGet(in group, windowStartMs, {found})",
        };
        return get + (plan.Aggregation.Having is null ? "" : " || !entry.IsEmitted");
    }

    private static Code Part(string value, BoundKeyPart part) => Of($$"""
        if ({{StoredEmitter.IsNull(value, part.Type)}})
        {
            return false;
        }

        group.Part{{part.Index}} = {{StoredEmitter.Part(value, part.Type)}};
        """);
}
