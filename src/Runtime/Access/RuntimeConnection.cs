using QueryGen.Serdes;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Access;

/// <summary>Writes exactly one record.</summary>
/// <param name="arena">Memory that is given back after the record.</param>
/// <param name="output">Where the record goes.</param>
public delegate void RecordWrite(RecordArena arena, OutputBuffer output);

/// <summary>Takes the records of a batch; they are gone when it returns.</summary>
public delegate void BatchRead(RecordBatch batch);

/// <summary>Where a table is kept.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="SubTopology">Id of the sub-topology with the store; -1: none.</param>
/// <param name="Table">The number of the table in that sub-topology's program.</param>
/// <param name="Topic">The table's topic.</param>
public sealed record TableAddress(Topology Topology, int SubTopology, int Table, string Topic)
{
    /// <summary>True where a store holds the table, so that a row can be looked up by key.</summary>
    public bool IsStored => SubTopology >= 0 && Table >= 0;
}

/// <summary>What handles need of the runtime: the hosted worker gives it, and so does the test driver.</summary>
public abstract class RuntimeConnection
{
    /// <summary>The clock that gives a record its timestamp where the writer names none.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Opens a reader of all partitions of a topic; it sees committed records only.</summary>
    public abstract RecordSubscription Subscribe(string topic, bool fromBeginning);

    /// <summary>
    /// Writes one record; complete when the record is committed. Waits while those who read the topic are too far behind.
    /// </summary>
    public abstract ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken);

    /// <summary>Looks a row up on the thread of the task that holds it.</summary>
    /// <param name="table">Where the table is kept.</param>
    /// <param name="key">Writes the key.</param>
    /// <param name="windowStartMs">Start of the window for a windowed table, else null.</param>
    /// <param name="found">Gets the one record found; not called where there is none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public abstract ValueTask LookupAsync(
        TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken);

    /// <summary>Hears of a record that a subscription leaves out since it cannot be read. Safe from any thread.</summary>
    public virtual void Report(in ProcessingError error)
    {
    }

    /// <summary>Tells of a record that a subscription leaves out.</summary>
    internal void LeaveOut(string topic, int partition, in RecordRef record, SerdeError problem) => Report(new ProcessingError(
        ProcessingErrorKind.Deserialization,
        ProcessingOutcome.Dropped,
        new QueryStep(topic, "SUBSCRIBE", "Subscribe"),
        problem.ToString(),
        Cause: null,
        topic,
        partition,
        record.Offset,
        record));
}

/// <summary>Reads a topic for one subscriber.</summary>
public abstract class RecordSubscription : IDisposable
{
    /// <summary>Hands over the next batch; false where there is none yet.</summary>
    public abstract bool TryRead(BatchRead read);

    /// <summary>Waits until there may be something to read.</summary>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Closes the reader.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the reader.</summary>
    protected abstract void Dispose(bool disposing);
}
