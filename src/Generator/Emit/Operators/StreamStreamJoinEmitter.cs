using QueryGen.Binding;
using QueryGen.Emit.Serdes;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the join of two streams: what the rows are joined on, and what becomes of a pair.</summary>
internal static class StreamStreamJoinEmitter
{
    /// <summary>The member of the key that has what the rows are joined on.</summary>
    public const string KeyMember = "On";

    public static Code Emit(StreamStreamJoinPlan plan) => Sections([
        StoredEmitter.Key(
            $"What {plan.Input.Name} and {plan.Right.Name} are joined on.", OperatorNames.Key(plan), KeyMembers(plan)),
        Operator(plan),
    ]);

    /// <summary>Opens a buffer.</summary>
    public static string Open(StreamStreamJoinPlan plan, bool isLeft, int store)
    {
        BoundWithin within = plan.Within;
        long rangeMs = within.BeforeMs + within.AfterMs;
        long retentionMs = rangeMs + (within.GraceMs ?? Math.Max(Durations.DayMs - rangeMs, 0));
        return $"task.JoinBuffer<{OperatorNames.Key(plan)}, {new SourceNames(isLeft ? plan.Input : plan.Right).Row}>({store}, retentionMs: {retentionMs}L)";
    }

    private static StoredMember[] KeyMembers(StreamStreamJoinPlan plan) =>
    [
        new StoredMember(KeyMember, plan.LeftKey.Type),
        .. plan.Bounds.Select(bound => new StoredMember(bound.Member, SqlType.BigInt)),
    ];

    private static Code Operator(StreamStreamJoinPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Right, methods, "right");
        SourceNames left = new(plan.Input);
        SourceNames right = new(plan.Right);
        string types = $"<{OperatorNames.Key(plan)}, {left.Row}, {right.Row}>";
        BoundWithin within = plan.Within;
        string keeps = $"keepsLeft: {Bool(plan.Kind is JoinKind.Left or JoinKind.Full)}, keepsRight: {Bool(plan.Kind is JoinKind.Right or JoinKind.Full)}";
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins rows of {plan.Input.Name} with {plan.Right.Name}{Writes(plan)}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{OperatorNames.StoreType(plan, isLeft: true)}} left, {{OperatorNames.StoreType(plan, isLeft: false)}} right{{ClauseEmitter.NextParameters(plan)}})
            {
                // {{Comment(plan.Join.Sql)}}
                private readonly StreamStreamJoin{{types}} _join = new(
                    left, right, new JoinWithin(BeforeMs: {{within.BeforeMs}}L, AfterMs: {{within.AfterMs}}L, GraceMs: {{(within.GraceMs is { } grace ? $"{grace}L" : "null")}}), {{keeps}});

                {{Process(plan, "Left", plan.Input, plan.LeftKey, bound => bound.Left, methods)}}

                {{Process(plan, "Right", plan.Right, plan.RightKey, bound => bound.Right, methods)}}

                private void Write(in {{left.Row}} row, in {{right.Row}} right, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    {{ClauseEmitter.Where(plan.Where, scope, plan.Query)}}

                    {{(plan.Output.IsTransient ? "" : "// SELECT")}}
                    {{new SourceNames(plan.Output).Row}} result = default;
                    {{Window(plan, scope)}}
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    {{ClauseEmitter.SinkTime(plan)}}
                    {{ClauseEmitter.OutputTime(plan)}}
                    {{ClauseEmitter.HandOn(plan, ClauseEmitter.OutputContext(plan))}}
                }

                {{Sections(methods.All)}}

                private readonly struct Pairs({{OperatorNames.Class(plan.Reference)}} query) : IJoinOutput{{types}}
                {
                    public void Joined(in {{left.Row}} left, in {{right.Row}} right, in RecordContext context) => query.Write(in left, in right, in context);

                    {{WriteKey(plan)}}
                }
            }
            """);
    }

    /// <summary>Where the rows go, for a summary.</summary>
    public static string Writes(OperatorPlan plan) => plan.Output.IsTransient ? "" : $", writes {plan.Output.Topic}";

    // The window of the pair is that of its rows.
    private static Code Window(StreamStreamJoinPlan plan, ExpressionScope scope) => plan.Output.Window.Kind == WindowKind.None ? None
        : Lines(plan.Bounds.Select(bound => $"result.{bound.Member} = {Bound(plan, bound, bound.Result, scope)};"));

    private static string Bound(StreamStreamJoinPlan plan, JoinedBound bound, BoundExpression value, ExpressionScope scope) =>
        $"{ClauseEmitter.Value(value, plan.Join, scope, bound.Member, plan.Query)}.GetValueOrDefault()";

    private static Code Process(
        StreamStreamJoinPlan plan, string side, DataSource rows, BoundExpression key, Func<JoinedBound, BoundExpression> boundOf,
        MethodList methods)
    {
        ExpressionScope scope = RowScope.Of(rows, methods);
        string value = ClauseEmitter.Value(key, plan.Join, scope, $"{side}Key", plan.Query);
        string inWindow = string.Concat(plan.Bounds.Select(bound => $", {bound.Member} = {Bound(plan, bound, boundOf(bound), scope)}"));
        return Of($$"""
            /// <summary>Takes one row of the {{side.ToLowerInvariant()}} stream.</summary>
            public void Process(in {{new SourceNames(rows).Row}} row, in RecordContext context)
            {
                if (!context.HasValue)
                {
                    _join.Observe{{side}}(context.TimestampMs);
                    return;
                }

                {{(value.Contains("arena") ? "RecordArena arena = task.Arena;" : "")}}
                {{Clauses.At(plan.Join.Place, new Code($"{ClrTypes.Hot(key.Type)} wanted = {value};"))}}
                if ({{StoredEmitter.IsNull("wanted", key.Type)}})
                {
                    _join.Take{{side}}WithoutKey(in row, in context, new Pairs(this));
                    return;
                }

                {{OperatorNames.Key(plan)}} key = new() { {{KeyMember}} = {{StoredEmitter.Part("wanted", key.Type)}}{{inWindow}} };
                _join.Take{{side}}(in key, in row, in context, new Pairs(this));
            }
            """);
    }

    private static Code WriteKey(StreamStreamJoinPlan plan)
    {
        SourceNames names = new(plan.KeyedBy);
        return Of($$"""
            public void WriteKey(in {{OperatorNames.Key(plan)}} key, OutputBuffer output)
            {
                {{names.Row}} row = default;
                row.{{names[SourceNames.Keys(plan.KeyedBy).First().Name]}} = key.{{KeyMember}};
                {{Lines(WindowKey.Members(plan.KeyedBy).Select(member => $"row.{member} = key.{member};"))}}
                {{names.Serde}}.WriteKey(output, in row);
            }
            """);
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
