using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>What can go wrong while a task runs. The hosted worker counts and logs it, the test driver keeps it.</summary>
public abstract class TaskEvents
{
    /// <summary>A record could not be read.</summary>
    public abstract void RecordFailed(SourceNode source, int partition, long offset, SerdeError error);

    /// <summary>A record could be read and was left out.</summary>
    public abstract void RecordDropped(SourceNode source, int partition, long offset, string reason);

    /// <summary>An expression failed on one row; its column is NULL.</summary>
    public abstract void RowFailed(string step, int partition, long offset, Exception error);

    /// <summary>A row came after its window was closed.</summary>
    public abstract void RowLate(string step, int partition, long offset);
}
