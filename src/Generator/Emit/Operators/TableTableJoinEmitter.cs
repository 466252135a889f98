using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the join of two tables by their keys: a change of one side, with the other side's row of the moment, is a change of the joined row.</summary>
internal static class TableTableJoinEmitter
{
    public static Code Emit(TableTableJoinPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Right, methods, "right", ("leftMs", "rightMs"));
        SourceNames output = new(plan.Output);
        SourceNames left = new(plan.Input);
        SourceNames right = new(plan.Right);
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins {plan.Input.Name} with {plan.Right.Name}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{StoreParameters(plan)}}{{ClauseEmitter.NextParameters(plan)}})
            {
                {{Change(plan, "Left", methods)}}

                {{Change(plan, "Right", methods)}}

                {{(plan.IsLookedUp ? Get(plan) : None)}}

                // {{Comment(plan.Join.Sql)}}
                private static {{output.Row}} Join({{scope.Parameters}})
                {
                    {{output.Row}} result = default;
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    return result;
                }

                private void HandOn(in {{output.Row}} row, in {{output.Row}} old, bool hasOld, in RecordContext context)
                {
                    {{Lines(plan.Next.Select(next => $"{OperatorNames.Parameter(next)}.Process(in row, in old, hasOld, in context);"))}}
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    private static string StoreName(DataSource table) => "rowsOf" + new SourceNames(table).Class;

    private static string StoreParameters(TableTableJoinPlan plan) =>
        string.Join(", ", plan.Tables.Select(table => $"{OperatorNames.StoreType(table)} {StoreName(table)}"));

    private static (string Left, string Right) MayMiss(TableTableJoinPlan plan) => (
        plan.Kind is JoinKind.Right or JoinKind.Full ? "true" : "false",
        plan.Kind is JoinKind.Left or JoinKind.Full ? "true" : "false");

    private static Code Change(TableTableJoinPlan plan, string side, MethodList methods)
    {
        bool isLeft = side == "Left";
        SourceNames own = new(isLeft ? plan.Input : plan.Right);
        string other = isLeft ? "right" : "left";
        (string leftMayMiss, string rightMayMiss) = MayMiss(plan);
        string mayMiss = isLeft ? $"{leftMayMiss}, otherMayMiss: {rightMayMiss}" : $"{rightMayMiss}, otherMayMiss: {leftMayMiss}";
        string Joined(string row, string ownMs) => isLeft
            ? $"Join(in {row}, in right, {ownMs}, rightMs, in joined, task.Arena)"
            : $"Join(in left, in {row}, leftMs, {ownMs}, in joined, task.Arena)";
        string output = new SourceNames(plan.Output).Row;
        string key = ClauseEmitter.Value(
            isLeft ? plan.LeftKey : plan.RightKey, plan.Join, RowScope.Of(isLeft ? plan.Input : plan.Right, methods), $"{side}Key", plan.Query);
        return Of($$"""
            /// <summary>Takes one change of the {{side.ToLowerInvariant()}} table: the new row, and the old one where there was one.</summary>
            public void Process(in {{own.Row}} row, in {{own.Row}} old, bool hasOld, in RecordContext context)
            {
                {{ClrTypes.InKey(plan.RightKey.Type)}} key = {{StoredEmitter.Part(key, plan.RightKey.Type)}};
                {{(isLeft ? Find(plan.Right, "right") : FindLeft(plan, "task.Arena"))}}
                if (!TableJoin.Changes(ownMayMiss: {{mayMiss}}, context.HasValue, hasOld, {{other}}Ms.HasValue, out bool isThere, out bool wasThere))
                {
                    return;
                }

                RecordContext at = context.At(TableJoin.Time(context.TimestampMs, {{other}}Ms));
                RecordContext joined = isThere ? at.WithValue() : at.Deleted();

                // A row that is deleted still has its key.
                {{own.Row}} none = default;
                bool isOwnThere = context.HasValue || !isThere;
                ref readonly {{own.Row}} present = ref (isOwnThere ? ref row : ref none);
                {{output}} result = {{Joined("present", "isOwnThere ? context.TimestampMs : null")}};
                {{output}} before = wasThere ? {{Joined("old", "hasOld ? context.TimestampMs : null")}} : default;
                HandOn(in result, in before, wasThere, in joined);
            }
            """);
    }

    private static Code FindLeft(TableTableJoinPlan plan, string arena) => plan.Left is { } left
        ? new Code($"{OperatorNames.Class(left.Reference)}.Get({Arguments(left)}, in context, {arena}, in key, out {new SourceNames(plan.Input).Row} left, out long? leftMs);")
        : Find(plan.Input, "left");

    private static string Arguments(TableTableJoinPlan plan) => string.Join(", ", plan.Tables.Select(StoreName));

    private static Code Find(DataSource table, string row)
    {
        SourceNames names = new(table);
        string member = names[SourceNames.Keys(table).First().Name];
        return new Code(
            $"ref readonly {names.Row} {row} = ref {StoreName(table)}.GetWithTime(new {names.Key} {{ {member} = key }}, out long? {row}Ms);");
    }

    private static Code Get(TableTableJoinPlan plan)
    {
        string output = new SourceNames(plan.Output).Row;
        (string leftMayMiss, string rightMayMiss) = MayMiss(plan);
        return Of($$"""
            /// <summary>The joined row of a key, and its event time; null where there is none.</summary>
            public static void Get(
                {{StoreParameters(plan)}}, in RecordContext context, RecordArena arena, in {{ClrTypes.InKey(plan.RightKey.Type)}} key, out {{output}} row, out long? timestampMs)
            {
                {{FindLeft(plan, "arena")}}
                {{Find(plan.Right, "right")}}
                bool isThere = TableJoin.IsThere({{leftMayMiss}}, otherMayMiss: {{rightMayMiss}}, leftMs.HasValue, rightMs.HasValue);
                row = isThere ? Join(in left, in right, leftMs, rightMs, in context, arena) : default;
                timestampMs = isThere ? TableJoin.Time(leftMs, rightMs) : null;
            }
            """);
    }
}
