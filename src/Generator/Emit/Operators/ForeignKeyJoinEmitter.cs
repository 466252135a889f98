using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Syntax;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>Writes the three parts of a join by foreign key.</summary>
internal static class ForeignKeyJoinEmitter
{
    /// <summary>Tells where the row is that a left row names, that it does.</summary>
    public static Code Emit(ForeignKeyRequestPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, methods);
        SourceNames left = new(plan.Input);
        SourceNames request = new(plan.Output);
        SqlType type = plan.Key.Type;
        string key = ClauseEmitter.Value(plan.Key, plan.Join, scope, "ForeignKey", plan.Query);
        string isThere = StoredEmitter.IsThere("wanted", type);
        string wasThere = StoredEmitter.IsThere("former", type);
        IEnumerable<string> keys = SourceNames.Keys(plan.Input).Select(
            (column, i) => $"request.{request[ForeignKeyTopics.LeftKey(i)]} = row.{left[column.Name]};");
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: tells which row each row of {plan.Input.Name} names, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(TaskContext task{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one change: the new row, and the old one where there was one.</summary>
                public void Process(in {{left.Row}} row, in {{left.Row}} old, bool hasOld, in RecordContext context)
                {
                    if (!context.HasValue && !hasOld)
                    {
                        return;
                    }

                    {{ClrTypes.Hot(type)}} wanted = context.HasValue ? KeyOf(in row, in context, task.Arena) : default;
                    {{ClrTypes.Hot(type)}} former = hasOld ? KeyOf(in old, in context, task.Arena) : default;
                    bool isOther = {{wasThere}} && Compare.IsDistinct(wanted, former);
                    if (isOther)
                    {
                        {{(plan.IsLeft
                            ? "Send(in row, former, ForeignKeyRequest.Unsubscribe, in context);"
                            : $"Send(in row, former, {isThere} ? ForeignKeyRequest.Unsubscribe : ForeignKeyRequest.UnsubscribeAndAnswer, in context);")}}
                    }

                    {{(plan.IsLeft
                        ? new Code("Send(in row, wanted, ForeignKeyRequest.SubscribeAndAnswer, in context);")
                        : Of($$"""
                            if ({{isThere}})
                            {
                                Send(in row, wanted, isOther ? ForeignKeyRequest.SubscribeAndAnswer : ForeignKeyRequest.Subscribe, in context);
                            }
                            """))}}
                }

                // {{Comment(plan.Join.Sql)}}
                private {{(RowErrors.CallsUser(plan.Key) ? "" : "static ")}}{{ClrTypes.Hot(type)}} KeyOf({{scope.Parameters}})
                {
                    {{Clauses.At(plan.Join.Place, new Code($"return {key};"))}}
                }

                private void Send(in {{left.Row}} row, {{ClrTypes.Hot(type)}} named, ForeignKeyRequest what, in RecordContext context)
                {
                    {{request.Row}} request = default;
                    request.{{request[ForeignKeyTopics.Named]}} = named;
                    {{Lines(keys)}}
                    request.{{request[ForeignKeyTopics.Request]}} = (int)what;
                    request.{{request[ForeignKeyTopics.Version]}} = context.HasValue ? row.{{SourceNames.Version}} : null;
                    RecordContext sent = context.WithValue();
                    {{request.Serde}}.Write(sink, in request, in sent);
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    /// <summary>Answers requests, and all that name a row when it changes.</summary>
    public static Code Emit(ForeignKeyAnswerPlan plan)
    {
        MethodList methods = new();
        SourceNames request = new(plan.Input);
        SourceNames answer = new(plan.Output);
        SourceNames left = new(plan.Left);
        SourceNames right = new(plan.Right);
        string rightKey = right[SourceNames.Keys(plan.Right).First().Name];
        string named = $"row.{request[ForeignKeyTopics.Named]}";
        SqlType type = SourceNames.Keys(plan.Right).First().Type;
        ColumnSchema[] keys = SourceNames.Keys(plan.Left).ToArray();
        string subscriber = string.Join(", ", keys.Select((column, i) =>
            $"{left[column.Name]} = {StoredEmitter.Part($"row.{request[ForeignKeyTopics.LeftKey(i)]}", column.Type)}"));
        ExpressionScope scope = RowScope.Of(plan.Right, methods);
        IEnumerable<BoundColumnDefinition> columns = plan.Columns.Select(column => column with
        {
            Expression = BoundTrees.Replace(column.Expression, part => part is BoundColumn found ? found with { Source = 0 } : null),
        });
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: answers the rows of {plan.Left.Name} that name rows of {plan.Right.Name}, writes {plan.Output.Topic}.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{OperatorNames.StoreType(plan)}} subscriptions, {{OperatorNames.StoreType(plan.Right)}} rows{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one request.</summary>
                public void Process(in {{request.Row}} row, in RecordContext context)
                {
                    {{left.Key}} subscriber = new() { {{subscriber}} };
                    if ({{StoredEmitter.IsNull(named, type)}})
                    {
                        Answer(in subscriber, row.{{request[ForeignKeyTopics.Version]}}, in rows.None, isFound: false, in context, in context);
                        return;
                    }

                    {{right.Key}} key = new() { {{rightKey}} = {{StoredEmitter.Part(named, type)}} };
                    ForeignKeyRequest request = (ForeignKeyRequest)row.{{request[ForeignKeyTopics.Request]}}.GetValueOrDefault();
                    if (request.Names())
                    {
                        long version = row.{{request[ForeignKeyTopics.Version]}}.GetValueOrDefault();
                        if (!subscriptions.TryUpdate(in key, in subscriber, version))
                        {
                            subscriptions.Put(in key, in subscriber, version, Order(in subscriber));
                        }
                    }
                    else
                    {
                        subscriptions.Remove(in key, in subscriber);
                    }

                    ref readonly {{right.Row}} right = ref rows.GetWithTime(in key, out long? rightMs);
                    if (request.IsAnswered(rightMs.HasValue))
                    {
                        RecordContext rightContext = context.At(rightMs ?? context.TimestampMs);
                        RecordContext answered = context.At(TableJoin.Time(context.TimestampMs, rightMs));
                        Answer(
                            in subscriber, row.{{request[ForeignKeyTopics.Version]}}, in right, request.Names() && rightMs.HasValue, in rightContext, in answered);
                    }
                }

                /// <summary>Takes one change of the right table: the new row, and the old one where there was one.</summary>
                public void Process(in {{right.Row}} row, in {{right.Row}} old, bool hasOld, in RecordContext context)
                {
                    RecordContext answered = context.WithValue();
                    SubscriberList<{{left.Key}}> subscribers = subscriptions.Find(new {{right.Key}} { {{rightKey}} = {{StoredEmitter.Part($"row.{rightKey}", type)}} });
                    for (int i = 0; i < subscribers.Count; i++)
                    {
                        ref readonly {{left.Key}} subscriber = ref subscribers.Get(i, out long version);
                        Answer(in subscriber, version, in row, context.HasValue, in context, in answered);
                    }
                }

                private void Answer(
                    in {{left.Key}} subscriber, long? version, in {{right.Row}} right, bool isFound, in RecordContext rightContext, in RecordContext context)
                {
                    {{answer.Row}} result = default;
                    {{Lines(keys.Select((column, i) => $"result.{answer[ForeignKeyTopics.LeftKey(i)]} = subscriber.{left[column.Name]};"))}}
                    result.{{answer[ForeignKeyTopics.Version]}} = version;
                    result.{{answer[ForeignKeyTopics.Found]}} = isFound;
                    if (isFound)
                    {
                        Take(in right, in rightContext, task.Arena, ref result);
                    }

                    {{answer.Serde}}.Write(sink, in result, in context);
                }

                private static void Take(in {{right.Row}} row, in RecordContext context, RecordArena arena, ref {{answer.Row}} result)
                {
                    {{ClauseEmitter.Columns(columns, plan.Output, scope, plan.Query)}}
                }

                private System.ReadOnlySpan<byte> Order(in {{left.Key}} subscriber)
                {
                    {{left.Row}} row = default;
                    {{Lines(keys.Select(column => $"row.{left[column.Name]} = subscriber.{left[column.Name]};"))}}
                    OutputBuffer order = subscriptions.Order;
                    order.Clear();
                    order.Begin(timestampMs: 0);
                    {{left.Serde}}.WriteKey(order, in row);
                    order.End();
                    return order[0].Key;
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    /// <summary>Makes the joined row of an answer and the left row.</summary>
    public static Code Emit(ForeignKeyResultPlan plan)
    {
        MethodList methods = new();
        ExpressionScope scope = RowScope.Of(plan.Input, plan.Left, methods, times: (null, "tableMs"));
        SourceNames answer = new(plan.Input);
        SourceNames left = new(plan.Left);
        SourceNames output = new(plan.Output);
        string key = string.Join(", ", SourceNames.Keys(plan.Left).Select((column, i) =>
            $"{left[column.Name]} = {StoredEmitter.Part($"row.{answer[ForeignKeyTopics.LeftKey(i)]}", column.Type)}"));
        string joinedKey = ScanEmitter.KeyParts(SourceNames.Keys(plan.Output), output, "result");
        string results = plan.IsKept ? $", {OperatorNames.StoreType(plan.Output)} results" : "";
        IEnumerable<string> next = plan.Next.Select(name =>
            $"{OperatorNames.Parameter(name)}.Process(in result, in old, hasOld, in joined);");
        return Of($$"""
            {{Clauses.Documentation($"Query {plan.Query}: joins rows of {plan.Left.Name} with the rows that they name.", plan.Sql)}}
            internal sealed class {{OperatorNames.Class(plan.Reference)}}(
                TaskContext task, {{OperatorNames.StoreType(plan.Left)}} rows{{results}}{{ClauseEmitter.NextParameters(plan)}})
            {
                /// <summary>Takes one answer.</summary>
                public void Process(in {{answer.Row}} row, in RecordContext context)
                {
                    RecordArena arena = task.Arena;
                    ref readonly {{left.Row}} table = ref rows.GetWithTime(new {{left.Key}} { {{key}} }, out long? tableMs);

                    // The left row has changed since: that change has an answer of its own.
                    if (table.{{SourceNames.Version}} != row.{{answer[ForeignKeyTopics.Version]}})
                    {
                        return;
                    }

                    bool isThere = tableMs.HasValue{{(plan.IsLeft ? "" : $" && row.{answer[ForeignKeyTopics.Found]} is true")}};
                    RecordContext joined = isThere ? context.WithValue() : context.Deleted();

                    // {{Comment(plan.Join.Sql)}}
                    {{output.Row}} result = default;
                    {{ClauseEmitter.Columns(plan.Columns, plan.Output, scope, plan.Query)}}
                    {{(plan.IsKept ? Kept(output, joinedKey) : Of($$"""
                        {{output.Row}} old = default;
                        bool hasOld = false;
                        """))}}
                    {{Lines(next)}}
                    {{(plan.IsKept ? Keep : None)}}
                }

                {{Sections(methods.All)}}
            }
            """);
    }

    private static Code Kept(SourceNames output, string key) => Of($$"""
        {{output.Key}} key = new() { {{key}} };
        bool hasOld = results.TryGet(in key, out {{output.Row}} old);
        """);

    private static Code Keep => Of($$"""
        if (joined.HasValue)
        {
            results.Put(in key, in result, joined.TimestampMs);
        }
        else
        {
            results.Delete(in key);
        }
        """);
}
