using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes GROUP BY with its aggregates: one state a group, or a group and window, updated in place.</summary>
internal static class AggregateEmitter
{
    /// <param name="isReadAhead">A scan reads rows ahead for it.</param>
    public static Code Emit(AggregatePlan plan, bool isReadAhead) => Sections([
        Operator(plan, isReadAhead), Group(plan), AggregateStateEmitter.Emit(plan, isMerged: plan.Aggregation.Window is { IsSession: true }),
    ]);

    private static Code Operator(AggregatePlan plan, bool isReadAhead)
    {
        MethodList methods = new();
        ExpressionScope rows = RowScope.Of(plan.Input, methods);
        ExpressionScope results = ResultScope(plan, methods);
        BoundAggregation aggregation = plan.Aggregation;
        SourceNames output = new(plan.Output);
        string group = OperatorNames.Key(plan);
        IEnumerable<Code> groupParts = aggregation.GroupBy.Parts.Select(
            (part, index) => GroupPart(part, index, aggregation, rows, plan.Query));
        string keys = Arguments(results);
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

                    {{(WindowEmitter.Has(plan) ? WindowEmitter.Take(plan, rows) : Take(plan, rows, results))}}
                }

                {{(isReadAhead ? Fetch(plan) : None)}}

                {{(WindowEmitter.Has(plan) ? WindowEmitter.Methods(plan, results) : None)}}

                {{AggregateLookupEmitter.Emit(plan, output, keys)}}

                {{ResultMethod(plan, results, output)}}

                {{Sections(methods.All)}}
            }
            """);
    }

    // Without a window, or in tumbling ones: one state takes the row, and its result is written at once.
    private static Code Take(AggregatePlan plan, ExpressionScope rows, ExpressionScope results)
    {
        string windowStart = plan.Aggregation.Window is null ? "" : ", windowStartMs";
        return Of($$"""
            {{(plan.Aggregation.Window is { } window ? Window(window, plan.Query) : None)}}

            ref AggregateEntry<{{OperatorNames.State(plan)}}> entry = ref store.GetOrAdd(in group{{windowStart}});
            {{Updates(plan, aggregate => Values(aggregate, rows, plan.Query))}}
            {{Result(plan, results)}}
            """);
    }

    /// <summary>Takes the row into the state of <c>entry</c>.</summary>
    /// <param name="values">The arguments of an aggregate, in C#.</param>
    public static Code Updates(AggregatePlan plan, Func<BoundAggregate, IReadOnlyList<string>> values)
    {
        Code updates = plan.Changes is { } changes
            ? Changes(plan, changes, values)
            : Statements(plan, plan.Aggregation.Aggregates, AggregateColumns.Update, values);
        return Of($$"""
            ref {{OperatorNames.State(plan)}} state = ref entry.State;

            {{updates}}

            entry.TimestampMs = System.Math.Max(entry.TimestampMs, context.TimestampMs);
            """);
    }

    // A table's change: the row as it was is taken out of the group, the row as it is now is taken in.
    private static Code Changes(AggregatePlan plan, TableChanges changes, Func<BoundAggregate, IReadOnlyList<string>> values)
    {
        SourceNames input = new(plan.Input);
        return Of($$"""
            if (row.{{input[changes.HasOld]}} is true)
            {
                {{Statements(plan, changes.Old, AggregateColumns.Undo, values)}}
            }

            if (row.{{input[changes.HasNew]}} is true)
            {
                {{Statements(plan, plan.Aggregation.Aggregates, AggregateColumns.Update, values)}}
            }
            """);
    }

    private static Code Statements(
        AggregatePlan plan, IEnumerable<BoundAggregate> aggregates,
        Func<BoundAggregate, int, IReadOnlyList<string>, string> statements,
        Func<BoundAggregate, IReadOnlyList<string>> values) => Sections(aggregates.Select((aggregate, index) =>
        {
            Code taken = Clauses.At(aggregate.Clause.Place, new Code(statements(aggregate, index, values(aggregate))));
            return Of($$"""
                // {{Comment(aggregate.Clause.Sql)}}
                {{(aggregate.User is null ? taken : Guarded(taken, QueryStepEmitter.WithPlace(plan.Query, aggregate.Clause)))}}
                """);
        }));

    // What a user's aggregate throws is reported, and the row is not taken in.
    private static Code Guarded(Code taken, string step) => Of($$"""
        try
        {
            {{taken}}
        }
        catch (System.Exception error)
        {
            task.RowError(context, {{step}}, error);
        }
        """);

    /// <summary>What an aggregate takes of the row.</summary>
    public static string[] Values(BoundAggregate aggregate, ExpressionScope rows, string query) => aggregate.Arguments
        .Select(argument => ClauseEmitter.Value(argument, aggregate.Clause, rows, "Argument", query)).ToArray();

    /// <summary>Writes the result of <c>group</c> with <c>entry</c> and its <c>state</c>.</summary>
    public static Code Result(AggregatePlan plan, ExpressionScope results)
    {
        string arguments = Arguments(results).Replace("in context", "in grouped");
        return Of($$"""
            RecordContext grouped = context.At(entry.TimestampMs);
            {{(plan.Aggregation.Having is { } having ? Having(having, results, plan) : None)}}

            // SELECT
            Result(task, {{arguments}}, out {{new SourceNames(plan.Output).Row}} result);
            {{ClauseEmitter.SinkTime(plan)}}
            {{(plan.Output.TimestampColumn is null ? "" : "RecordContext timed = grouped.At(timestampMs);")}}
            {{ClauseEmitter.HandOn(plan, plan.Output.TimestampColumn is null ? "grouped" : "timed")}}
            """);
    }

    // What the method for the result takes: all but the arena.
    private static string Arguments(ExpressionScope results) =>
        results.Arguments.Substring(0, results.Arguments.LastIndexOf(", arena", StringComparison.Ordinal));

    private static Code Fetch(AggregatePlan plan)
    {
        SourceNames input = new(plan.Input);
        IEnumerable<string> parts = plan.Aggregation.GroupBy.Parts.Select((part, index) =>
            $"Part{index} = {StoredEmitter.Part($"row.{input[((BoundColumn)part).Name]}", part.Type)}");
        string group = $"new {OperatorNames.Key(plan)} {{ {string.Join(", ", parts)} }}";
        Code slot = Of($$"""
            /// <summary>Begins to fetch the state of the row's group.</summary>
            public void FetchSlot(in {{input.Row}} row) => store.FetchSlot({{group}});
            """);
        return plan.Aggregation.Window is not { IsSession: true } ? slot : Sections([slot, Of($$"""
            /// <summary>Begins to fetch the last session of the row's group.</summary>
            public void FetchRow(in {{input.Row}} row) => store.FetchRow({{group}});
            """)]);
    }

    private static ExpressionScope ResultScope(AggregatePlan plan, MethodList methods) => new(
        expression => Leaf(expression, plan),
        $"in {OperatorNames.Key(plan)} group, in {OperatorNames.State(plan)} state{WindowEmitter.Parameters(plan)}, in RecordContext context, "
            + "RecordArena arena",
        $"in group, in state{WindowEmitter.Arguments(plan)}, in context, arena",
        methods);

    private static EmittedValue Leaf(BoundExpression expression, AggregatePlan plan) => expression switch
    {
        BoundKeyPart key => new EmittedValue($"group.Part{key.Index}", IsNullable: ClrTypes.Hot(key.Type) == ClrTypes.InKey(key.Type)),
        BoundAggregateValue value => AggregateColumns.Result(plan.Aggregation.Aggregates[value.Index], value.Index),
        BoundWindowBound { IsEnd: false } => new EmittedValue("windowStartMs", IsNullable: false),
        BoundWindowBound when plan.Aggregation.Window is { IsSession: true } => new EmittedValue("windowEndMs", IsNullable: false),
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

    private static Code Having(BoundPredicate having, ExpressionScope results, AggregatePlan plan)
    {
        Code passes = Clauses.At(having.Clause.Place, new Code($"bool passes = {ClauseEmitter.Condition(having, results, plan.Query)};"));
        if (plan.Aggregation.Window is { IsFinal: true })
        {
            return Of($$"""

                // {{Comment(having.Clause.Sql)}}
                {{passes}}
                entry.IsEmitted = passes;
                if (!passes)
                {
                    return;
                }
                """);
        }

        SourceNames output = new(plan.Output);
        return Of($$"""

            // {{Comment(having.Clause.Sql)}}; a group that does not pass any more is deleted
            {{passes}}
            bool passed = entry.IsEmitted;
            entry.IsEmitted = passes;
            if (!passes)
            {
                if (passed)
                {
                    RecordContext deleted = grouped.Deleted();
                    {{output.Row}} gone = default;
                    {{KeyColumns(plan, "gone")}}
                    {{output.Serde}}.Write(sink, in gone, in deleted);
                }

                return;
            }
            """);
    }

    /// <summary>The key of the result, from <c>group</c>, and its window.</summary>
    public static Code KeyColumns(AggregatePlan plan, string target, bool hasWindow = true)
    {
        SourceNames output = new(plan.Output);
        IEnumerable<string> keys = plan.Columns.Where(column => column is { IsKey: true, Expression: BoundKeyPart })
            .Select(column => $"{target}.{output[column.Name]} = {Leaf(column.Expression, plan).Text};");
        return Lines(keys.Concat(hasWindow ? WindowEmitter.Members(plan, target) : []));
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
                {{Lines(WindowEmitter.Members(plan, "result"))}}
                {{ClauseEmitter.Columns(plan.Columns, plan.Output, results, plan.Query)}}
            }
            """);
    }

    private static Code Group(AggregatePlan plan) => StoredEmitter.Key(
        $"A group of {plan.Query}.",
        OperatorNames.Key(plan),
        plan.Aggregation.GroupBy.Parts.Select((part, index) => new StoredMember($"Part{index}", part.Type)).ToArray());
}
