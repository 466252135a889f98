using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>One bound query → the operators that it becomes, and the repartition topic between them where a key changes.</summary>
internal sealed class QueryPlanner(FreeNames names)
{
    public IEnumerable<OperatorPlan> Plan(BoundQuery query)
    {
        if (query.Select.Joins.Count == 0)
        {
            return PlanRows(query);
        }

        JoinPlanner joins = new(query, names);
        BoundQuery? rest = joins.Plan();
        return rest is null ? joins.Operators : joins.Operators.Concat(PlanRows(rest));
    }

    // A query over the rows of one source.
    private IEnumerable<OperatorPlan> PlanRows(BoundQuery query)
    {
        BoundSelect select = query.Select;
        DataSource source = select.Sources[0].Source;
        if (select.Aggregation is { } aggregation)
        {
            return PlanAggregation(query, source, aggregation);
        }

        return
        [
            source.Kind == SourceKind.Table
                ? new TableProjectPlan(query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], select.Columns)
                : new ProjectPlan(
                    query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], WithKeys(select), select.PartitionBy)
                {
                    TableFunctions = select.TableFunctions,
                },
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
        if (source.Kind == SourceKind.Table)
        {
            foreach (OperatorPlan plan in TableGrouping.Plan(query, source, aggregation, Needed(select, aggregation), names))
            {
                yield return plan;
            }

            yield break;
        }

        // The key of a stream with windows is more than its columns.
        if (IsKeyOf(aggregation.GroupBy.Parts, source) && source.Window.Kind == WindowKind.None)
        {
            yield return new AggregatePlan(
                query.Name, query.Name, query.Sql, source, query.Sink, select.Where, [], select.Columns, aggregation,
                    query.Name + "-aggregate");
            yield break;
        }

        Carried carried = Carried.Of(source, Needed(select, aggregation), aggregation.GroupBy.Clause);
        string name = names.Take(query.Name + "-group-by");
        DataSource topic = Repartitioned(names.Take(name + "-repartition"), source, aggregation.GroupBy.Parts, carried.Columns);
        yield return new RepartitionPlan(
            name, query.Name, query.Sql, source, topic, select.Where, [], aggregation.GroupBy, carried.Columns,
            DropsNullKeys: true);
        yield return new AggregatePlan(
            query.Name, query.Name, query.Sql, topic, query.Sink, null, [], select.Columns,
            aggregation with
            {
                GroupBy = aggregation.GroupBy with { Parts = KeyColumns(topic) },
                Aggregates = carried.Over(aggregation.Aggregates),
            },
            query.Name + "-aggregate");
    }

    /// <summary>Whether rows with equal values of the expressions lie in one partition already: they are the source's key.</summary>
    public static bool IsKeyOf(EquatableArray<BoundExpression> parts, DataSource source)
    {
        string[] keys = source.Columns.Where(column => column.Role is ColumnRole.Key or ColumnRole.PrimaryKey)
            .Select(column => column.Name).ToArray();
        return keys.Length > 0 && keys.SequenceEqual(parts.Select(part => part is BoundColumn { Source: 0 } column ? column.Name : ""));
    }

    // The source's columns that are read behind the repartition.
    private static IEnumerable<string> Needed(BoundSelect select, BoundAggregation aggregation) =>
        aggregation.Aggregates.SelectMany(aggregate => aggregate.Arguments)
            .Concat(select.Columns.Select(column => column.Expression))
            .Concat(aggregation.Having is { } having ? [having.Condition] : [])
            .SelectMany(expression => BoundTrees.Columns(expression, source: 0));

    /// <summary>The topic of rows with a new key.</summary>
    /// <param name="name">The topic's.</param>
    /// <param name="keyFormat">Null: one that fits. Rows lie in one partition only where the bytes of their keys are the same.</param>
    public static DataSource Repartitioned(
        string name, DataSource source, EquatableArray<BoundExpression> keys, EquatableArray<BoundColumnDefinition> values,
        FormatSpec? keyFormat = null)
    {
        IEnumerable<ColumnSchema> keyColumns = keys.Select(
            (key, index) => new ColumnSchema(KeyName(source, values, index), key.Type, ColumnRole.Key));
        bool fitsKafka = keys.Count == 1
            && keys[0].Type.Kind is SqlKind.Integer or SqlKind.BigInt or SqlKind.Double or SqlKind.String or SqlKind.Bytes;
        bool keepsFormat = values.Count > 0 && source.ValueFormat.Format == SerdeFormat.Delimited
            && values.All(value => !Coercion.IsContainer(value.Type));
        return source with
        {
            Name = name,
            Kind = SourceKind.Stream,
            Columns = [.. keyColumns, .. values.Select(value => new ColumnSchema(value.Name, value.Type, ColumnRole.Value))],
            Topic = name,
            KeyFormat = keyFormat ?? new FormatSpec(fitsKafka ? SerdeFormat.Kafka : SerdeFormat.Json),
            ValueFormat = keepsFormat ? source.ValueFormat : new FormatSpec(SerdeFormat.Json),
            Window = KeyWindow.None,
            TimestampColumn = null,
            TimestampFormat = null,
            Partitions = null,
            OnError = null,
            DeadLetterTopic = null,
            IsDerived = true,
            IsTransient = false,
            IsInternal = true,
            RowTypeName = null,
        };
    }

    // A name that no column of the source has.
    private static string KeyName(DataSource source, EquatableArray<BoundColumnDefinition> values, int index)
    {
        string name = $"NEW_KEY_{index}";
        while (source.Columns.Any(column => column.Name == name) || values.Any(value => value.Name == name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>The key's columns, over a row of the topic.</summary>
    public static EquatableArray<BoundExpression> KeyColumns(DataSource topic) => topic.Columns
        .Where(column => column.Role == ColumnRole.Key)
        .Select(BoundExpression (column) => new BoundColumn(0, column.Name, column.Type)).ToEquatableArray();
}
