using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>One bound query → the operators that it becomes, and the repartition topic between them where a key changes.</summary>
internal sealed class QueryPlanner
{
    // Names of sources and queries, which the parts of a query keep clear of.
    private readonly HashSet<string> _taken;

    public QueryPlanner(BoundProgram program) => _taken = new(
        program.Sources.Select(source => source.Name).Concat(program.Queries.Select(query => query.Name)), StringComparer.Ordinal);

    public IEnumerable<OperatorPlan> Plan(BoundQuery query)
    {
        BoundSelect select = query.Select;
        DataSource source = select.Sources[0].Source;
        if (select.Aggregation is { } aggregation)
        {
            return PlanAggregation(query, source, aggregation);
        }

        if (select.Joins.Count > 0)
        {
            return PlanJoin(query, source, select.Joins[0]);
        }

        return
        [
            source.Kind == SourceKind.Table
                ? new TableProjectPlan(query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], select.Columns)
                : new ProjectPlan(
                    query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], WithKeys(select), select.PartitionBy),
        ];
    }

    // A column that is a part of the new key is computed as the key is.
    private static EquatableArray<BoundColumnDefinition> WithKeys(BoundSelect select) => select.PartitionBy is not { } keys
        ? select.Columns
        : select.Columns.Select(column => column with
        {
            Expression = BoundTrees.Replace(column.Expression, part => part is BoundKeyPart key ? keys.Parts[key.Index] : null),
        }).ToEquatableArray();

    private IEnumerable<OperatorPlan> PlanAggregation(BoundQuery query, DataSource source, BoundAggregation aggregation)
    {
        BoundSelect select = query.Select;
        if (IsKeyOf(aggregation.GroupBy.Parts, source))
        {
            yield return new AggregatePlan(
                query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], select.Columns, aggregation,
                    query.Name + "-aggregate");
            yield break;
        }

        DataSource topic = Repartitioned(query, source, "group-by", aggregation.GroupBy.Parts, Needed(select, beyondKeys: aggregation));
        yield return new RepartitionPlan(
            Free(query.Name + "-group-by"), query.Name, query.Sql, source, topic, select.Where, [], aggregation.GroupBy,
            DropsNullKeys: true);
        yield return new AggregatePlan(
            query.Name, query.Name, query.Sql, topic, query.Sink, null, [], select.Columns,
            aggregation with { GroupBy = aggregation.GroupBy with { Parts = KeyColumns(topic) } }, query.Name + "-aggregate");
    }

    private IEnumerable<OperatorPlan> PlanJoin(BoundQuery query, DataSource source, BoundJoin join)
    {
        BoundSelect select = query.Select;
        DataSource table = select.Sources[1].Source;
        bool isLeft = join.Kind == JoinKind.Left;

        // The key of the result is what both sides have in common: where the table's side is named, the stream's has the value.
        EquatableArray<BoundColumnDefinition> columns = select.Columns
            .Select(column => column.IsKey && column.Expression == join.Right ? column with { Expression = join.Left } : column)
            .ToEquatableArray();
        DataSource input = source;
        if (!IsKeyOf([join.Left], source))
        {
            input = Repartitioned(query, source, "join", [join.Left], Needed(select, beyondKeys: null));
            yield return new RepartitionPlan(
                Free(query.Name + "-join"), query.Name, query.Sql, source, input, null, [],
                new BoundKeys([join.Left], join.Clause), !isLeft);
            BoundExpression key = KeyColumns(input)[0];
            columns = columns.Select(column => column.IsKey && column.Expression == join.Left ? column with { Expression = key } : column)
                .ToEquatableArray();
            join = join with { Left = key };
        }

        yield return new StreamTableJoinPlan(
            query.Name, query.Name, query.Sql, input, query.Sink, select.Where, [], columns, table, join.Left, isLeft, join.Clause);
    }

    /// <summary>Whether rows with equal values of the expressions lie in one partition already: they are the source's key.</summary>
    private static bool IsKeyOf(EquatableArray<BoundExpression> parts, DataSource source)
    {
        string[] keys = source.Columns.Where(column => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey)
            .Select(column => column.Name).ToArray();
        return keys.Length > 0 && keys.SequenceEqual(parts.Select(part => part is BoundColumn { Source: 0 } column ? column.Name : ""));
    }

    // The source's columns that are read behind the repartition.
    private static IEnumerable<string> Needed(BoundSelect select, BoundAggregation? beyondKeys)
    {
        IEnumerable<BoundExpression> read = beyondKeys is null
            ? BoundTrees.Of(select)
            : beyondKeys.Aggregates.Where(aggregate => aggregate.Argument is not null).Select(aggregate => aggregate.Argument!)
                .Concat(select.Columns.Select(column => column.Expression))
                .Concat(beyondKeys.Having is { } having ? [having.Condition] : []);
        return read.SelectMany(expression => BoundTrees.Columns(expression, source: 0));
    }

    private DataSource Repartitioned(
        BoundQuery query, DataSource source, string purpose, EquatableArray<BoundExpression> keys, IEnumerable<string> needed)
    {
        HashSet<string> read = new(needed, StringComparer.Ordinal);
        IEnumerable<ColumnSchema> keyColumns = keys.Select(
            (key, index) => new ColumnSchema(KeyName(source, index), key.Type, ColumnRole.Key));
        ColumnSchema[] values = source.Columns.Where(column => read.Contains(column.Name))
            .Select(column => column with { Role = ColumnRole.Value }).ToArray();
        bool fitsKafka = keys.Count == 1
            && keys[0].Type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Double or SqlKind.String or SqlKind.Bytes;
        bool keepsFormat = values.Length > 0 && source.ValueFormat.Format == SerdeFormat.Delimited
            && !values.Any(column => Coercion.IsContainer(column.Type));
        string name = Free($"{query.Name}-{purpose}-repartition");
        return source with
        {
            Name = name,
            Kind = SourceKind.Stream,
            Columns = keyColumns.Concat(values).ToEquatableArray(),
            Topic = name,
            KeyFormat = new FormatSpec(fitsKafka ? SerdeFormat.Kafka : SerdeFormat.Json),
            ValueFormat = keepsFormat ? source.ValueFormat : new FormatSpec(SerdeFormat.Json),
            Window = KeyWindow.None,
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

    private string Free(string wanted)
    {
        string name = wanted;
        for (int n = 2; !_taken.Add(name); n++)
        {
            name = $"{wanted}-{n}";
        }

        return name;
    }

    // A name that no column of the source has.
    private static string KeyName(DataSource source, int index)
    {
        string name = $"NEW_KEY_{index}";
        while (source.Columns.Any(column => column.Name == name))
        {
            name += "_";
        }

        return name;
    }

    private static EquatableArray<BoundExpression> KeyColumns(DataSource topic) => topic.Columns
        .Where(column => column.Role == ColumnRole.Key)
        .Select(BoundExpression (column) => new BoundColumn(0, column.Name, column.Type)).ToEquatableArray();
}
