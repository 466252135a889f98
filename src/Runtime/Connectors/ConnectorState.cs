namespace QueryGen.Connectors;

/// <summary>How a connector is doing; read by the health check.</summary>
internal sealed class ConnectorState(string name)
{
    private volatile string? _problem;
    private long _records;
    private long _rejected;

    public string Name => name;

    /// <summary>Why it does not run; null while it runs.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    /// <summary>Records taken over since the start.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Rows that could not be used, since the start.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    public void Count(int records, int rejected)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _rejected, rejected);
    }
}
