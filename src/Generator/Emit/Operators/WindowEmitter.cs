using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes what windows add to an aggregation: several of them for a row, sessions that grow together, and EMIT FINAL.</summary>
internal static class WindowEmitter
{
    /// <summary>Whether there is more to it than one state that takes the row and is written at once.</summary>
    public static bool Has(AggregatePlan plan) => plan.Aggregation.Window is { } window
        && (window.Shape != WindowShape.Tumbling || window.IsFinal);

    /// <summary>The window's bounds as parameters, behind others.</summary>
    public static string Parameters(AggregatePlan plan) => plan.Aggregation.Window switch
    {
        null => "",
        { IsSession: true } => ", long windowStartMs, long windowEndMs",
        _ => ", long windowStartMs",
    };

    /// <summary>The window's bounds as arguments, behind others.</summary>
    public static string Arguments(AggregatePlan plan) => Parameters(plan).Replace("long ", "");

    /// <summary>The window's bounds in a row.</summary>
    public static IEnumerable<string> Members(AggregatePlan plan, string row) => plan.Aggregation.Window switch
    {
        null => [],
        { IsSession: true } => [$"{row}.WindowStartMs = windowStartMs;", $"{row}.WindowEndMs = windowEndMs;"],
        _ => [$"{row}.WindowStartMs = windowStartMs;"],
    };

    /// <summary>Takes a row of <c>group</c>.</summary>
    public static Code Take(AggregatePlan plan, ExpressionScope rows)
    {
        BoundWindow window = plan.Aggregation.Window!;
        Code take = window.Shape switch
        {
            WindowShape.Session => TakeIntoSession(plan, window, rows),
            WindowShape.Hopping => TakeIntoAll(plan, window, rows),
            _ => TakeIntoOne(plan, window, rows),
        };
        return Sections([take, window.IsFinal ? Close : None]);
    }

    /// <summary>The methods and types beside that.</summary>
    public static Code Methods(AggregatePlan plan, ExpressionScope results)
    {
        BoundWindow window = plan.Aggregation.Window!;
        Code write = Of($$"""
            private void Write(in {{OperatorNames.Key(plan)}} group, ref {{Entry(plan)}} entry{{Parameters(plan)}}, in RecordContext context)
            {
                ref {{OperatorNames.State(plan)}} state = ref entry.State;
                {{AggregateEmitter.Result(plan, results)}}
            }
            """);
        return Sections([
            write,
            window is { IsSession: true, IsFinal: false } ? Delete(plan) : None,
            window.IsFinal ? FinalRows(plan, window) : None,
        ]);
    }

    private static string Entry(AggregatePlan plan) => $"AggregateEntry<{OperatorNames.State(plan)}>";

    private static Code TakeIntoOne(AggregatePlan plan, BoundWindow window, ExpressionScope rows) => Of($$"""
        // {{Comment(window.Clause.Sql)}}
        if (!store.Observe(context.TimestampMs, out long windowStartMs))
        {
            {{Late(plan, window)}}
        }

        ref {{Entry(plan)}} entry = ref store.GetOrAdd(in group, windowStartMs);
        {{AggregateEmitter.Updates(plan, aggregate => AggregateEmitter.Values(aggregate, rows, plan.Query))}}
        """);

    // An argument is computed once, however many windows take the row.
    private static Code TakeIntoAll(AggregatePlan plan, BoundWindow window, ExpressionScope rows)
    {
        BoundAggregate[] aggregates = [.. plan.Aggregation.Aggregates];
        string Name(BoundAggregate aggregate, int argument) => $"argument{Array.IndexOf(aggregates, aggregate)}{(char)('A' + argument)}";
        IEnumerable<Code> arguments = aggregates.Where(aggregate => aggregate.Arguments.Count > 0).Select(aggregate => Clauses.At(
            aggregate.Clause.Place,
            Lines(AggregateEmitter.Values(aggregate, rows, plan.Query).Select((value, index) =>
                $"{ClrTypes.Hot(aggregate.Arguments[index].Type)} {Name(aggregate, index)} = {value};"))));
        return Of($$"""
            // {{Comment(window.Clause.Sql)}}
            long windowStartMs = store.ObserveAll(context.TimestampMs);
            if (windowStartMs > context.TimestampMs)
            {
                {{Late(plan, window)}}
            }

            {{Lines(arguments)}}

            for (; windowStartMs <= context.TimestampMs; windowStartMs += {{window.AdvanceMs}}L)
            {
                ref {{Entry(plan)}} entry = ref store.GetOrAdd(in group, windowStartMs);
                {{AggregateEmitter.Updates(plan, aggregate => [.. aggregate.Arguments.Select((_, index) => Name(aggregate, index))])}}
                {{(window.IsFinal ? "" : "Write(in group, ref entry, windowStartMs, in context);")}}
            }
            """);
    }

    private static Code TakeIntoSession(AggregatePlan plan, BoundWindow window, ExpressionScope rows)
    {
        string isEmitted = plan.Aggregation.Having is null ? "_" : "bool isEmitted";
        string delete = "Delete(in group, oldStartMs, oldEndMs, in context);";
        Code old = Of($$"""
            // The sessions that the row changes are deleted, then the one is written that becomes of them.
            while (store.TryTakeChanged(out long oldStartMs, out long oldEndMs, out {{isEmitted}}))
            {
                {{(plan.Aggregation.Having is null ? new Code(delete) : Of($$"""
                    if (isEmitted)
                    {
                        {{delete}}
                    }
                    """))}}
            }
            """);
        return Of($$"""
            // {{Comment(window.Clause.Sql)}}
            if (!store.Observe(in group, context.TimestampMs))
            {
                {{Late(plan, window)}}
            }

            {{(window.IsFinal ? None : old)}}

            ref {{Entry(plan)}} entry = ref store.Merge(out long windowStartMs, out long windowEndMs);
            {{AggregateEmitter.Updates(plan, aggregate => AggregateEmitter.Values(aggregate, rows, plan.Query))}}
            {{(window.IsFinal ? "" : "Write(in group, ref entry, windowStartMs, windowEndMs, in context);")}}
            """);
    }

    private static Code Late(AggregatePlan plan, BoundWindow window) => Of($$"""
        task.Late(context, {{QueryStepEmitter.Of(plan.Query, window.Clause)}});
        return;
        """);

    private static Code Close => Of($$"""
        // EMIT FINAL
        if (store.HasClosed)
        {
            store.Close(in context, new FinalRows(this));
        }
        """);

    private static Code Delete(AggregatePlan plan)
    {
        SourceNames output = new(plan.Output);
        return Of($$"""
            private void Delete(in {{OperatorNames.Key(plan)}} group{{Parameters(plan)}}, in RecordContext context)
            {
                RecordContext deleted = context.At(windowEndMs).Deleted();
                {{output.Row}} gone = default;
                {{AggregateEmitter.KeyColumns(plan, "gone")}}
                {{output.Serde}}.Write(sink, in gone, in deleted);
            }
            """);
    }

    private static Code FinalRows(AggregatePlan plan, BoundWindow window)
    {
        SourceNames output = new(plan.Output);
        string key = OperatorNames.Key(plan);
        return Of($$"""
            private readonly struct FinalRows({{OperatorNames.Class(plan.Reference)}} query) : IFinalOutput<{{key}}, {{OperatorNames.State(plan)}}>
            {
                public void WriteKey(in {{key}} group, OutputBuffer output)
                {
                    {{output.Row}} row = default;
                    {{AggregateEmitter.KeyColumns(plan, "row", hasWindow: false)}}
                    {{output.Serde}}.WriteKeyWithoutWindow(output, in row);
                }

                public void Final(in {{key}} group, ref {{Entry(plan)}} entry, long startMs, long endMs, in RecordContext context) =>
                    query.Write(in group, ref entry, startMs, {{(window.IsSession ? "endMs, " : "")}}in context);
            }
            """);
    }
}
