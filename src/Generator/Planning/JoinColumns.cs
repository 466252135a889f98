using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>Rows on their way through the joins of a query, and where the columns of the query's sources stand in them.</summary>
/// <param name="Source">Whose rows.</param>
/// <param name="Key">What they are joined on, over a row; null before that is known.</param>
/// <param name="Columns">What makes the row out of the one before it; empty for a source's own.</param>
/// <param name="Places">From an expression of the query to the one over a row.</param>
internal sealed record JoinedRows(
    DataSource Source, BoundExpression? Key, EquatableArray<BoundColumnDefinition> Columns, Func<BoundExpression, BoundExpression?> Places)
{
    /// <summary>The rows of a source as they are.</summary>
    public static JoinedRows Of(BoundSelect select, int source) => new(
        select.Sources[source].Source, null, [],
        part => part is BoundColumn column && column.Source == source ? column with { Source = 0 } : null);

    /// <summary>With what they are joined on.</summary>
    public JoinedRows With(BoundExpression on) => this with { Key = Over(on) };

    /// <summary>Whether a column of the query is in the rows.</summary>
    public bool Has(BoundColumn column) => Places(column) is not null;

    /// <summary>An expression of the query, over a row.</summary>
    public BoundExpression Over(BoundExpression expression) => BoundTrees.Replace(expression, Places);

    /// <summary>A condition of the query, over a row.</summary>
    public BoundPredicate? Where(BoundPredicate? where) => where is null ? null : where with { Condition = Over(where.Condition) };

    /// <summary>Columns of the query, over a row.</summary>
    public EquatableArray<BoundColumnDefinition> Select(EquatableArray<BoundColumnDefinition> columns) =>
        columns.Select(column => column with { Expression = Over(column.Expression) }).ToEquatableArray();
}

/// <summary>Which columns joined rows need, and what they are called.</summary>
internal sealed class JoinColumns(BoundSelect select)
{
    private const string KeyName = "JOIN_KEY";

    private readonly Dictionary<BoundColumn, string> _names = [];

    /// <summary>The columns of the sources up to the one that a join adds, that are read behind the join.</summary>
    public EquatableArray<BoundColumn> NeededAfter(int join)
    {
        IEnumerable<BoundExpression> windows = Enumerable.Range(0, join + 2).SelectMany(source => Bounds(select, source));
        IEnumerable<BoundExpression> read = BoundTrees.Of(select with { Joins = [] })
            .Concat(select.Joins.Skip(join + 1).Select(later => later.Left)).Concat(windows);
        return read.SelectMany(BoundTree.Walk).OfType<BoundColumn>()
            .Where(column => column.Source != BoundJoins.KeySource && column.Source <= join + 1).Distinct()
            .OrderBy(column => column.Source).ToEquatableArray();
    }

    /// <summary>The same rows with some of their columns only.</summary>
    public JoinedRows Copy(JoinedRows rows, IEnumerable<BoundColumn> wanted, Clause clause)
    {
        Dictionary<BoundExpression, BoundExpression> places = [];
        List<BoundColumnDefinition> columns = [];
        foreach (BoundColumn column in wanted)
        {
            AddColumn(columns, places, column, rows.Over(column), clause);
        }

        return new JoinedRows(rows.Source, null, columns.ToEquatableArray(), Find(places));
    }

    /// <summary>The pairs of two rows.</summary>
    /// <param name="name">Of the operator that makes them.</param>
    /// <param name="isFused">The pairs are not handed on: expressions stand over the two rows, the right one being source 1.</param>
    public JoinedRows Joined(string name, int index, BoundJoin join, JoinedRows left, JoinedRows right, bool isFused)
    {
        BoundExpression key = OfPair(join.Kind, left.Key!, right.Key!);
        BoundExpression? Place(BoundExpression part) => part switch
        {
            BoundColumn { Source: BoundJoins.KeySource } => key,
            BoundColumn column when column.Source == index + 1 => right.Places(column) is { } place ? Right(place) : null,
            _ => left.Places(part),
        };
        if (isFused)
        {
            // What always has the value of the key is taken from it: it need not be kept.
            return new JoinedRows(left.Source, key, [], part => IsKey(join, part) ? key : Place(part));
        }

        BoundColumn joinKey = new(0, KeyName, key.Type);
        Dictionary<BoundExpression, BoundExpression> places = new()
        {
            [new BoundColumn(BoundJoins.KeySource, "ROWKEY", key.Type)] = joinKey,
        };
        List<BoundColumnDefinition> columns = [new(KeyName, key.Type, IsKey: true, key, join.Clause)];
        foreach (BoundColumn column in NeededAfter(index))
        {
            if (!IsKey(join, column))
            {
                AddColumn(columns, places, column, BoundTrees.Replace(column, Place), join.Clause);
            }
        }

        DataSource handed = Handed(name, left.Source, columns.ToEquatableArray());
        BoundExpression? Over(BoundExpression part) => part is BoundColumn { Source: BoundJoins.KeySource } || IsKey(join, part)
            ? joinKey
            : Find(places)(part);
        return new JoinedRows(handed, joinKey, columns.ToEquatableArray(), Over);
    }

    /// <summary>What tells a source's windows apart: their starts, and of sessions the ends as well.</summary>
    public static IEnumerable<BoundColumn> Bounds(BoundSelect select, int source)
    {
        string[] names = select.Sources[source].Source.Window.Kind switch
        {
            WindowKind.None => [],
            WindowKind.Time => ["WINDOWSTART"],
            _ => ["WINDOWSTART", "WINDOWEND"],
        };
        return names.Select(name => new BoundColumn(source, name, SqlType.BigInt));
    }

    /// <summary>What both rows of a pair have in common, from the row that is there.</summary>
    public static BoundExpression OfPair(JoinKind kind, BoundExpression left, BoundExpression right) => kind switch
    {
        JoinKind.Right => Right(right),
        JoinKind.Full => new BoundCase([new BoundWhen(new BoundIsNull(left, IsNegated: true), left)], Right(right), right.Type),
        _ => left,
    };

    /// <summary>The rest of the query: what stands over the joined rows.</summary>
    public static BoundSelect Over(JoinedRows rows, BoundSelect whole) => whole with
    {
        Sources = [new BoundSource(rows.Source, rows.Source.Name)],
        Joins = [],
        Where = rows.Where(whole.Where),
        PartitionBy = Keys(rows, whole.PartitionBy),
        Aggregation = whole.Aggregation is not { } aggregation ? null : aggregation with
        {
            GroupBy = Keys(rows, aggregation.GroupBy)!,
            Aggregates = aggregation.Aggregates.Select(aggregate => aggregate with
            {
                Arguments = aggregate.Arguments.Select(rows.Over).ToEquatableArray(),
            }).ToEquatableArray(),
            Having = rows.Where(aggregation.Having),
        },
        Columns = rows.Select(whole.Columns),
        TableFunctions = whole.TableFunctions.Select(function => function with
        {
            Elements = rows.Over(function.Elements),
        }).ToEquatableArray(),
    };

    /// <summary>Rows that one operator hands to the next.</summary>
    public static DataSource Handed(string name, DataSource origin, EquatableArray<BoundColumnDefinition> columns) => origin with
    {
        Name = name,
        Columns = columns.Select(column => new ColumnSchema(
            column.Name, column.Type,
            !column.IsKey ? ColumnRole.Value
                : origin.Kind == SourceKind.Table ? ColumnRole.PrimaryKey
                : ColumnRole.Key)).ToEquatableArray(),
        Window = KeyWindow.None,
        TimestampColumn = null,
        TimestampFormat = null,
        OnError = null,
        DeadLetterTopic = null,
        IsDerived = true,
        IsTransient = true,
        IsInternal = false,
        RowTypeName = null,
    };

    /// <summary>ALIAS_COLUMN, as * names it; with an underscore behind it where another column is called so.</summary>
    public string NameOf(BoundColumn column)
    {
        if (!_names.TryGetValue(column, out string? name))
        {
            name = $"{select.Sources[column.Source].Alias}_{column.Name}";
            while (name == KeyName || _names.ContainsValue(name))
            {
                name += "_";
            }

            _names.Add(column, name);
        }

        return name;
    }

    private static BoundKeys? Keys(JoinedRows rows, BoundKeys? keys) =>
        keys is null ? null : keys with { Parts = keys.Parts.Select(rows.Over).ToEquatableArray() };

    // Where rows may be missing on a side, its columns may be NULL where the key is not.
    private static bool IsKey(BoundJoin join, BoundExpression part) =>
        (join.Kind is JoinKind.Inner or JoinKind.Left && part == join.Left)
        || (join.Kind is JoinKind.Inner or JoinKind.Right && part == join.Right);

    private static BoundExpression Right(BoundExpression expression) =>
        BoundTrees.Replace(expression, part => part is BoundColumn column ? column with { Source = 1 } : null);

    private static Func<BoundExpression, BoundExpression?> Find(Dictionary<BoundExpression, BoundExpression> places) =>
        part => places.TryGetValue(part, out BoundExpression? place) ? place : null;

    private void AddColumn(
        List<BoundColumnDefinition> columns, Dictionary<BoundExpression, BoundExpression> places, BoundColumn column,
        BoundExpression value, Clause clause)
    {
        string name = NameOf(column);
        columns.Add(new BoundColumnDefinition(name, column.Type, IsKey: false, value, clause));
        places[column] = new BoundColumn(0, name, column.Type);
    }
}
