using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Planning;

/// <summary>
/// The joins of a query → operators, from left to right. Each takes the rows that are joined so far and those of one more source; rows that
/// lie in another partition than their partners go through a repartition topic first.
/// </summary>
internal sealed class JoinPlanner(BoundQuery query, FreeNames free)
{
    private readonly BoundSelect _select = query.Select;
    private readonly List<OperatorPlan> _operators = [];
    private readonly JoinColumns _names = new(query.Select);

    // Expressions by which the rows lie in one partition, as they lie by their key.
    private readonly HashSet<BoundExpression> _together = [];

    // What is joined so far.
    private JoinedRows _rows = JoinedRows.Of(query.Select, 0);

    /// <summary>The operators so far.</summary>
    public IEnumerable<OperatorPlan> Operators => _operators;

    /// <summary>Plans the joins.</summary>
    /// <returns>What is left of the query, over the joined rows; null where the last join does that too.</returns>
    public BoundQuery? Plan()
    {
        for (int i = 0; i < _select.Joins.Count; i++)
        {
            bool isLast = i == _select.Joins.Count - 1;
            bool isFused = isLast && _select is { Aggregation: null, PartitionBy: null, TableFunctions.Count: 0 }
                && _rows.Source.Kind == SourceKind.Stream;
            BoundJoin join = _select.Joins[i];
            switch (join.Shape)
            {
                case JoinShape.StreamStream:
                    AddStreamStream(i, join, isFused);
                    break;
                case JoinShape.StreamTable:
                    AddStreamTable(i, join, isFused);
                    break;
                case JoinShape.TableTable:
                    AddTableTable(i, join);
                    break;
                default:
                    AddForeignKey(i, join);
                    break;
            }

            if (isFused)
            {
                return null;
            }
        }

        return query with { Select = JoinColumns.Over(_rows, _select) };
    }

    // What the names of a join's parts begin with.
    private string Prefix(int index) => free.Take(query.Name + (_select.Joins.Count == 1 ? "-join" : $"-join-{index + 1}"));

    private void AddStreamStream(int index, BoundJoin join, bool isFused)
    {
        string prefix = Prefix(index);
        EquatableArray<BoundColumn> later = _names.NeededAfter(index);
        JoinedRows other = JoinedRows.Of(_select, index + 1);
        FormatSpec? format = IsThere(_rows, join.Left) ? _rows.Source.KeyFormat
            : IsThere(other, join.Right) ? other.Source.KeyFormat
            : null;
        bool keepsLeft = join.Kind is JoinKind.Left or JoinKind.Full;
        bool keepsRight = join.Kind is JoinKind.Right or JoinKind.Full;
        JoinedRows left = Keyed(_rows, join.Left, later, prefix + "-left", join, new KeyedAs(format, keepsLeft, IsKept: true));
        JoinedRows right = Keyed(
            other, join.Right, later, prefix + "-right", join, new KeyedAs(left.Source.KeyFormat, keepsRight, IsKept: true));
        JoinedRows joined = _names.Joined(prefix, index, join, left, right, isFused);
        _operators.Add(new StreamStreamJoinPlan(
            isFused ? query.Name : prefix, query.Name, query.Sql, left.Source, isFused ? query.Sink : joined.Source,
            isFused ? joined.Where(_select.Where) : null, [], isFused ? joined.Select(_select.Columns) : joined.Columns, right.Source,
            join.Kind, left.Key!, right.Key!, join.Within!, KeyedBy(left, right, index), prefix, Bounds(index, join, left, right),
            join.Clause));
        Become(join, joined);
    }

    private EquatableArray<JoinedBound> Bounds(int index, BoundJoin join, JoinedRows left, JoinedRows right) =>
        JoinColumns.Bounds(_select, 0).Select(bound =>
        {
            BoundExpression leftBound = left.Over(bound);
            BoundExpression rightBound = right.Over(bound with { Source = index + 1 });
            return new JoinedBound(bound.Name, leftBound, rightBound, JoinColumns.OfPair(join.Kind, leftBound, rightBound));
        }).ToEquatableArray();

    // Bytes of a key are those of a topic; joined rows come from none.
    private DataSource KeyedBy(JoinedRows left, JoinedRows right, int index)
    {
        JoinedRows rows = index == 0 ? left : right;
        return rows.Source.IsTransient ? _select.Sources[index == 0 ? 0 : index + 1].Source : rows.Source;
    }

    private void AddStreamTable(int index, BoundJoin join, bool isFused)
    {
        string prefix = Prefix(index);
        bool isLeft = join.Kind == JoinKind.Left;
        JoinedRows right = JoinedRows.Of(_select, index + 1).With(join.Right);
        KeyedAs keyed = new(right.Source.KeyFormat, isLeft, IsKept: false);
        JoinedRows left = Keyed(_rows, join.Left, _names.NeededAfter(index), prefix + "-left", join, keyed);
        JoinedRows joined = _names.Joined(prefix, index, join, left, right, isFused);
        _operators.Add(new StreamTableJoinPlan(
            isFused ? query.Name : prefix, query.Name, query.Sql, left.Source, isFused ? query.Sink : joined.Source,
            isFused ? joined.Where(_select.Where) : null, [], isFused ? joined.Select(_select.Columns) : joined.Columns, right.Source,
            left.Key!, isLeft, join.Clause));
        Become(join, joined);
    }

    private void AddTableTable(int index, BoundJoin join)
    {
        string prefix = Prefix(index);
        JoinedRows left = index == 0 ? _rows.With(join.Left) : _rows;
        JoinedRows right = JoinedRows.Of(_select, index + 1).With(join.Right);
        right = HasFormat(right, left.Source.KeyFormat) ? right : Moved(right, left.Source.KeyFormat, prefix + "-right", join);
        JoinedRows joined = _names.Joined(prefix, index, join, left, right, isFused: false);
        _operators.Add(new TableTableJoinPlan(
            prefix, query.Name, query.Sql, left.Source, joined.Source, null, [], joined.Columns, right.Source, join.Kind, left.Key!,
            right.Key!, _operators.OfType<TableTableJoinPlan>().LastOrDefault(), IsLookedUp: index < _select.Joins.Count - 1, join.Clause));
        Become(join, joined);
    }

    private void AddForeignKey(int index, BoundJoin join)
    {
        string prefix = Prefix(index);
        bool isLeft = join.Kind == JoinKind.Left;
        bool isKept = _select.Joins.Count > 1 || _select.Where is not null || _select.Aggregation is not null;
        DataSource right = _select.Sources[index + 1].Source;
        ForeignKeyTopics topics = new(_names, _rows.Source, right, index, join);
        DataSource requests = topics.Requests(free.Take(prefix + "-request"));
        DataSource answers = topics.Answers(free.Take(prefix + "-answer"));
        _operators.Add(new ForeignKeyRequestPlan(
            requests.Name, query.Name, query.Sql, _rows.Source, requests, null, [], _rows.Over(join.Left), isLeft, join.Clause));
        _operators.Add(new ForeignKeyAnswerPlan(
            answers.Name, query.Name, query.Sql, requests, answers, null, [], topics.Answer, _rows.Source, right,
            prefix + "-subscriptions"));
        JoinedRows joined = topics.Joined(prefix);
        _operators.Add(new ForeignKeyResultPlan(
            prefix, query.Name, query.Sql, answers, joined.Source, null, [], joined.Columns, _rows.Source, isLeft, isKept, join.Clause));
        _rows = joined;
    }

    private void Become(BoundJoin join, JoinedRows joined)
    {
        if (!_together.Contains(join.Left))
        {
            _together.Clear();
        }

        _together.Add(join.Left);
        _together.Add(join.Right);
        _rows = joined;
    }

    /// <summary>How a join wants the rows of a side.</summary>
    /// <param name="Format">How keys are written; null: it does not matter.</param>
    /// <param name="KeepsNull">Rows without a key are wanted.</param>
    /// <param name="IsKept">The join keeps the rows, which should have no more columns than are needed.</param>
    private sealed record KeyedAs(FormatSpec? Format, bool KeepsNull, bool IsKept);

    // Whether rows lie in one partition by what they are joined on.
    private bool IsThere(JoinedRows rows, BoundExpression on) =>
        rows.Source.IsTransient ? _together.Contains(on) : QueryPlanner.IsKeyOf([rows.Over(on)], rows.Source);

    // Equal keys lie in one partition where their bytes are equal too.
    private static bool HasFormat(JoinedRows rows, FormatSpec? format) => format is null
        || (rows.Source.KeyFormat.Format == format.Format && rows.Source.KeyFormat.Delimiter == format.Delimiter);

    /// <summary>A table with its keys in another format.</summary>
    private JoinedRows Moved(JoinedRows rows, FormatSpec format, string name, BoundJoin join)
    {
        DataSource table = rows.Source;
        EquatableArray<BoundColumnDefinition> columns = table.Columns
            .Where(column => column.Role is ColumnRole.PrimaryKey or ColumnRole.Value)
            .Select(column => new BoundColumnDefinition(
                column.Name, column.Type, column.Role == ColumnRole.PrimaryKey, new BoundColumn(0, column.Name, column.Type), join.Clause))
            .ToEquatableArray();
        name = free.Take(name);
        DataSource topic = QueryPlanner.Repartitioned(free.Take(name + "-repartition"), table, [rows.Key!], [], format) with
        {
            Kind = SourceKind.Table,
            Columns = table.Columns.Where(column => column.Role is ColumnRole.PrimaryKey or ColumnRole.Value).ToEquatableArray(),
        };
        _operators.Add(new TableProjectPlan(name, query.Name, query.Sql, table, topic, null, [], columns));
        return rows with { Source = topic };
    }

    /// <summary>The rows of a stream where their partners are: in the partition of what they are joined on.</summary>
    private JoinedRows Keyed(
        JoinedRows rows, BoundExpression on, EquatableArray<BoundColumn> needed, string name, BoundJoin join, KeyedAs keyed)
    {
        BoundExpression key = rows.Over(on);
        bool isThere = IsThere(rows, on) && HasFormat(rows, keyed.Format);
        if (isThere && (rows.Source.IsTransient || !keyed.IsKept))
        {
            return rows with { Key = key };
        }

        IEnumerable<BoundColumn> wanted = needed.Where(rows.Has);
        wanted = isThere ? wanted.Union(BoundTree.Walk(on).OfType<BoundColumn>()) : wanted.Where(column => !column.Equals(on));
        JoinedRows moved = _names.Copy(rows, wanted, join.Clause);
        name = free.Take(name);
        if (isThere)
        {
            DataSource handed = JoinColumns.Handed(name, rows.Source, moved.Columns);
            _operators.Add(new ProjectPlan(name, query.Name, query.Sql, rows.Source, handed, null, [], moved.Columns, null));
            return moved with { Source = handed, Key = moved.Over(on) };
        }

        DataSource topic = QueryPlanner.Repartitioned(
            free.Take(name + "-repartition"), rows.Source, [key], moved.Columns, keyed.Format);
        _operators.Add(new RepartitionPlan(
            name, query.Name, query.Sql, rows.Source, topic, null, [], new BoundKeys([key], join.Clause), moved.Columns,
            !keyed.KeepsNull));
        BoundExpression moving = QueryPlanner.KeyColumns(topic)[0];
        return moved with { Source = topic, Key = moving, Places = part => part.Equals(on) ? moving : moved.Places(part) };
    }
}
