using System.Collections.Concurrent;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>The tasks of this worker: who runs, who failed, and who can be asked.</summary>
internal sealed class TaskRegistry
{
    private readonly ConcurrentDictionary<(Topology Topology, TaskId Id), Entry> _tasks = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all tasks are known.</summary>
    public Task Started => _started.Task;

    /// <summary>What went wrong, task by task.</summary>
    public IEnumerable<string> Failures => _tasks.Values.Where(entry => entry.Failure is not null)
        .Select(entry => $"task {entry.Task.Id} failed: {entry.Failure!.Message}").Order(StringComparer.Ordinal);

    public void Add(Topology topology, StreamTask task, StreamThread thread) =>
        _tasks[(topology, task.Id)] = new Entry(task, thread);

    public void SetStarted() => _started.TrySetResult();

    public void SetFailed(Topology topology, StreamTask task, Exception error)
    {
        Entry entry = _tasks[(topology, task.Id)];
        entry.Failure = error;
        foreach (TaskCompletionSource waiting in entry.Waiting.Keys)
        {
            waiting.TrySetException(NotRunning(task.Id, error));
        }
    }

    /// <summary>How many tasks a sub-topology has here.</summary>
    public int Count(Topology topology, int subTopology) => Math.Max(
        1, _tasks.Keys.Count(key => ReferenceEquals(key.Topology, topology) && key.Id.SubTopology == subTopology));

    /// <summary>Takes a question to a task's thread and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The task does not run here, or has failed.</exception>
    public async Task AskAsync(Topology topology, int subTopology, int partition, TableLookup lookup, CancellationToken cancellationToken)
    {
        TaskId id = new(subTopology, partition);
        if (!_tasks.TryGetValue((topology, id), out Entry? entry))
        {
            throw new InvalidOperationException($"Task {id} does not run here; is the worker started?");
        }

        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        entry.Waiting[failed] = true;
        try
        {
            if (entry.Failure is { } failure)
            {
                throw NotRunning(id, failure);
            }

            entry.Task.Post(lookup.Run);
            entry.Thread.Wake();
            Task first = await Task.WhenAny(lookup.Answered, failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        finally
        {
            entry.Waiting.TryRemove(failed, out _);
        }
    }

    private static InvalidOperationException NotRunning(TaskId id, Exception cause) => new($"Task {id} has failed.", cause);

    private sealed class Entry(StreamTask task, StreamThread thread)
    {
        private volatile Exception? _failure;

        public StreamTask Task => task;

        public StreamThread Thread => thread;

        public ConcurrentDictionary<TaskCompletionSource, bool> Waiting { get; } = [];

        public Exception? Failure
        {
            get => _failure;
            set => _failure = value;
        }
    }
}
