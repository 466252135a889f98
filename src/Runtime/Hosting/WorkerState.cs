using QueryGen.Connectors;
using QueryGen.Tasks;

namespace QueryGen.Hosting;

/// <summary>What the health check looks at.</summary>
internal sealed class WorkerState
{
    private volatile IReadOnlyList<ITaskThread> _threads = [];
    private volatile IReadOnlyList<ConnectorState> _connectors = [];
    private volatile IReadOnlyList<RestoreProgress> _restoring = [];
    private volatile string? _failure;

    public IReadOnlyList<ITaskThread> Threads
    {
        get => _threads;
        set => _threads = value;
    }

    public IReadOnlyList<ConnectorState> Connectors
    {
        get => _connectors;
        set => _connectors = value;
    }

    /// <summary>How far the tasks have come with their stores.</summary>
    public IReadOnlyList<RestoreProgress> Restoring
    {
        get => _restoring;
        set => _restoring = value;
    }

    /// <summary>Entries of all changelogs, and how many of them are restored.</summary>
    public (long Done, long Total) Restored => (_restoring.Sum(task => task.Done), _restoring.Sum(task => task.Total));

    /// <summary>All stores are as the last commit left them.</summary>
    public bool IsRestored => Threads.All(thread => thread.IsRestored);

    /// <summary>Why the worker could not start, or does not run any more.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }
}
