using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes what gives rows a new key and sends them to a repartition topic.</summary>
internal static class RepartitionEmitter
{
    public static Code Emit(RepartitionPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        SourceNames input = new(plan.Input);
        SourceNames output = new(plan.Output);
        ColumnSchema[] keys = plan.Output.Columns.Where(column => column.Role == ColumnRole.Key).ToArray();
        IEnumerable<Code> parts = keys.Select((key, index) => Part(
            $"result.{output[key.Name]}", key.Type,
            ClauseEmitter.Value(plan.Keys.Parts[index], plan.Keys.Clause, scope, "Key", plan.Query),
            plan.DropsNullKeys ? QueryStepEmitter.Of(plan.Query, plan.Keys.Clause) : null));
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: gives rows of {plan.Input.Name} a new key, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task, OutputBuffer sink)
            {
                /// <summary>Takes one row.</summary>
                public void Process(in {{input.Row}} row, in RecordContext context)
                {
                    if (!context.HasValue)
                    {
                        return;
                    }

                    RecordArena arena = task.Arena;
                    {{ClauseEmitter.Where(plan.Where, scope, plan.Query)}}

                    // {{Comment(plan.Keys.Clause.Sql)}}
                    {{output.Row}} result = default;
                    {{Clauses.At(plan.Keys.Clause.Place, Lines(parts))}}
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    {{output.Serde}}.Write(sink, in result, in context);
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Part(string target, SqlType type, string value, string? dropsNullAt)
    {
        string isNull = ClrTypes.HasIsNull(type) ? $"{target}.IsNull" : $"{target} is null";
        return dropsNullAt is not null ? Of($$"""
            {{target}} = {{value}};
            if ({{isNull}})
            {
                task.DropRow(context, {{dropsNullAt}}, "a grouping value is NULL");
                return;
            }
            """) : new Code($"{target} = {value};");
    }
}
