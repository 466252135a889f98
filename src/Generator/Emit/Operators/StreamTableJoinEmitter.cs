using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the join of a stream with a table's row of the moment.</summary>
internal static class StreamTableJoinEmitter
{
    /// <param name="isReadAhead">A scan reads rows ahead for it.</param>
    public static Code Emit(StreamTableJoinPlan plan, bool isReadAhead)
    {
        MethodList methods = new();
        bool hasTime = ReadsTime(plan);
        bool isCovered = plan.Included.Count > 0;
        string found = isCovered ? new SourceNames(plan.Table).Included : new SourceNames(plan.Table).Row;
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Table, methods, otherType: found, times: (null, hasTime ? "tableMs" : null));
        ExpressionScope left = RowScope.Of(plan.Input, methods);
        SourceNames table = new(plan.Table);
        string keyMember = table[SourceNames.Keys(plan.Table).First().Name];
        string key = ClauseEmitter.Value(plan.Key, plan.Join, left, "JoinKey", plan.Query);
        string part = StoredEmitter.Part("wanted", plan.Key.Type);
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins rows of {plan.Input.Name} with {plan.Table.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{(isCovered ? OperatorNames.CoveringStoreType(plan.Table) : OperatorNames.StoreType(plan.Table))}} rows{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one row of the stream.</summary>
                public void Process(in {{new SourceNames(plan.Input).Row}} row, in RecordContext context)
                {
                    if (!context.HasValue)
                    {
                        return;
                    }

                    RecordArena arena = task.Arena;

                    // {{Comment(plan.Join.Sql)}}
                    {{Clauses.At(plan.Join.Place, new Code($"{ClrTypes.Hot(plan.Key.Type)} wanted = {key};"))}}
                    {{table.Key}} key = new() { {{keyMember}} = {{part}} };
                    {{(plan.IsLeft ? Left(plan, found, hasTime) : Inner(plan, found, hasTime))}}

                    {{ClauseEmitter.Where(plan.Where, scope, plan.Query)}}

                    // SELECT
                    {{new SourceNames(plan.Output).Row}} result = default;
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{ClauseEmitter.OutputTime(plan)}}
                    {{ClauseEmitter.HandOn(plan, ClauseEmitter.OutputContext(plan))}}
                }

                {{(isReadAhead ? Fetch(plan, table, keyMember) : None)}}

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Fetch(StreamTableJoinPlan plan, SourceNames table, string keyMember)
    {
        SourceNames input = new(plan.Input);
        string value = StoredEmitter.Part($"row.{input[((BoundColumn)plan.Key).Name]}", plan.Key.Type);
        return Of($$"""
            /// <summary>Begins to fetch where the table's row is found.</summary>
            public void FetchSlot(in {{input.Row}} row) => rows.FetchSlot(new {{table.Key}} { {{keyMember}} = {{value}} });

            /// <summary>Begins to fetch what is read of the table's row.</summary>
            public void FetchRow(in {{input.Row}} row) => rows.{{(plan.Included.Count > 0 ? "FetchIncluded" : "FetchRow")}}(new {{table.Key}} { {{keyMember}} = {{value}} });
            """);
    }

    private static bool ReadsTime(StreamTableJoinPlan plan) => plan.Columns.Select(column => column.Expression)
        .Concat(plan.Where is { } where ? [where.Condition] : [])
        .SelectMany(expression => BoundTrees.Columns(expression, source: 1)).Contains("ROWTIME");

    private static Code Inner(StreamTableJoinPlan plan, string found, bool hasTime) => Of($$"""
        if ({{StoredEmitter.IsNull("wanted", plan.Key.Type)}})
        {
            return;
        }

        ref readonly {{found}} table = ref rows.{{(hasTime ? "GetWithTime(in key, out long? tableMs)" : $"{Get(plan)}(in key, out bool isFound)")}};
        if ({{(hasTime ? "tableMs is null" : "!isFound")}})
        {
            return;
        }
        """);

    // No key, no row: all columns of the table are NULL.
    private static Code Left(StreamTableJoinPlan plan, string found, bool hasTime)
    {
        string none = plan.Included.Count > 0 ? "NoneIncluded" : "None";
        string row = hasTime ? "GetWithTime(in key, out tableMs)" : $"{Get(plan)}(in key, out _)";
        return Of($$"""
            {{(hasTime ? "long? tableMs = null;" : "")}}
            ref readonly {{found}} table = ref ({{StoredEmitter.IsNull("wanted", plan.Key.Type)}} ? ref rows.{{none}} : ref rows.{{row}});
            """);
    }

    private static string Get(StreamTableJoinPlan plan) => plan.Included.Count > 0 ? "GetIncluded" : "Get";
}
