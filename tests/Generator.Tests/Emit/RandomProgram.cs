using System.Globalization;
using System.Text;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>A random program: sources of all types and formats, and queries with all clauses. The same seed, the same text.</summary>
internal sealed class RandomProgram
{
    private readonly Random _random;
    private readonly RandomExpressions _expressions;
    private readonly StringBuilder _script = new();
    private readonly HashSet<string> _names = [];
    private readonly List<Source> _streams = [];
    private readonly List<Source> _tables = [];

    private sealed record Source(string Name, RandomColumn[] Keys, RandomColumn[] Values, bool IsWindowed = false)
    {
        public string Sql => SqlIdentifier.Quote(Name);

        public RandomColumn[] All => [.. Keys, .. Values];

        public bool IsFlat => !Values.Any(column => Coercion.IsContainer(column.Type));
    }

    private RandomProgram(int seed)
    {
        _random = new Random(seed);
        _expressions = new RandomExpressions(_random);
    }

    public static string Of(int seed)
    {
        RandomProgram program = new(seed);
        for (int i = program._random.Next(1, 4); i > 0; i--)
        {
            program.DeclareStream();
        }

        for (int i = program._random.Next(0, 3); i > 0; i--)
        {
            program.DeclareTable();
        }

        for (int i = program._random.Next(2, 7); i > 0; i--)
        {
            program.Query();
        }

        return program._script.ToString();
    }

    private void Add(string statement) => _script.Append(statement).Append(";\n");

    private string NewName(string wanted)
    {
        string[] odd = [.. RandomExpressions.OddNames.Where(IsTopicName)];
        string name = _expressions.Chance(60) ? wanted : _expressions.Pick(odd);
        while (!_names.Add(name))
        {
            name += _random.Next(10).ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static bool IsTopicName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && name != "--";

    private void DeclareStream()
    {
        RandomColumn[] keys = _expressions.Chance(80) ? [new RandomColumn("ID", KeyType())] : [];
        Source source = new(NewName("S"), keys, Columns(), keys.Length > 0 && _expressions.Chance(10));
        Add($"CREATE STREAM {source.Sql} ({Definitions(source, "KEY")}) WITH ({Properties(source)})");
        _streams.Add(source);
        if (!source.IsWindowed && _expressions.Chance(40))
        {
            InsertValues(source);
        }
    }

    private void DeclareTable()
    {
        int count = _expressions.Chance(80) ? 1 : 2;
        RandomColumn[] keys = [.. Enumerable.Range(0, count).Select(i => new RandomColumn($"ID{i}", KeyType()))];
        Source source = new(NewName("T"), keys, Columns());
        Add($"CREATE TABLE {source.Sql} ({Definitions(source, "PRIMARY KEY")}) WITH ({Properties(source)})");
        _tables.Add(source);
    }

    private SqlType KeyType() => _expressions.Chance(80) ? _expressions.Pick([SqlType.Integer, SqlType.String, SqlType.BigInt])
        : _expressions.Chance(50) ? _expressions.Scalar()
        : _expressions.Chance(50) ? new ArrayType(SqlType.Integer)
        : new StructType([new StructField("A", SqlType.Integer), new StructField("B", SqlType.String)]);

    private RandomColumn[] Columns() =>
        [.. _expressions.Names(_random.Next(1, 7)).Select(name => new RandomColumn(name, _expressions.Any(depth: 2)))];

    private static string Definitions(Source source, string key) => string.Join(", ", [
        .. source.Keys.Select(column => $"{column.Sql} {column.Type} {key}"),
        .. source.Values.Select(column => $"{column.Sql} {column.Type}"),
    ]);

    private string Properties(Source source)
    {
        string value = source.IsFlat && _expressions.Chance(30) ? "DELIMITED" : "JSON";
        bool isPlainKey = source.Keys is [{ Type.Kind: SqlKind.Integer or SqlKind.BigInt or SqlKind.String or SqlKind.Bytes }];
        string key = source.Keys.Length == 0 || (isPlainKey && _expressions.Chance(50)) ? "KAFKA" : "JSON";
        string wrap = source.Values.Length == 1 && value == "JSON" && _expressions.Chance(40) ? ", wrap_single_value=false" : "";
        string delimiter = value == "DELIMITED" && _expressions.Chance(40)
            ? $", value_delimiter='{_expressions.Pick(["|", "TAB", ";", "''"])}'" : "";
        string topic = _expressions.Chance(20) ? "in" : $"topic-{_names.Count}";
        string window = source.IsWindowed ? ", window_type='TUMBLING', window_size='10 SECONDS'" : "";
        string policy = _expressions.Chance(20) ? ", on_error='FAIL'" : "";
        return $"kafka_topic='{topic}', key_format='{key}', value_format='{value}'{wrap}{Time(source)}{delimiter}{window}{policy}";
    }

    private string Time(Source source) =>
        source.Values.FirstOrDefault(column => column.Type.Kind is SqlKind.BigInt or SqlKind.Timestamp) is { } column
        && _expressions.Chance(25) ? $", timestamp='{column.Sql.Replace("'", "''", StringComparison.Ordinal)}'" : "";

    private void InsertValues(Source source)
    {
        IEnumerable<string> values = source.All.Select(column => _expressions.Constant(column.Type));
        Add($"INSERT INTO {source.Sql} VALUES ({string.Join(", ", values)})");
    }

    private void Query()
    {
        Source stream = _expressions.Pick(_streams);
        switch (_random.Next(8))
        {
            case 0 when _tables.Count > 0:
                Project("TABLE", _expressions.Pick(_tables), _tables);
                break;
            case 1 or 2 when !stream.IsWindowed:
                Group(stream, isTable: false);
                break;
            case 7 when _tables.Count > 0:
                Group(_expressions.Pick(_tables), isTable: true);
                break;
            case 3 or 4 when !stream.IsWindowed && _tables.FirstOrDefault(table => CanJoin(stream, table)) is { } table:
                Join(stream, table);
                break;
            case 5 when !stream.IsWindowed:
                PartitionBy(stream);
                break;
            case 6 when !stream.IsWindowed && _streams.LastOrDefault(into => CanInsert(stream, into)) is { } into:
                InsertSelect(stream, into);
                break;
            default:
                Project("STREAM", stream, _streams);
                break;
        }
    }

    private static bool CanJoin(Source stream, Source table) =>
        table.Keys is [var key] && stream.All.Any(column => column.Type == key.Type);

    private static bool CanInsert(Source from, Source into) =>
        !into.IsWindowed && from.Keys.Select(key => key.Type).SequenceEqual(into.Keys.Select(key => key.Type));

    private void Project(string kind, Source from, List<Source> results)
    {
        _expressions.Columns = from.All;
        RandomColumn[] values = Results(from.Keys);
        Source made = new(NewName(kind[..1] + "_OUT"), from.Keys, values, from.IsWindowed);
        string list = string.Join(", ", from.Keys.Select(column => column.Sql).Concat(values.Select(Item)));
        bool isStar = _expressions.Chance(20);
        made = isStar ? made with { Values = from.Values } : made;
        string select = isStar ? "*" : list;
        Add($"CREATE {kind} {made.Sql}{Sink(made)} AS SELECT {select} FROM {from.Sql}{Where()}");
        results.Add(made);
    }

    private string Sink(Source made)
    {
        List<string> properties = [];
        if (_expressions.Chance(20))
        {
            properties.Add($"value_format='{(made.IsFlat ? "DELIMITED" : "JSON")}'");
        }

        if (_expressions.Chance(20))
        {
            properties.Add("key_format='JSON', partitions=3, kafka_topic='\"out\"\\'");
        }

        return properties.Count == 0 ? "" : $" WITH ({string.Join(", ", properties)}{Time(made)})";
    }

    private void PartitionBy(Source from)
    {
        _expressions.Columns = from.All;
        RandomColumn key = new("NEW_KEY", KeyType());
        string expression = _expressions.Of(key.Type, depth: 2);
        RandomColumn[] values = Results([key]);
        Source made = new(NewName("P"), [key], values);
        string list = string.Join(", ", values.Select(Item).Prepend($"{expression} AS NEW_KEY"));
        Add($"CREATE STREAM {made.Sql} WITH (key_format='JSON') AS SELECT {list} FROM {from.Sql}{Where()} "
            + $"PARTITION BY {expression}");
        _streams.Add(made);
    }

    private void Group(Source from, bool isTable)
    {
        _expressions.Columns = from.All;
        string[] groups = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => GroupBy(from, KeyType())).Distinct()];
        string[] aggregates = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"{Aggregate(isTable)} AS A{i}")];
        string grace = _expressions.Chance(50) ? ", GRACE PERIOD 1 SECOND" : "";
        string window = !isTable && _expressions.Chance(40) ? $" WINDOW TUMBLING (SIZE 1 MINUTE{grace})" : "";
        string bounds = window.Length > 0 && _expressions.Chance(50) ? ", WINDOWSTART AS W0, WINDOWEND AS W1" : "";
        string having = _expressions.Chance(40) ? " HAVING COUNT(*) > 1 AND SUM(ROWTIME) / 2 > 1" : "";
        string list = string.Join(", ", groups.Select((group, i) => $"{group} AS G{i}").Concat(aggregates));
        Add($"CREATE TABLE {SqlIdentifier.Quote(NewName("G"))} WITH (key_format='JSON', value_format='JSON') AS "
            + $"SELECT {list}{bounds} FROM {from.Sql}{window}{Where()} GROUP BY {string.Join(", ", groups)}{having}");
    }

    private string GroupBy(Source from, SqlType type) =>
        from.Values.FirstOrDefault(column => column.Type == type)?.Sql ?? _expressions.Of(type, depth: 2);

    private string Aggregate(bool isTable)
    {
        SqlType number = _expressions.Pick<SqlType>([SqlType.Integer, SqlType.BigInt, SqlType.Double, new DecimalType(4, 2)]);
        return _random.Next(isTable ? 10 : 15) switch
        {
            0 => "COUNT(*)",
            1 => $"COUNT({_expressions.Of(_expressions.Any(1), 1)})",
            2 => $"SUM({_expressions.Of(number, 2)})",
            3 => $"AVG({_expressions.Of(_expressions.Pick([SqlType.Integer, SqlType.Double]), 1)})",
            4 => $"{_expressions.Pick(["STDDEV_SAMPLE", "STDDEV_SAMP"])}({_expressions.Of(number, 2)})",
            5 => $"CORRELATION({_expressions.Of(number, 1)}, {_expressions.Of(SqlType.Integer, 2)})",
            6 => $"SUM_LIST({_expressions.Of(new ArrayType(_expressions.Pick([SqlType.Integer, SqlType.BigInt, SqlType.Double])), 1)})",
            7 => $"COLLECT_LIST({_expressions.Of(_expressions.Any(2), 2)})",
            8 => $"HISTOGRAM({_expressions.Of(SqlType.String, 2)})",
            9 => $"ATTR({_expressions.Of(_expressions.Any(2), 1)})",
            10 => $"1 + COUNT(*) * 2 - {_expressions.Pick(["MIN", "MAX"])}({_expressions.Of(number, 2)})",
            11 => $"{_expressions.Pick(["MIN", "MAX"])}({_expressions.Of(_expressions.Pick([number, SqlType.Bytes, SqlType.Date]), 2)})",
            12 => $"{_expressions.Pick(["COLLECT_SET", "COUNT_DISTINCT"])}({_expressions.Of(_expressions.Any(2), 2)})",
            13 => Top(),
            _ => $"{_expressions.Pick(["LATEST_BY", "EARLIEST_BY"])}_OFFSET({_expressions.Of(_expressions.Any(2), 1)}, "
                + $"{_expressions.Pick(["", "2, "])}{_expressions.Constant(SqlType.Boolean)})",
        };
    }

    private string Top()
    {
        string value = _expressions.Of(_expressions.Pick([SqlType.Integer, SqlType.BigInt, SqlType.Double, SqlType.String]), 2);
        string columns = string.Concat(Enumerable.Range(0, _random.Next(3)).Select(_ => $", {_expressions.Of(_expressions.Any(1), 1)}"));
        return _expressions.Chance(30) ? $"TOPKDISTINCT({value}, 3)" : $"TOPK({value}{columns}, 2)";
    }

    private void Join(Source stream, Source table)
    {
        _expressions.Columns = stream.All;
        string key = "l." + stream.All.First(column => column.Type == table.Keys[0].Type).Sql;
        string[] both = [.. stream.All.Select(column => "l." + column.Sql), .. table.All.Select(column => "r." + column.Sql)];
        _expressions.Columns = [];
        string values = string.Join(
            ", ", _expressions.Names(3).Select((name, i) => $"{_expressions.Pick(both)} AS {SqlIdentifier.Quote(name + i)}"));
        string kind = _expressions.Pick(["JOIN", "LEFT JOIN", "INNER JOIN"]);
        string condition = $"({_expressions.Pick(both)} IS NULL OR {_expressions.Condition(1)})";
        Add($"CREATE STREAM {SqlIdentifier.Quote(NewName("J"))} WITH (value_format='JSON') AS SELECT {key} AS K, {values}"
            + $" FROM {stream.Sql} l {kind} {table.Sql} r ON {key} = r.{table.Keys[0].Sql} WHERE {condition}");
    }

    private void InsertSelect(Source from, Source into)
    {
        _expressions.Columns = from.All;
        string list = string.Join(", ", from.Keys.Zip(into.Keys, (column, target) => $"{column.Sql} AS {target.Sql}").Concat(
            into.Values.Select(column => $"{_expressions.Of(column.Type, 2)} AS {column.Sql}")));
        Add($"INSERT INTO {into.Sql} SELECT {list} FROM {from.Sql}{Where()}");
    }

    private string Where() => _expressions.Chance(60) ? $" WHERE {_expressions.Condition(depth: 3)}" : "";

    private RandomColumn[] Results(RandomColumn[] keys) =>
    [
        .. _expressions.Names(_random.Next(1, 5)).Where(name => keys.All(key => key.Name != name))
            .Select(name => new RandomColumn(name, _expressions.Any(1))).DefaultIfEmpty(new("V", SqlType.Integer)),
    ];

    private string Item(RandomColumn column) => $"{_expressions.Of(column.Type, depth: 3)} AS {column.Sql}";
}
