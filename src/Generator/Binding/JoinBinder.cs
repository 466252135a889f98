using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using QueryGen.Types;

namespace QueryGen.Binding;

/// <summary>Binds the joins of a query from left to right: each adds one source to those before it.</summary>
internal sealed class JoinBinder(SelectSyntax query, StatementScope statement, Scope scope, ExpressionBinder expressions)
{
    private readonly BindingReport _report = statement.Report;
    private readonly List<BoundJoin> _joins = [];

    // Columns that have the value of the last join's key wherever they are not NULL: rows lie in one partition by each of them.
    private readonly HashSet<BoundExpression> _together = [];

    // Of these, the ones that can be the key of the result.
    private List<BoundExpression> _viable = [];

    /// <summary>None where the query has no join, or one that is wrong (reported).</summary>
    public BoundJoins Bind()
    {
        bool isKnown = !scope.IsOpen && scope.Sources.All(source => source.Source.Columns.Count > 0);
        for (int i = 0; i < query.Joins.Count; i++)
        {
            if (!isKnown)
            {
                expressions.Bind(query.Joins[i].On);
            }
            else if (Bind(query.Joins[i], i) is { } bound)
            {
                _joins.Add(bound);
            }
            else
            {
                isKnown = false;
            }
        }

        return isKnown && _joins.Count > 0 ? new BoundJoins(_joins.ToEquatableArray(), KeyColumns()) : BoundJoins.None;
    }

    private EquatableArray<BoundColumn> KeyColumns()
    {
        if (_joins[0].Shape == JoinShape.ForeignKey)
        {
            return Keys(0).Select(key => new BoundColumn(0, key.Name, key.Type)).ToEquatableArray();
        }

        EquatableArray<BoundColumn> columns = _viable.OfType<BoundColumn>().ToEquatableArray();
        if (columns.Count == 0)
        {
            scope.AddJoinKey(_joins[_joins.Count - 1].Right.Type);
        }

        return columns;
    }

    private BoundJoin? Bind(JoinSyntax join, int index)
    {
        BoundWithin? within = null;
        if (BindSides(join, index) is not { } sides || CheckKinds(join, index) is not { } shape
            || (shape == JoinShape.StreamStream && (within = BindWithin(join)) is null))
        {
            return null;
        }

        if (shape != JoinShape.StreamStream)
        {
            if (!CheckRightKey(sides, index, isTable: shape == JoinShape.TableTable))
            {
                return null;
            }

            if (shape == JoinShape.TableTable && !IsLeftKey(sides.Left, index))
            {
                shape = JoinShape.ForeignKey;
            }
        }

        BoundJoin bound = new(shape, join.Kind, sides.Left, sides.Right, within, _report.ClauseOf(SyntaxPrinter.Print(join), join.Span));
        if (!CheckTypes(bound, sides) || !CheckWindows(join, bound, index) || !CheckForeignKey(join, bound, index)
            || !CheckPartitions(join, bound, index))
        {
            return null;
        }

        Equate(bound);
        return bound;
    }

    // Where rows may be missing on either side, no column always has the key.
    private void Equate(BoundJoin join)
    {
        if (join.Shape == JoinShape.ForeignKey)
        {
            if (Keys(0) is [var only])
            {
                _together.Add(new BoundColumn(0, only.Name, only.Type));
            }

            return;
        }

        bool isChained = _viable.Contains(join.Left);
        _viable = join.Kind == JoinKind.Full ? []
            : isChained ? [.. _viable, join.Right]
            : [join.Left, join.Right];
        if (!_together.Contains(join.Left))
        {
            _together.Clear();
        }

        _together.Add(join.Left);
        _together.Add(join.Right);
    }

    private static SourceSpan HeadOf(JoinSyntax join) => SourceSpan.FromBounds(join.Span.Start, join.Right.Span.End);

    private DataSource Source(int index) => scope.Sources[index].Source;

    private List<ColumnSchema> Keys(int source) =>
        Source(source).Columns.Where(column => column.Role is ColumnRole.PrimaryKey or ColumnRole.Key).ToList();

    private JoinShape? CheckKinds(JoinSyntax join, int index)
    {
        SourceSpan head = HeadOf(join);
        DataSource right = Source(index + 1);
        JoinShape shape = (Source(0).Kind, right.Kind) switch
        {
            (SourceKind.Stream, SourceKind.Stream) => JoinShape.StreamStream,
            (SourceKind.Stream, SourceKind.Table) => JoinShape.StreamTable,
            _ => JoinShape.TableTable,
        };
        if (Source(0).Kind == SourceKind.Table && right.Kind == SourceKind.Stream)
        {
            return Wrong(BindingDiagnostics.TableStreamJoin, head, Source(0).Name, right.Name);
        }

        if (shape == JoinShape.StreamTable && join.Kind is JoinKind.Right or JoinKind.Full)
        {
            return Wrong(BindingDiagnostics.JoinKindNotHere, head, "A stream and a table join");
        }

        if (shape == JoinShape.StreamStream && join.Within is null)
        {
            return Wrong(BindingDiagnostics.WithinMissing, head);
        }

        if (shape != JoinShape.StreamStream && join.Within is { } within)
        {
            return Wrong(BindingDiagnostics.WithinNotHere, within.Span);
        }

        foreach ((DataSource source, RelationSyntax relation) in new[] { (Source(0), query.From), (right, join.Right) })
        {
            if (source.ValueFormat.Format == SerdeFormat.Kafka)
            {
                return Wrong(BindingDiagnostics.KafkaValueFormat, relation.Name.Span, source.Name, "a JOIN");
            }
        }

        return shape;
    }

    private BoundWithin? BindWithin(JoinSyntax join)
    {
        WithinSyntax within = join.Within!;
        long? before = Length(within.Before, "WITHIN");
        long? after = within.After == within.Before ? before : Length(within.After, "WITHIN");
        long? grace = within.Grace is null ? null : Length(within.Grace, "GRACE PERIOD");
        if (before is null || after is null || (within.Grace is not null && grace is null))
        {
            return null;
        }

        // In a RIGHT JOIN the reference takes the range from the right row to the left one.
        return join.Kind == JoinKind.Right
            ? new BoundWithin(after.Value, before.Value, grace)
            : new BoundWithin(before.Value, after.Value, grace);
    }

    private long? Length(DurationSyntax duration, string what)
    {
        if (Durations.UnitMs(duration.Unit) is { } unitMs && duration.Count >= 0 && duration.Count <= long.MaxValue / 8 / unitMs)
        {
            return duration.Count * unitMs;
        }

        _report.Report(BindingDiagnostics.WindowSize, duration.Span, $"{what} is given in DAYS or less, and is zero or more");
        return null;
    }

    /// <summary>A condition's sides in the order of the sources, and where each stands.</summary>
    private sealed record Sides(BoundExpression Left, ExpressionSyntax LeftSyntax, BoundExpression Right, ExpressionSyntax RightSyntax);

    private Sides? BindSides(JoinSyntax join, int index)
    {
        if (join.On is not ComparisonSyntax { Operator: ComparisonOperator.Equal } condition)
        {
            Wrong(BindingDiagnostics.JoinCriterion, join.On.Span, scope.AliasOf(index), scope.AliasOf(index + 1));
            return null;
        }

        BoundExpression left = expressions.Bind(condition.Left);
        BoundExpression right = expressions.Bind(condition.Right);
        if (Coercion.IsError(left.Type) || Coercion.IsError(right.Type)
            || SideOf(left, condition.Left) is not { } leftSide || SideOf(right, condition.Right) is not { } rightSide)
        {
            return null;
        }

        if (leftSide > index + 1 || rightSide > index + 1 || leftSide == rightSide)
        {
            Wrong(BindingDiagnostics.JoinCriterion, condition.Span, scope.AliasOf(index), scope.AliasOf(index + 1));
            return null;
        }

        if (leftSide != index + 1 && rightSide != index + 1)
        {
            Wrong(BindingDiagnostics.JoinedSourceUnused, condition.Span, scope.AliasOf(index + 1));
            return null;
        }

        return rightSide == index + 1
            ? new Sides(left, condition.Left, right, condition.Right)
            : new Sides(right, condition.Right, left, condition.Left);
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

    private bool CheckRightKey(Sides sides, int index, bool isTable)
    {
        List<ColumnSchema> keys = Keys(index + 1);
        if (keys.Count > 1)
        {
            Wrong(BindingDiagnostics.JoinOfSeveralKeys, query.Joins[index].Right.Span, Source(index + 1).Name, $"{keys.Count}");
            return false;
        }

        if (sides.Right is BoundColumn column && keys.Any(primary => primary.Name == column.Name))
        {
            return true;
        }

        string all = string.Join(", ", keys.Select(primary => $"{scope.AliasOf(index + 1)}.{primary.Name}"));
        Wrong(BindingDiagnostics.JoinNotPrimaryKey, sides.RightSyntax.Span, isTable ? "table" : "stream", all);
        return false;
    }

    // Whether the left side of a join of tables is what its rows are keyed by.
    private bool IsLeftKey(BoundExpression left, int index) => index > 0
        ? _together.Contains(left)
        : left is BoundColumn column && Keys(0) is [var key] && key.Name == column.Name;

    private bool CheckTypes(BoundJoin join, Sides sides)
    {
        if (join.Left.Type != join.Right.Type)
        {
            Wrong(BindingDiagnostics.JoinTypes, sides.LeftSyntax.Span, join.Left.Type.ToString(), join.Right.Type.ToString());
            return false;
        }

        if (Coercion.HoldsMap(join.Left.Type))
        {
            Wrong(
                BindingDiagnostics.MapInKey, sides.LeftSyntax.Span, SyntaxPrinter.Print(sides.LeftSyntax), join.Left.Type.ToString());
            return false;
        }

        return true;
    }

    private bool CheckWindows(JoinSyntax join, BoundJoin bound, int index)
    {
        (DataSource left, DataSource right) = (Source(0), Source(index + 1));
        if (left.Window.Kind == WindowKind.None && right.Window.Kind == WindowKind.None)
        {
            return true;
        }

        if (left.Window.Kind != right.Window.Kind || bound.Shape != JoinShape.StreamStream)
        {
            Wrong(BindingDiagnostics.WindowedJoin, HeadOf(join), left.Name, Describe(left), right.Name, Describe(right));
            return false;
        }

        if (!IsKeyColumn(bound.Left, 0) || !IsKeyColumn(bound.Right, index + 1) || left.Window != right.Window)
        {
            Wrong(BindingDiagnostics.RepartitionWindowed, HeadOf(join), left.Name);
            return false;
        }

        return true;
    }

    private static string Describe(DataSource source) => source.Window.Kind switch
    {
        WindowKind.None => "no windows",
        WindowKind.Session => "session windows",
        _ => "time windows",
    };

    private bool CheckForeignKey(JoinSyntax join, BoundJoin bound, int index)
    {
        if (bound.Shape != JoinShape.ForeignKey)
        {
            return true;
        }

        if (index > 0)
        {
            Wrong(BindingDiagnostics.ForeignKeyLater, HeadOf(join), scope.AliasOf(index + 1));
            return false;
        }

        if (bound.Kind is JoinKind.Right or JoinKind.Full)
        {
            Wrong(BindingDiagnostics.JoinKindNotHere, HeadOf(join), "Tables join by foreign key");
            return false;
        }

        return true;
    }

    // A stream that has another key goes through a topic of its own, and tables that join by foreign key do.
    private bool CheckPartitions(JoinSyntax join, BoundJoin bound, int index)
    {
        if (bound.Shape == JoinShape.ForeignKey
            || !(index == 0 ? IsKeyColumn(bound.Left, 0) : _together.Contains(bound.Left) && IsKeyColumn(_joins[0].Left, 0))
            || !IsKeyColumn(bound.Right, index + 1)
            || Source(0).Partitions is not { } first || Source(index + 1).Partitions is not { } second || first == second)
        {
            return true;
        }

        Wrong(BindingDiagnostics.PartitionCounts, HeadOf(join), Source(0).Name, $"{first}", Source(index + 1).Name, $"{second}");
        return false;
    }

    private bool IsKeyColumn(BoundExpression side, int source) =>
        side is BoundColumn column && column.Source == source && Keys(source) is [var key] && key.Name == column.Name;

    private JoinShape? Wrong(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments)
    {
        _report.Report(descriptor, span, arguments);
        return null;
    }
}
