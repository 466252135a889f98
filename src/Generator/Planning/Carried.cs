using QueryGen.Binding;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Planning;

/// <summary>
/// What of a source's rows goes through a repartition topic: the columns that are read behind it, and of the system's own what the
/// topic's own records would say otherwise. Only the time of a record stays what it was.
/// </summary>
internal sealed class Carried
{
    private static readonly ColumnSchema[] Places =
    [
        new("WINDOWSTART", SqlType.BigInt, ColumnRole.Value), new("WINDOWEND", SqlType.BigInt, ColumnRole.Value),
        new("ROWPARTITION", SqlType.Integer, ColumnRole.Value), new("ROWOFFSET", SqlType.BigInt, ColumnRole.Value),
    ];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private Carried(DataSource source, HashSet<string> needed, Clause clause)
    {
        List<BoundColumnDefinition> columns = [];
        void Carry(ColumnSchema column, string name) => columns.Add(new BoundColumnDefinition(
            name, column.Type, IsKey: false, new BoundColumn(0, column.Name, column.Type), clause));
        foreach (ColumnSchema column in source.Columns.Where(column => needed.Contains(column.Name)))
        {
            Carry(column, column.Name);
        }

        foreach (ColumnSchema place in Places.Where(place => needed.Contains(place.Name)))
        {
            string name = "SOURCE_" + place.Name;
            while (source.Columns.Any(column => column.Name == name))
            {
                name += "_";
            }

            _names.Add(place.Name, name);
            Carry(place, name);
        }

        Columns = columns.ToEquatableArray();
    }

    /// <summary>What is written into the topic, over the source's rows.</summary>
    public EquatableArray<BoundColumnDefinition> Columns { get; }

    /// <param name="needed">Names of columns that are read behind the topic.</param>
    /// <param name="clause">For whose sake.</param>
    public static Carried Of(DataSource source, IEnumerable<string> needed, Clause clause) =>
        new(source, new HashSet<string>(needed, StringComparer.Ordinal), clause);

    /// <summary>The same aggregates over the topic's rows.</summary>
    public EquatableArray<BoundAggregate> Over(EquatableArray<BoundAggregate> aggregates) => aggregates.Select(aggregate => aggregate with
    {
        Arguments = aggregate.Arguments.Select(argument => BoundTrees.Replace(argument, Renamed)).ToEquatableArray(),
    }).ToEquatableArray();

    private BoundExpression? Renamed(BoundExpression part) =>
        part is BoundColumn column && _names.TryGetValue(column.Name, out string? name) ? column with { Name = name } : null;
}
