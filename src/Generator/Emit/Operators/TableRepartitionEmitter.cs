using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes what gives a table's changes a new key and sends them to a repartition topic.</summary>
internal static class TableRepartitionEmitter
{
    public static Code Emit(TableRepartitionPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        string input = new SourceNames(plan.Input).Row;
        SourceNames output = new(plan.Output);
        Code former = ClauseEmitter.Columns(plan.OldColumns, plan.Output, scope, plan.Query);
        Code present = ClauseEmitter.Columns(plan.NewColumns, plan.Output, scope, plan.Query);
        string same = string.Join(" && ", SourceNames.Keys(plan.Output).Select(key =>
            ValueEmitter.Same($"result.{output[key.Name]}", $"moved.{output[key.Name]}", key.Type)));
        string Wanted(string row) => plan.Where is null ? "" : $"Passes(in {row}, in context, arena) && ";
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: gives changes of {plan.Input.Name} a new key, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task, OutputBuffer sink)
            {
                /// <summary>Takes one change: the new row, and the old one where there was one.</summary>
                public void Process(in {{input}} row, in {{input}} old, bool hasOld, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    RecordContext change = context.WithValue();
                    {{output.Row}} result = default;
                    {{output.Row}} moved = default;
                    bool isOld = hasOld && {{Wanted("old")}}TryGroup(in old, in context, arena, ref result);
                    bool isNew = context.HasValue && {{Wanted("row")}}TryGroup(in row, in context, arena, ref moved);
                    if (isOld)
                    {
                        result.{{output[plan.HasOld]}} = true;
                        TakeOld(in old, in context, arena, ref result);
                    }

                    // From one group into another: out of the old one first.
                    if (isOld && !(isNew && {{same}}))
                    {
                        {{output.Serde}}.Write(sink, in result, in change);
                        isOld = false;
                    }

                    if (isNew)
                    {
                        result = isOld ? result : moved;
                        result.{{output[plan.HasNew]}} = true;
                        TakeNew(in row, in context, arena, ref result);
                        {{output.Serde}}.Write(sink, in result, in change);
                    }
                }

                // {{Comment(plan.Keys.Clause.Sql)}}
                private bool TryGroup(in {{input}} row, in RecordContext context, RecordArena arena, ref {{output.Row}} result)
                {
                    {{Clauses.At(plan.Keys.Clause.Place, Sections(SourceNames.Keys(plan.Output).Select((key, index) =>
                        Part(plan, index, $"result.{output[key.Name]}", scope))))}}

                    return true;
                }

                private void TakeOld(in {{input}} row, in RecordContext context, RecordArena arena, ref {{output.Row}} result)
                {
                    {{former}}
                }

                private void TakeNew(in {{input}} row, in RecordContext context, RecordArena arena, ref {{output.Row}} result)
                {
                    {{present}}
                }

                {{(plan.Where is null ? None : ClauseEmitter.Passes(plan.Where, scope, plan.Query))}}

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Part(TableRepartitionPlan plan, int index, string target, ExpressionScope scope)
    {
        BoundExpression part = plan.Keys.Parts[index];
        return Of($$"""
            {{target}} = {{ClauseEmitter.Value(part, plan.Keys.Clause, scope, "Key", plan.Query)}};
            if ({{StoredEmitter.IsNull(target, part.Type)}})
            {
                task.DropRow(context, {{QueryStepEmitter.Of(plan.Query, plan.Keys.Clause)}}, "a grouping value is NULL");
                return false;
            }
            """);
    }
}
