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
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Table, methods, times: (null, hasTime ? "tableMs" : null));
        ExpressionScope left = RowScope.Of(plan.Input, methods);
        SourceNames table = new(plan.Table);
        string keyMember = table[SourceNames.Keys(plan.Table).First().Name];
        string key = ClauseEmitter.Value(plan.Key, plan.Join, left, "JoinKey", plan.Query);
        string part = StoredEmitter.Part("wanted", plan.Key.Type);
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins rows of {plan.Input.Name} with {plan.Table.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{OperatorNames.StoreType(plan.Table)}} rows{{ClauseEmitter.NextParameters(plan)}})
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
                    {{(plan.IsLeft ? Left(plan.Key.Type, table, hasTime) : Inner(plan.Key.Type, table, hasTime))}}

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

            /// <summary>Begins to fetch the table's row.</summary>
            public void FetchRow(in {{input.Row}} row) => rows.FetchRow(new {{table.Key}} { {{keyMember}} = {{value}} });
            """);
    }

    private static bool ReadsTime(StreamTableJoinPlan plan) => plan.Columns.Select(column => column.Expression)
        .Concat(plan.Where is { } where ? [where.Condition] : [])
        .SelectMany(expression => BoundTrees.Columns(expression, source: 1)).Contains("ROWTIME");

    private static Code Inner(SqlType key, SourceNames table, bool hasTime) => Of($$"""
        if ({{StoredEmitter.IsNull("wanted", key)}})
        {
            return;
        }

        ref readonly {{table.Row}} table = ref rows.{{(hasTime ? "GetWithTime(in key, out long? tableMs)" : "Get(in key, out bool isFound)")}};
        if ({{(hasTime ? "tableMs is null" : "!isFound")}})
        {
            return;
        }
        """);

    // No key, no row: all columns of the table are NULL.
    private static Code Left(SqlType key, SourceNames table, bool hasTime) => Of($$"""
        {{(hasTime ? "long? tableMs = null;" : "")}}
        ref readonly {{table.Row}} table = ref ({{StoredEmitter.IsNull("wanted", key)}} ? ref rows.None : ref rows.{{(hasTime ? "GetWithTime(in key, out tableMs)" : "Get(in key, out _)")}});
        """);
}
