using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>
/// GROUP BY over a table → its changes go to their groups through a repartition topic, and are taken out and in there. A row of the
/// topic has the columns of the old row, of the new row, or of both where the group stays the same.
/// </summary>
internal static class TableGrouping
{
    private const string HasOld = "HAS_OLD";
    private const string HasNew = "HAS_NEW";
    private const string Old = "OLD_";
    private const string New = "NEW_";

    /// <param name="needed">The table's columns that are read behind the repartition.</param>
    public static IEnumerable<OperatorPlan> Plan(
        BoundQuery query, DataSource table, BoundAggregation aggregation, IEnumerable<string> needed, FreeNames names)
    {
        HashSet<string> read = new(needed, StringComparer.Ordinal);
        ColumnSchema[] columns = [.. table.Columns.Where(column => read.Contains(column.Name))];
        string name = names.Take(query.Name + "-group-by");
        Clause clause = aggregation.GroupBy.Clause;
        EquatableArray<BoundColumnDefinition> former = Columns(columns, Old, clause);
        EquatableArray<BoundColumnDefinition> present = Columns(columns, New, clause);
        BoundColumnDefinition[] marks =
        [
            .. new[] { HasOld, HasNew }.Select(mark => new BoundColumnDefinition(
                mark, SqlType.Boolean, IsKey: false, new BoundLiteral(SqlType.Boolean, true), clause)),
        ];
        DataSource topic = QueryPlanner.Repartitioned(
            names.Take(name + "-repartition"), table, aggregation.GroupBy.Parts, [.. marks, .. former, .. present]);
        yield return new TableRepartitionPlan(
            name, query.Name, query.Sql, table, topic, query.Select.Where, [], aggregation.GroupBy, former, present, HasOld, HasNew);
        BoundAggregation grouped = aggregation with
        {
            GroupBy = aggregation.GroupBy with { Parts = QueryPlanner.KeyColumns(topic) },
            Aggregates = Over(aggregation.Aggregates, columns, New),
        };
        yield return new AggregatePlan(
            query.Name, query.Name, query.Sql, topic, query.Sink, null, [], query.Select.Columns, grouped, query.Name + "-aggregate")
        {
            Changes = new TableChanges(HasOld, HasNew, Over(aggregation.Aggregates, columns, Old)),
        };
    }

    private static EquatableArray<BoundColumnDefinition> Columns(ColumnSchema[] columns, string prefix, Clause clause) =>
        columns.Select(column => new BoundColumnDefinition(
            prefix + column.Name, column.Type, IsKey: false, new BoundColumn(0, column.Name, column.Type), clause)).ToEquatableArray();

    private static EquatableArray<BoundAggregate> Over(EquatableArray<BoundAggregate> aggregates, ColumnSchema[] columns, string prefix)
    {
        BoundExpression? Named(BoundExpression part) => part is BoundColumn column && columns.Any(found => found.Name == column.Name)
            ? column with { Name = prefix + column.Name }
            : null;
        return aggregates.Select(aggregate => aggregate with
        {
            Arguments = aggregate.Arguments.Select(argument => BoundTrees.Replace(argument, Named)).ToEquatableArray(),
        }).ToEquatableArray();
    }
}
