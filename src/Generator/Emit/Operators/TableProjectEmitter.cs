using QueryGen.Binding;
using QueryGen.Planning;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes SELECT … WHERE over a table's changes.</summary>
internal static class TableProjectEmitter
{
    public static Code Emit(TableProjectPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        SourceNames input = new(plan.Input);
        SourceNames output = new(plan.Output);
        IEnumerable<BoundColumnDefinition> keys = plan.Columns.Where(column => column.IsKey);
        IEnumerable<BoundColumnDefinition> values = plan.Columns.Where(column => !column.IsKey);
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: takes changes of {plan.Input.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task, OutputBuffer sink)
            {
                /// <summary>Takes one change: the new row, and the old one where there was one.</summary>
                public void Process(in {{input.Row}} row, in {{input.Row}} old, bool hasOld, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    bool passes = context.HasValue{{(plan.Where is null ? "" : " && Passes(in row, in context, arena)")}};
                    {{(plan.Where is null ? "bool passed = true;" : "bool passed = hasOld && Passes(in old, in context, arena);")}}
                    if (!passes && !passed)
                    {
                        return;
                    }

                    // SELECT; a row that does not pass any more is deleted
                    {{output.Row}} result = default;
                    {{ClauseEmitter.Columns(keys, plan.Output, scope, plan.Query)}}
                    if (!passes)
                    {
                        RecordContext deleted = context.Deleted();
                        {{output.Serde}}.Write(sink, in result, in deleted);
                        return;
                    }

                    {{ClauseEmitter.Columns(values, plan.Output, scope, plan.Query)}}
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{ClauseEmitter.OutputTime(plan)}}
                    {{ClauseEmitter.HandOn(plan, ClauseEmitter.OutputContext(plan))}}
                }

                {{(plan.Where is null ? None : ClauseEmitter.Passes(plan.Where, scope, plan.Query))}}

                {{Sections(methods.All)}}
            }
            """);
    }
}
