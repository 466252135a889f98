using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes SELECT … WHERE over a stream: one row for each, or many by table functions.</summary>
internal static class ProjectEmitter
{
    public static Code Emit(ProjectPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        SourceNames output = new(plan.Output);
        bool isMany = plan.TableFunctions.Count > 0;
        bool needsValue = plan.Where is not null || isMany;
        bool keepsKey = plan.PartitionBy is null && !plan.Output.IsTransient && SourceNames.HasKeyOfNulls(plan.Output);

        // A row without a value has a key all the same: what comes of the old key alone is known, the rest is NULL.
        HashSet<string> known = new(SourceNames.Keys(plan.Input).Select(column => column.Name), StringComparer.Ordinal);
        ILookup<bool, BoundColumnDefinition> columns = plan.Columns.ToLookup(column =>
            column.IsKey && (needsValue || BoundTrees.Columns(column.Expression, source: 0).All(known.Contains)));
        Code where = ClauseEmitter.Where(plan.Where, scope, plan.Query);
        ExpressionScope rowScope = isMany ? TableFunctionEmitter.Scope(plan, scope) : scope;
        Code Columns(bool areKnown) => ClauseEmitter.Columns(columns[areKnown], plan.Output, rowScope, plan.Query);
        Code row = Of($$"""
            // {{(plan.PartitionBy is { } keysClause ? Comment(keysClause.Clause.Sql) + ", SELECT" : "SELECT")}}
            {{output.Row}} result = default;
            {{Lines(WindowKey.Members(plan.Output).Select(member => $"result.{member} = row.{member};"))}}
            {{Columns(areKnown: true)}}
            {{(needsValue ? Columns(areKnown: false) : WithValue(Columns(areKnown: false)))}}
            {{ClauseEmitter.SinkTime(plan, isMany ? "continue;" : "return;")}}
            {{ClauseEmitter.OutputTime(plan)}}
            {{(keepsKey ? $"RecordContext kept = {ClauseEmitter.OutputContext(plan)}.KeepKey();" : "")}}
            {{ClauseEmitter.HandOn(plan, keepsKey ? "kept" : ClauseEmitter.OutputContext(plan))}}
            """);
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: takes rows of {plan.Input.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one row.</summary>
                public void Process(in {{new SourceNames(plan.Input).Row}} row, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    {{(needsValue ? DropWithoutValue : None)}}

                    {{where}}

                    {{(isMany ? TableFunctionEmitter.ForEach(plan, scope, row) : row)}}
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code DropWithoutValue => Of($$"""
        if (!context.HasValue)
        {
            return;
        }
        """);

    private static Code WithValue(Code columns) => Of($$"""
        if (context.HasValue)
        {
            {{columns}}
        }

        """);
}
