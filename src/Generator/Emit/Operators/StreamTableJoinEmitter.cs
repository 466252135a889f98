using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the join of a stream with a table's row of the moment.</summary>
internal static class StreamTableJoinEmitter
{
    public static Code Emit(StreamTableJoinPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Table, methods);
        ExpressionScope left = RowScope.Of(plan.Input, methods);
        SourceNames table = new(plan.Table);
        string keyMember = table[SourceNames.Keys(plan.Table).First().Name];
        string key = ClauseEmitter.Value(plan.Key, plan.Join, left, "JoinKey", plan.Query);
        string hasKey = ClrTypes.HasIsNull(plan.Key.Type) ? $"!key.{keyMember}.IsNull" : $"key.{keyMember} is not null";
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins rows of {plan.Input.Name} with {plan.Table.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{OperatorNames.StoreType(plan.Table)}} rows, OutputBuffer sink{{ClauseEmitter.NextParameters(plan)}})
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
                    {{table.Row}} table = default;
                    {{Clauses.At(plan.Join.Place, new Code($"{table.Key} key = new() {{ {keyMember} = {key} }};"))}}
                    {{(plan.IsLeft ? Left(hasKey) : Inner(hasKey))}}

                    {{ClauseEmitter.Where(plan.Where, scope, plan.Query)}}

                    // SELECT
                    {{new SourceNames(plan.Output).Row}} result = default;
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{ClauseEmitter.OutputTime(plan)}}
                    {{ClauseEmitter.HandOn(plan, ClauseEmitter.OutputContext(plan))}}
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Inner(string hasKey) => Of($$"""
        if (!({{hasKey}} && rows.TryGet(in key, out table)))
        {
            return;
        }
        """);

    private static Code Left(string hasKey) => Of($$"""
        if ({{hasKey}})
        {
            rows.TryGet(in key, out table);
        }
        """);
}
