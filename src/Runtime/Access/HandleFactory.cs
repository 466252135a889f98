using QueryGen.Topologies;

namespace QueryGen.Access;

/// <summary>Makes the typed handles that a generated <c>CompiledQueries</c> offers.</summary>
public sealed class HandleFactory
{
    private readonly Topology _topology;
    private readonly RuntimeConnection _connection;

    /// <summary>Handles for one topology.</summary>
    /// <param name="topology">The topology that the handles belong to.</param>
    /// <param name="connection">The worker, or a test driver.</param>
    public HandleFactory(Topology topology, RuntimeConnection connection)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(connection);
        _topology = topology;
        _connection = connection;
    }

    /// <summary>Reads the rows of a stream.</summary>
    public StreamHandle<TRow> Stream<TRow>(string topic, RowSerde<TRow> serde)
        where TRow : notnull => new(_connection, topic, serde);

    /// <summary>Reads the changes of a table, and its rows by key.</summary>
    /// <param name="topic">The table's topic.</param>
    /// <param name="serde">Its rows and keys.</param>
    /// <param name="subTopology">Id of the sub-topology that keeps the table in a store; -1: none does.</param>
    /// <param name="table">The number that the sub-topology's program gives the table.</param>
    public TableHandle<TKey, TRow> Table<TKey, TRow>(
        string topic, TableSerde<TKey, TRow> serde, int subTopology = -1, int table = -1)
        where TKey : notnull
        where TRow : class => new(_connection, new TableAddress(_topology, subTopology, table, topic), serde);

    /// <summary>Writes rows into the topic of a source.</summary>
    public Producer<TRow> Producer<TRow>(string topic, RowSerde<TRow> serde)
        where TRow : notnull => new(_connection, topic, serde);
}
