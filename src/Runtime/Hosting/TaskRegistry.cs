using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>The tasks of this worker: who runs, who failed, and who can be asked.</summary>
internal sealed class TaskRegistry(IOptions<QueryGenOptions> options)
{
    private readonly ConcurrentDictionary<(string Topology, TaskId Id), Entry> _tasks = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all tasks are known.</summary>
    public Task Started => _started.Task;

    /// <summary>What went wrong, task by task.</summary>
    public IEnumerable<string> Failures => _tasks.Values.Where(entry => entry.Failure is not null)
        .Select(entry => $"task {entry.Task.Id} failed: {entry.Failure!.Message}").Order(StringComparer.Ordinal);

    public void Add(Topology topology, StreamTask task, ITaskThread thread) =>
        _tasks[(topology.Name, task.Id)] = new Entry(task, thread, options.Value.MaxPendingLookups);

    public void SetStarted() => _started.TrySetResult();

    /// <summary>The task runs elsewhere from now on, or nowhere; who waits for its answers gets an error.</summary>
    public void Remove(Topology topology, StreamTask task)
    {
        if (_tasks.TryRemove((topology.Name, task.Id), out Entry? entry))
        {
            entry.Failure = new InvalidOperationException("It does not run here any more.");
            foreach (TaskCompletionSource waiting in entry.Waiting.Keys)
            {
                waiting.TrySetException(NotRunning(task.Id, entry.Failure));
            }
        }
    }

    public void SetFailed(Topology topology, StreamTask task, Exception error)
    {
        Entry entry = _tasks[(topology.Name, task.Id)];
        entry.Failure = error;
        foreach (TaskCompletionSource waiting in entry.Waiting.Keys)
        {
            waiting.TrySetException(NotRunning(task.Id, error));
        }
    }

    /// <summary>How many tasks a sub-topology has here.</summary>
    public int Count(Topology topology, int subTopology) => Math.Max(
        1, _tasks.Keys.Count(key => key.Topology == topology.Name && key.Id.SubTopology == subTopology));

    /// <summary>Takes a question to a task's thread and waits for the answer; first for its turn, where too many wait already.</summary>
    /// <exception cref="InvalidOperationException">The task does not run here, or has failed.</exception>
    public async Task AskAsync(Topology topology, int subTopology, int partition, TableLookup lookup, CancellationToken cancellationToken)
    {
        TaskId id = new(subTopology, partition);
        if (!_tasks.TryGetValue((topology.Name, id), out Entry? entry))
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

            await FirstOf(entry.Places.WaitAsync(cancellationToken), failed.Task).ConfigureAwait(false);
            entry.Task.Post(program =>
            {
                // Given back when the task has come to the question, not when the asker has gone: it waits in the mailbox until then.
                entry.Places.Release();
                lookup.Run(program);
            });
            entry.Thread.Wake();
            await FirstOf(lookup.Answered, failed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            entry.Waiting.TryRemove(failed, out _);
        }
    }

    private static async Task FirstOf(Task one, Task other)
    {
        Task first = await Task.WhenAny(one, other).ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    private static InvalidOperationException NotRunning(TaskId id, Exception cause) => new($"Task {id} has failed.", cause);

    private sealed class Entry(StreamTask task, ITaskThread thread, int places)
    {
        private volatile Exception? _failure;

        /// <summary>A place in the task's mailbox for each question.</summary>
        public SemaphoreSlim Places { get; } = new(places);

        public StreamTask Task => task;

        public ITaskThread Thread => thread;

        public ConcurrentDictionary<TaskCompletionSource, bool> Waiting { get; } = [];

        public Exception? Failure
        {
            get => _failure;
            set => _failure = value;
        }
    }
}
