using QueryGen.Binding;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes SELECT … WHERE over a stream.</summary>
internal static class ProjectEmitter
{
    public static Code Emit(ProjectPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        SourceNames output = new(plan.Output);
        IEnumerable<BoundColumnDefinition> keys = plan.Columns.Where(column => column.IsKey);
        IEnumerable<BoundColumnDefinition> values = plan.Columns.Where(column => !column.IsKey);
        bool needsValue = plan.Where is not null;
        Code Values() => ClauseEmitter.Columns(values, plan.Output, scope, plan.Query);

        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: takes rows of {plan.Input.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task, OutputBuffer sink{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one row.</summary>
                public void Process(in {{new SourceNames(plan.Input).Row}} row, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    {{(needsValue ? DropWithoutValue : None)}}

                    {{ClauseEmitter.Where(plan.Where, scope, plan.Query)}}

                    // {{(plan.PartitionBy is { } keysClause ? Comment(keysClause.Clause.Sql) + ", SELECT" : "SELECT")}}
                    {{output.Row}} result = default;
                    {{(plan.Input.Window.Kind == WindowKind.None ? "" : "result.WindowStartMs = row.WindowStartMs;")}}
                    {{ClauseEmitter.Columns(keys, plan.Output, scope, plan.Query)}}
                    {{(needsValue ? Values() : WithValue(Values()))}}
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{ClauseEmitter.OutputTime(plan)}}
                    {{ClauseEmitter.HandOn(plan, ClauseEmitter.OutputContext(plan))}}
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
