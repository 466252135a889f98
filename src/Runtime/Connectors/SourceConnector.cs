namespace QueryGen.Connectors;

/// <summary>
/// Brings rows from outside into a topic. One instance lives until its first failure; the next one goes on at the
/// position.
/// </summary>
internal abstract class SourceConnector : IDisposable
{
    /// <summary>The position behind the rows polled so far, as text that the next instance understands.</summary>
    public abstract string Position { get; }

    /// <summary>Adds the rows that there are now.</summary>
    /// <returns>How long to wait before the next poll; null: the source has ended.</returns>
    public abstract ValueTask<TimeSpan?> PollAsync(ConnectorOutput output, CancellationToken cancellationToken);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
