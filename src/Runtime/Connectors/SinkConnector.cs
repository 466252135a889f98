namespace QueryGen.Connectors;

/// <summary>
/// Takes the records of a topic outside. One instance lives until its first failure; the next one goes on at the
/// position.
/// </summary>
internal abstract class SinkConnector : IDisposable
{
    /// <summary>What of the outside must be known to go on without repeating or losing a row.</summary>
    public abstract string Position { get; }

    /// <summary>Takes one row.</summary>
    /// <param name="row">One value a column, keys first.</param>
    /// <param name="isTombstone">True where the record had no value.</param>
    public abstract void Add(ReadOnlySpan<object?> row, bool isTombstone);

    /// <summary>Brings the rows to where they last.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
