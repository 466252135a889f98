using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>Which columns of a table lie beside its keys: all that joins read, where they are few and nothing else reads
/// it.</summary>
internal static class IncludedColumns
{
    // With the place of the row half a line of the cache, less the key: a text and a number.
    private const int MostBytes = 24;

    /// <summary>The joins, each with the columns that lie beside the keys of its table.</summary>
    public static List<OperatorPlan> Plan(List<OperatorPlan> operators)
    {
        HashSet<string> joined = new(operators.OfType<StreamTableJoinPlan>().Select(join => join.Table.Name), StringComparer.Ordinal);
        ILookup<string, OperatorPlan> readers = operators
            .SelectMany(plan => plan.Inputs.Concat(plan.Tables).Select(source => (source.Name, Plan: plan)))
            .Where(read => joined.Contains(read.Name))
            .ToLookup(read => read.Name, read => read.Plan, StringComparer.Ordinal);
        Dictionary<string, EquatableArray<string>> included = readers.ToDictionary(
            table => table.Key, table => Of(table), StringComparer.Ordinal);
        return operators.ConvertAll(plan => plan is StreamTableJoinPlan join
            ? join with { Included = included[join.Table.Name] }
            : plan);
    }

    private static EquatableArray<string> Of(IEnumerable<OperatorPlan> readers)
    {
        EquatableArray<ColumnSchema> columns = [];
        HashSet<string> read = new(StringComparer.Ordinal);
        foreach (OperatorPlan reader in readers)
        {
            if (reader is not StreamTableJoinPlan join)
            {
                return [];
            }

            columns = join.Table.Columns;
            read.UnionWith(join.Columns.Select(column => column.Expression).Concat(join.Where is { } where ? [where.Condition] : [])
                .SelectMany(expression => BoundTrees.Columns(expression, source: 1)));
        }

        ColumnSchema[] included = columns.Where(column => read.Contains(column.Name)).ToArray();
        bool isAll = included.Length == read.Count;
        return isAll && included.Sum(column => Bytes(column.Type)) <= MostBytes
            ? included.Select(column => column.Name).ToEquatableArray()
            : [];
    }

    // In a row, with whether it is there.
    private static int Bytes(SqlType type) => type.Kind switch
    {
        SqlKind.Boolean => 2,
        SqlKind.Integer or SqlKind.Date or SqlKind.Time => 8,
        SqlKind.BigInt or SqlKind.Double or SqlKind.Timestamp or SqlKind.String or SqlKind.Bytes => 16,
        _ => MostBytes + 1,
    };
}
