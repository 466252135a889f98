using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes GROUP BY with its aggregates: one state a group, or a group and tumbling window, updated in place.</summary>
internal static class AggregateEmitter
{
    /// <param name="isReadAhead">A scan reads rows ahead for it.</param>
    public static Code Emit(AggregatePlan plan, bool isReadAhead) => Sections([Operator(plan, isReadAhead), Group(plan), State(plan)]);

    private static Code Operator(AggregatePlan plan, bool isReadAhead)
    {
        MethodList methods = new();
        ExpressionScope rows = RowScope.Of(plan.Input, methods);
        ExpressionScope results = ResultScope(plan, methods);
        BoundAggregation aggregation = plan.Aggregation;
        SourceNames output = new(plan.Output);
        string group = OperatorNames.Key(plan);
        string state = OperatorNames.State(plan);
        bool isWindowed = aggregation.Window is not null;
        IEnumerable<Code> groupParts = aggregation.GroupBy.Parts.Select(
            (part, index) => GroupPart(part, index, aggregation, rows, plan.Query));
        IEnumerable<Code> updates = aggregation.Aggregates.Select((aggregate, index) => Update(aggregate, index, rows, plan.Query));
        string keys = results.Arguments.Substring(0, results.Arguments.LastIndexOf(", arena", StringComparison.Ordinal));
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: groups rows of {plan.Input.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task, {{OperatorNames.StoreType(plan)}} store, OutputBuffer sink)
            {
                /// <summary>Takes one row.</summary>
                public void Process(in {{new SourceNames(plan.Input).Row}} row, in RecordContext context)
                {
                    if (!context.HasValue)
                    {
                        return;
                    }

                    RecordArena arena = task.Arena;
                    {{ClauseEmitter.Where(plan.Where, rows, plan.Query)}}

                    // {{Comment(aggregation.GroupBy.Clause.Sql)}}
                    {{group}} group = default;
                    {{Clauses.At(aggregation.GroupBy.Clause.Place, Sections(groupParts))}}

                    {{(aggregation.Window is { } window ? Window(window, plan.Query) : None)}}

                    ref AggregateEntry<{{state}}> entry = ref store.GetOrAdd(in group{{(isWindowed ? ", windowStartMs" : "")}});
                    ref {{state}} state = ref entry.State;

                    {{Sections(updates)}}

                    entry.TimestampMs = System.Math.Max(entry.TimestampMs, context.TimestampMs);
                    RecordContext grouped = context.At(entry.TimestampMs);
                    {{(aggregation.Having is { } having ? Having(having, results, plan, output) : None)}}

                    // SELECT
                    Result(task, {{keys.Replace("in context", "in grouped")}}, out {{output.Row}} result);
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{(plan.Output.TimestampColumn is null ? "" : "RecordContext timed = grouped.At(timestampMs);")}}
                    {{ClauseEmitter.HandOn(plan, plan.Output.TimestampColumn is null ? "grouped" : "timed")}}
                }

                {{(isReadAhead ? Fetch(plan) : None)}}

                {{Lookup(plan, output, keys)}}

                {{ResultMethod(plan, results, output)}}

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Fetch(AggregatePlan plan)
    {
        SourceNames input = new(plan.Input);
        IEnumerable<string> parts = plan.Aggregation.GroupBy.Parts.Select((part, index) =>
            $"Part{index} = {StoredEmitter.Part($"row.{input[((BoundColumn)part).Name]}", part.Type)}");
        return Of($$"""
            /// <summary>Begins to fetch the state of the row's group.</summary>
            public void FetchSlot(in {{input.Row}} row) => store.FetchSlot(new {{OperatorNames.Key(plan)}} { {{string.Join(", ", parts)}} });
            """);
    }

    private static ExpressionScope ResultScope(AggregatePlan plan, MethodList methods)
    {
        bool isWindowed = plan.Aggregation.Window is not null;
        string window = isWindowed ? ", long windowStartMs" : "";
        return new ExpressionScope(
            expression => Leaf(expression, plan),
            $"in {OperatorNames.Key(plan)} group, in {OperatorNames.State(plan)} state{window}, in RecordContext context, RecordArena arena",
            $"in group, in state{(isWindowed ? ", windowStartMs" : "")}, in context, arena",
            methods);
    }

    private static EmittedValue Leaf(BoundExpression expression, AggregatePlan plan) => expression switch
    {
        BoundKeyPart key => new EmittedValue($"group.Part{key.Index}", IsNullable: ClrTypes.Hot(key.Type) == ClrTypes.InKey(key.Type)),
        BoundAggregateValue value => AggregateColumns.Result(plan.Aggregation.Aggregates[value.Index], value.Index),
        BoundWindowBound { IsEnd: false } => new EmittedValue("windowStartMs", IsNullable: false),
        BoundWindowBound => new EmittedValue($"(windowStartMs + {plan.Aggregation.Window!.SizeMs}L)", IsNullable: false),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} does not stand in the result of a group."),
    };

    private static Code GroupPart(BoundExpression part, int index, BoundAggregation aggregation, ExpressionScope rows, string query) => Of($$"""
        {{ClrTypes.Hot(part.Type)}} part{{index}} = {{ClauseEmitter.Value(part, aggregation.GroupBy.Clause, rows, "Group", query)}};
        if ({{StoredEmitter.IsNull($"part{index}", part.Type)}})
        {
            task.DropRow(context, {{QueryStepEmitter.Of(query, aggregation.GroupBy.Clause)}}, "a grouping value is NULL");
            return;
        }

        group.Part{{index}} = {{StoredEmitter.Part($"part{index}", part.Type)}};
        """);

    private static Code Window(BoundWindow window, string query) => Of($$"""
        // {{Comment(window.Clause.Sql)}}
        if (!store.Observe(context.TimestampMs, out long windowStartMs))
        {
            task.Late(context, {{QueryStepEmitter.Of(query, window.Clause)}});
            return;
        }
        """);

    private static Code Update(BoundAggregate aggregate, int index, ExpressionScope rows, string query)
    {
        string value = aggregate.Argument is null ? "" : ClauseEmitter.Value(aggregate.Argument, aggregate.Clause, rows, "Argument", query);
        return Of($$"""
            // {{Comment(aggregate.Clause.Sql)}}
            {{Clauses.At(aggregate.Clause.Place, new Code(AggregateColumns.Update(aggregate, index, value)))}}
            """);
    }

    private static Code Having(BoundPredicate having, ExpressionScope results, AggregatePlan plan, SourceNames output)
    {
        return Of($$"""

            // {{Comment(having.Clause.Sql)}}; a group that does not pass any more is deleted
            {{Clauses.At(having.Clause.Place, new Code($"bool passes = {ClauseEmitter.Condition(having, results, plan.Query)};"))}}
            bool passed = entry.IsEmitted;
            entry.IsEmitted = passes;
            if (!passes)
            {
                if (passed)
                {
                    RecordContext deleted = grouped.Deleted();
                    {{output.Row}} gone = default;
                    {{KeyColumns(plan, "gone", results)}}
                    {{output.Serde}}.Write(sink, in gone, in deleted);
                }

                return;
            }
            """);
    }

    private static Code KeyColumns(AggregatePlan plan, string target, ExpressionScope scope)
    {
        SourceNames output = new(plan.Output);
        IEnumerable<string> keys = plan.Columns.Where(column => column.IsKey).Select(column =>
            $"{target}.{output[column.Name]} = {ClauseEmitter.Value(column.Expression, column.Clause, scope, "Key", plan.Query)};");
        IEnumerable<string> window = plan.Aggregation.Window is null ? [] : [$"{target}.WindowStartMs = windowStartMs;"];
        return Lines(keys.Concat(window));
    }

    // The row is set where it is written from: a copy would wait for each of its columns.
    private static Code ResultMethod(AggregatePlan plan, ExpressionScope results, SourceNames output)
    {
        string parameters = results.Parameters.Substring(0, results.Parameters.LastIndexOf(", RecordArena", StringComparison.Ordinal));
        return Of($$"""
            private static void Result(TaskContext task, {{parameters}}, out {{output.Row}} result)
            {
                RecordArena arena = task.Arena;
                result = default;
                {{(plan.Aggregation.Window is null ? "" : "result.WindowStartMs = windowStartMs;")}}
                {{ClauseEmitter.Columns(plan.Columns, plan.Output, results, plan.Query)}}
            }
            """);
    }

    // By key, for C#: the key comes in the sink's format, the row goes in the sink's formats.
    private static Code Lookup(AggregatePlan plan, SourceNames output, string keys)
    {
        bool isWindowed = plan.Aggregation.Window is not null;
        IEnumerable<Code> parts = plan.Columns.Where(column => column is { IsKey: true, Expression: BoundKeyPart })
            .Select(column => LookupPart($"read.{output[column.Name]}", (BoundKeyPart)column.Expression));
        string get = isWindowed
            ? "windowStart is not { } windowStartMs || !store.TryGet(in group, windowStartMs, out AggregateEntry<" + OperatorNames.State(plan) + "> entry)"
            : "!store.TryGet(in group, out AggregateEntry<" + OperatorNames.State(plan) + "> entry)";
        string emitted = plan.Aggregation.Having is null ? "" : " || !entry.IsEmitted";
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

                if ({{get}}{{emitted}})
                {
                    return false;
                }

                ref {{OperatorNames.State(plan)}} state = ref entry.State;
                RecordContext context = new(entry.TimestampMs);
                Result(task, {{keys}}, out {{output.Row}} result);
                {{output.Serde}}.Write(output, in result, in context);
                return true;
            }
            """);
    }

    private static Code LookupPart(string value, BoundKeyPart part) => Of($$"""
        if ({{StoredEmitter.IsNull(value, part.Type)}})
        {
            return false;
        }

        group.Part{{part.Index}} = {{StoredEmitter.Part(value, part.Type)}};
        """);

    private static Code Group(AggregatePlan plan) => StoredEmitter.Key(
        $"A group of {plan.Query}.",
        OperatorNames.Key(plan),
        plan.Aggregation.GroupBy.Parts.Select((part, index) => new StoredMember($"Part{index}", part.Type)).ToArray());

    private static Code State(AggregatePlan plan)
    {
        AggregateField[] fields = plan.Aggregation.Aggregates.SelectMany(AggregateColumns.Fields).ToArray();
        return Of($$"""
            /// <summary>What {{Xml(plan.Query)}} keeps of a group.</summary>
            internal struct {{OperatorNames.State(plan)}} : IState
            {
                {{Lines(fields.Select(field => $"public {field.Type} {field.Name};"))}}

                public readonly void Write(ref StateWriter writer)
                {
                    {{Lines(fields.Select(field => Save(field)))}}
                }

                public void Read(ref StateReader reader, StoreMemory memory)
                {
                    {{Lines(fields.Select(field => Load(field)))}}
                }
            }
            """);
    }

    private static string Save(AggregateField field) => field switch
    {
        { IsText: true } => $"writer.Write({field.Name}.ToText());",
        _ when IsFixed(field) => $"writer.Fixed({field.Name});",
        _ => $"writer.Write({field.Name});",
    };

    private static string Load(AggregateField field) => field switch
    {
        { IsText: true } => $"reader.Read(out Text read{field.Name});\nmemory.Keep(ref {field.Name}, read{field.Name});",
        _ when IsFixed(field) => $"{field.Name} = reader.Fixed<{field.Type}>();",
        _ => $"reader.Read(out {field.Name});",
    };

    private static bool IsFixed(AggregateField field) => !field.Type.EndsWith("?", StringComparison.Ordinal);
}
