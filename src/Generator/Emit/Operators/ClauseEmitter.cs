using QueryGen.Binding;
using QueryGen.Planning;
using QueryGen.Types;
using static QueryGen.Emit.Code;

namespace QueryGen.Emit.Operators;

/// <summary>The clauses that all operators share: WHERE, the columns of SELECT, and handing the result on.</summary>
internal static class ClauseEmitter
{
    /// <summary>Leaves the method where the condition is not true.</summary>
    public static Code Where(BoundPredicate? where, ExpressionScope scope, string query, string otherwise = "return;")
    {
        if (where is null)
        {
            return None;
        }

        string condition = Condition(where, scope, query);
        return Of($$"""
            // {{Comment(where.Clause.Sql)}}
            {{Clauses.At(where.Clause.Place, new Code($"if (!{condition})"))}}
            {
                {{otherwise}}
            }
            """);
    }

    /// <summary>The method that tells whether a row of a table passes WHERE.</summary>
    public static Code Passes(BoundPredicate where, ExpressionScope scope, string query) => Of($$"""
        private {{(RowErrors.CallsUser(where.Condition) ? "" : "static ")}}bool Passes({{scope.Parameters}})
        {
            {{Where(where, scope, query, "return false;")}}

            return true;
        }
        """);

    /// <summary>A condition as C#: NULL is false.</summary>
    public static string Condition(BoundPredicate predicate, ExpressionScope scope, string query)
    {
        scope = RowErrors.CallsUser(predicate.Condition) ? scope.Guarded(QueryStepEmitter.WithPlace(query, predicate.Clause)) : scope;
        ExpressionEmitter emitter = new(scope, "return false;");
        EmittedValue value = emitter.Emit(predicate.Condition);
        string test = value.IsNullable ? $"{value.Text} is true" : value.Text;
        if (emitter.Statements.Count == 0 && scope.Step is null)
        {
            return $"({test})";
        }

        string name = scope.Methods.NameFor("IsWanted");
        scope.Methods.Add(Of($$"""
            private static bool {{name}}({{scope.Parameters}})
            {
                {{Body(emitter, test, predicate.Clause, "false", scope)}}
            }
            """));
        return $"{name}({scope.Arguments})";
    }

    /// <summary>Computes the columns of SELECT into <c>result</c>.</summary>
    public static Code Columns(
        IEnumerable<BoundColumnDefinition> columns, DataSource output, ExpressionScope scope, string query) =>
        Lines(columns.Select(column => Column(column, output, scope, query)));

    private static Code Column(BoundColumnDefinition column, DataSource output, ExpressionScope scope, string query)
    {
        string member = new SourceNames(output)[column.Name];
        string value = Value(column.Expression, column.Clause, scope, CSharpNameOf(column.Name), query);
        bool isPlain = column.Expression is BoundColumn;
        Code assignment = new($"result.{member} = {value};");
        return isPlain ? assignment : Of($$"""
            // {{Comment(column.Clause.Sql)}}
            {{Clauses.At(column.Clause.Place, assignment)}}
            {{(RowErrors.IsFailureWhenNull(column.Expression)
                ? RowErrors.Tell($"result.{member}", column.Expression, scope, QueryStepEmitter.WithPlace(query, column.Clause))
                : None)}}
            """);
    }

    /// <summary>An expression as C#, in a method of its own where it needs statements or calls a user's function.</summary>
    public static string Value(BoundExpression expression, Clause clause, ExpressionScope scope, string wanted, string query)
    {
        scope = RowErrors.CallsUser(expression) ? scope.Guarded(QueryStepEmitter.WithPlace(query, clause)) : scope;
        ExpressionEmitter emitter = new(scope, "return default;");
        string text = emitter.Emit(expression).Text;
        if (emitter.Statements.Count == 0 && scope.Step is null)
        {
            return text;
        }

        string name = scope.Methods.NameFor("Compute" + wanted);
        scope.Methods.Add(Of($$"""
            // {{Comment(clause.Sql)}}
            private static {{ClrTypes.Hot(expression.Type)}} {{name}}({{scope.Parameters}})
            {
                {{Body(emitter, text, clause, "default", scope)}}
            }
            """));
        return $"{name}({scope.Arguments})";
    }

    private static Code Body(ExpressionEmitter emitter, string result, Clause clause, string otherwise, ExpressionScope scope) =>
        RowErrors.Guard(
            Lines([Lines(emitter.Statements), Clauses.At(clause.Place, new Code($"return {result};"))]), otherwise, scope.Step);

    /// <summary>Hands the result to the sink and to the operators that take it in the same task.</summary>
    public static Code HandOn(OperatorPlan plan, string context) => Lines([
        plan.Output.IsTransient ? None : new Code($"{new SourceNames(plan.Output).Serde}.Write(sink, in result, in {context});"),
        .. plan.Next.Select(next => new Code($"{OperatorNames.Parameter(next)}.Process(in result, in {context});")),
    ]);

    /// <summary>The sink and the operators that take the result, as parameters of the constructor.</summary>
    public static string NextParameters(OperatorPlan plan) => (plan.Output.IsTransient ? "" : ", OutputBuffer sink") +
        string.Concat(plan.Next.Select(next => $", {OperatorNames.Class(next)} {OperatorNames.Parameter(next)}"));

    /// <summary>Where the sink's own TIMESTAMP property gives the record its time: a row without one is dropped.</summary>
    public static Code SinkTime(OperatorPlan plan, string otherwise = "return;")
    {
        if (plan.Output.TimestampColumn is not { } column)
        {
            return None;
        }

        return Of($$"""
            // TIMESTAMP = {{Comment(column)}}
            if ({{EventTimeEmitter.Milliseconds(plan.Output, "result", "task.Arena")}} is not { } timestampMs || timestampMs < 0)
            {
                task.DropRow(context, {{QueryStepEmitter.Sink(plan.Query, column)}}, {{Literal($"{column} is no timestamp")}});
                {{otherwise}}
            }
            """);
    }

    public static string OutputContext(OperatorPlan plan) => plan.Output.TimestampColumn is null ? "context" : "timed";

    public static Code OutputTime(OperatorPlan plan) =>
        plan.Output.TimestampColumn is null ? None : new Code("RecordContext timed = context.At(timestampMs);");

    private static string CSharpNameOf(string column) => QueryGen.Support.CSharpName.Pascal(column);
}
