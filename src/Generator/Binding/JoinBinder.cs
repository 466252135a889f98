using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds a join of a stream with a table: each row of the stream looks the table's current row up by primary key.</summary>
internal sealed class JoinBinder(SelectSyntax query, StatementScope statement, Scope scope, ExpressionBinder expressions)
{
    private readonly BindingReport _report = statement.Report;

    /// <summary>Null where the query has no join, or one that is wrong (reported).</summary>
    public BoundJoin? Bind()
    {
        if (query.Joins.Count == 0)
        {
            return null;
        }

        if (query.Joins.Count > 1)
        {
            _report.Report(BindingDiagnostics.NotSupportedYet, HeadOf(query.Joins[1]), "JOIN of more than two sources");
            return null;
        }

        JoinSyntax join = query.Joins[0];
        DataSource left = scope.Sources[0].Source;
        DataSource right = scope.Sources[1].Source;
        if (left.Columns.Count == 0 || right.Columns.Count == 0)
        {
            expressions.Bind(join.On);
            return null;
        }

        return CheckKinds(join, left, right) && BindCondition(join, right) is { } bound
            && CheckPartitions(join, bound, left, right)
            ? bound
            : null;
    }

    private static SourceSpan HeadOf(JoinSyntax join) => SourceSpan.FromBounds(join.Span.Start, join.Right.Span.End);

    private bool CheckKinds(JoinSyntax join, DataSource left, DataSource right)
    {
        SourceSpan head = HeadOf(join);
        switch (left.Kind, right.Kind)
        {
            case (SourceKind.Stream, SourceKind.Stream):
                return Wrong(BindingDiagnostics.NotSupportedYet, head, "JOIN of two streams");
            case (SourceKind.Table, SourceKind.Table):
                return Wrong(BindingDiagnostics.NotSupportedYet, head, "JOIN of two tables");
            case (SourceKind.Table, SourceKind.Stream):
                return Wrong(BindingDiagnostics.TableStreamJoin, head, left.Name, right.Name);
        }

        if (join.Kind is JoinKind.Right or JoinKind.Full)
        {
            return Wrong(BindingDiagnostics.JoinKindNotHere, head);
        }

        if (join.Within is { } within)
        {
            return Wrong(BindingDiagnostics.WithinNotHere, within.Span);
        }

        if (left.Window.Kind != WindowKind.None || right.Window.Kind != WindowKind.None)
        {
            return Wrong(BindingDiagnostics.NotSupportedYet, head, "JOIN of windowed sources");
        }

        foreach ((DataSource source, RelationSyntax relation) in new[] { (left, query.From), (right, join.Right) })
        {
            if (source.ValueFormat.Format == SerdeFormat.Kafka)
            {
                return Wrong(BindingDiagnostics.KafkaValueFormat, relation.Name.Span, source.Name, "a JOIN");
            }
        }

        return true;
    }

    private BoundJoin? BindCondition(JoinSyntax join, DataSource table)
    {
        if (join.On is not ComparisonSyntax { Operator: ComparisonOperator.Equal } condition)
        {
            Wrong(BindingDiagnostics.JoinCriterion, join.On.Span, scope.AliasOf(0), scope.AliasOf(1));
            return null;
        }

        BoundExpression left = expressions.Bind(condition.Left);
        BoundExpression right = expressions.Bind(condition.Right);
        if (Coercion.IsError(left.Type) || Coercion.IsError(right.Type)
            || SideOf(left, condition.Left) is not { } leftSide || SideOf(right, condition.Right) is not { } rightSide)
        {
            return null;
        }

        if (leftSide == rightSide)
        {
            Wrong(BindingDiagnostics.JoinCriterion, condition.Span, scope.AliasOf(0), scope.AliasOf(1));
            return null;
        }

        (BoundExpression stream, ExpressionSyntax streamSyntax) = leftSide == 0
            ? (left, condition.Left)
            : (right, condition.Right);
        (BoundExpression key, ExpressionSyntax keySyntax) = leftSide == 0 ? (right, condition.Right) : (left, condition.Left);
        List<ColumnSchema> keys = table.Columns.Where(column => column.Role == ColumnRole.PrimaryKey).ToList();
        if (keys.Count > 1)
        {
            Wrong(BindingDiagnostics.JoinOfSeveralKeys, join.Right.Span, table.Name, $"{keys.Count}");
            return null;
        }

        if (key is not BoundColumn column || keys.All(primary => primary.Name != column.Name))
        {
            Wrong(
                BindingDiagnostics.JoinNotPrimaryKey, keySyntax.Span, string.Join(
                    ", ", keys.Select(primary => $"{scope.AliasOf(1)}.{primary.Name}")));
            return null;
        }

        if (stream.Type != key.Type)
        {
            Wrong(BindingDiagnostics.JoinTypes, streamSyntax.Span, stream.Type.ToString(), key.Type.ToString());
            return null;
        }

        return new BoundJoin(join.Kind, stream, key, _report.ClauseOf(SyntaxPrinter.Print(join), join.Span));
    }

    // The one source whose columns a side names; null where they are none or several (reported).
    private int? SideOf(BoundExpression side, ExpressionSyntax syntax)
    {
        List<int> sources = BoundTree.Walk(side).OfType<BoundColumn>().Select(column => column.Source).Distinct().ToList();
        if (sources.Count == 1)
        {
            return sources[0];
        }

        Wrong(BindingDiagnostics.JoinSide, syntax.Span, sources.Count == 0 ? "none" : "both");
        return null;
    }

    private bool CheckPartitions(JoinSyntax join, BoundJoin bound, DataSource left, DataSource right)
    {
        bool isOnKey = bound.Left is BoundColumn column && left.Columns.Count(each => each.Role == ColumnRole.Key) == 1
            && left.Columns.Any(each => each.Role == ColumnRole.Key && each.Name == column.Name);
        return !isOnKey || left.Partitions is not { } first || right.Partitions is not { } second || first == second
            || Wrong(BindingDiagnostics.PartitionCounts, HeadOf(join), left.Name, $"{first}", right.Name, $"{second}");
    }

    private bool Wrong(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments)
    {
        _report.Report(descriptor, span, arguments);
        return false;
    }
}
