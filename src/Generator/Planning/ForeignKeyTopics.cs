using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>What goes over the two topics of a join by foreign key: to where the right rows are, and back.</summary>
/// <remarks>Names without an underscore are no column's: a column is called ALIAS_COLUMN here.</remarks>
internal sealed class ForeignKeyTopics
{
    /// <summary>The key of the right table, in a request.</summary>
    public const string Named = "NAMED";

    /// <summary>A number of <c>ForeignKeyRequest</c>.</summary>
    public const string Request = "REQUEST";

    /// <summary>Which state of the left row a request is about, and its answer.</summary>
    public const string Version = "VERSION";

    /// <summary>Whether there is a right row, in an answer.</summary>
    public const string Found = "FOUND";

    private readonly JoinColumns _names;
    private readonly DataSource _left;
    private readonly DataSource _right;
    private readonly int _index;
    private readonly BoundJoin _join;
    private readonly EquatableArray<BoundColumn> _read;

    public ForeignKeyTopics(JoinColumns names, DataSource left, DataSource right, int index, BoundJoin join)
    {
        (_names, _left, _right, _index, _join) = (names, left, right, index, join);
        _read = names.NeededAfter(index);
    }

    /// <summary>What an answer has of the right row, which is source 1.</summary>
    public EquatableArray<BoundColumnDefinition> Answer => _read.Where(column => column.Source == _index + 1)
        .Select(column => new BoundColumnDefinition(
            _names.NameOf(column), column.Type, IsKey: false, column with { Source = 1 }, _join.Clause)).ToEquatableArray();

    private IEnumerable<ColumnSchema> LeftKeys => _left.Columns.Where(column => column.Role == ColumnRole.PrimaryKey);

    /// <summary>Part i of the left table's key, in both topics.</summary>
    public static string LeftKey(int index) => $"KEY{index}";

    /// <summary>The topic to the right rows, partitioned as they are.</summary>
    public DataSource Requests(string name) => Topic(name, _right.KeyFormat, [
        new ColumnSchema(Named, _join.Right.Type, ColumnRole.Key),
        .. LeftKeys.Select((key, i) => new ColumnSchema(LeftKey(i), key.Type, ColumnRole.Value)),
        new ColumnSchema(Request, SqlType.Integer, ColumnRole.Value),
        new ColumnSchema(Version, SqlType.BigInt, ColumnRole.Value),
    ]);

    /// <summary>The topic back, partitioned as the left rows are.</summary>
    public DataSource Answers(string name) => Topic(name, _left.KeyFormat, [
        .. LeftKeys.Select((key, i) => new ColumnSchema(LeftKey(i), key.Type, ColumnRole.Key)),
        new ColumnSchema(Version, SqlType.BigInt, ColumnRole.Value),
        new ColumnSchema(Found, SqlType.Boolean, ColumnRole.Value),
        .. Answer.Select(column => new ColumnSchema(column.Name, column.Type, ColumnRole.Value)),
    ]);

    /// <summary>The joined rows: an answer is source 0, the left row source 1.</summary>
    public JoinedRows Joined(string name)
    {
        BoundColumn[] keys = LeftKeys.Select(key => new BoundColumn(0, key.Name, key.Type)).ToArray();
        List<BoundColumnDefinition> columns = keys.Select((key, i) => new BoundColumnDefinition(
            _names.NameOf(key), key.Type, IsKey: true, new BoundColumn(0, LeftKey(i), key.Type), _join.Clause)).ToList();
        foreach (BoundColumn column in _read.Except(keys))
        {
            string itsName = _names.NameOf(column);
            BoundColumn value = column.Source == _index + 1 ? new BoundColumn(0, itsName, column.Type) : column with { Source = 1 };
            columns.Add(new BoundColumnDefinition(itsName, column.Type, IsKey: false, value, _join.Clause));
        }

        DataSource handed = JoinColumns.Handed(name, _left, columns.ToEquatableArray());
        Dictionary<BoundExpression, BoundExpression> places = keys.Concat(_read).Distinct().ToDictionary(
            BoundExpression (column) => column, BoundExpression (column) => new BoundColumn(0, _names.NameOf(column), column.Type));
        return new JoinedRows(
            handed, new BoundColumn(0, columns[0].Name, columns[0].Type), columns.ToEquatableArray(),
            part => places.TryGetValue(part, out BoundExpression? place) ? place : null);
    }

    private DataSource Topic(string name, FormatSpec keyFormat, EquatableArray<ColumnSchema> columns) => _left with
    {
        Name = name,
        Kind = SourceKind.Stream,
        Columns = columns,
        Topic = name,
        KeyFormat = keyFormat,
        ValueFormat = new FormatSpec(SerdeFormat.Json),
        TimestampColumn = null,
        TimestampFormat = null,
        Partitions = null,
        OnError = null,
        DeadLetterTopic = null,
        IsDerived = true,
        IsInternal = true,
        RowTypeName = null,
    };
}
