using System.Collections.Concurrent;
using System.Collections.Immutable;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Storage;
using QueryGen.Topologies;

namespace QueryGen.Tasks;

/// <summary>One sub-topology on one partition. Single-threaded: one thread at a time may call it, except for <see cref="Post"/>.</summary>
public sealed partial class StreamTask : IDisposable
{
    private const long MostBytesAtOnce = 4 * 1024 * 1024;

    private readonly SubTopology _subTopology;
    private readonly IRecordSource _source;
    private readonly IRecordSink _sink;
    private readonly Func<TaskContext> _createContext;
    private readonly PartitionGroup _group;
    private readonly TaskEvents _events;
    private readonly TimeProvider _clock;
    private readonly OutputBuffer _changelog = new();
    private readonly ConcurrentQueue<Action<TaskProgram>> _mailbox = new();
    private TaskContext _context;
    private TaskProgram _program;
    private ImmutableArray<StateStore?> _stores;
    private long _storedKeys;
    private long _storedBytes;
    private bool _isDirty;

    /// <summary>A task that has read nothing yet; call <see cref="Restore"/> first.</summary>
    /// <param name="subTopology">What it runs.</param>
    /// <param name="partition">The partition that it runs on.</param>
    /// <param name="source">Where its records come from; the task disposes of it.</param>
    /// <param name="sink">Where its records go; the task disposes of it.</param>
    /// <param name="events">Hears what goes wrong.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="maxIdle">
    /// How long a source without records holds the others up, so that records are taken in the order of event time: Kafka's
    /// <c>max.task.idle.ms</c>. Zero: only records that are written already are waited for. Below zero: nothing is.
    /// </param>
    /// <param name="errors">What happens to what goes wrong; null: records that cannot be used are left out.</param>
    public StreamTask(
        SubTopology subTopology,
        int partition,
        IRecordSource source,
        IRecordSink sink,
        TaskEvents events,
        TimeProvider clock,
        TimeSpan maxIdle = default,
        ErrorHandling? errors = null)
    {
        ArgumentNullException.ThrowIfNull(subTopology);
        Id = new TaskId(subTopology.Id, partition);
        _subTopology = subTopology;
        _source = source;
        _sink = sink;
        _events = events;
        _clock = clock;
        _createContext = () => new TaskContext(subTopology, partition, events, clock, errors);
        _context = _createContext();
        _program = subTopology.Create(_context);
        _stores = _context.Stores;
        _group = new PartitionGroup(subTopology.Sources.Length, source, maxIdle, clock);
        Restoring = new RestoreProgress(ChangelogEntries());
    }

    /// <summary>Where its stores are written down as a whole now and then; null: nowhere.</summary>
    internal ITaskCheckpoints? Checkpoints { get; init; }

    /// <summary>What happens where a store was written by a query that kept something else.</summary>
    internal IncompatiblePolicy OnIncompatible { get; init; }

    /// <summary>How many records a call of <see cref="Process"/> takes; a simulation changes it.</summary>
    internal int MostRecordsAtOnce { get; set; } = 1024;

    /// <summary>How far <see cref="Restore"/> has come. Safe from any thread.</summary>
    public RestoreProgress Restoring { get; }

    /// <summary>Sub-topology and partition.</summary>
    public TaskId Id { get; }

    /// <summary>What it has done.</summary>
    public TaskMetrics Metrics { get; } = new();

    /// <summary>Whether something was processed since the last commit.</summary>
    public bool NeedsCommit => _isDirty;

    /// <summary>
    /// Bytes that it has taken and written since the last commit: what it holds in memory, but for its stores, grows with them.
    /// </summary>
    public long UncommittedBytes { get; private set; }

    /// <summary>How much longer it holds records back for a source without any; null: it does not wait.</summary>
    public TimeSpan? IdleLeft => _group.IdleLeft;

    /// <summary>Keys in its stores at the last commit. Safe from any thread.</summary>
    public long StoredKeys => Interlocked.Read(ref _storedKeys);

    /// <summary>Memory of its stores at the last commit, bytes. Safe from any thread.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    /// <summary>Processes what is there, in the order of event time across its sources; a bounded number of records.</summary>
    /// <returns>How many records were processed; 0: there was nothing to do, or nobody to take what comes of it.</returns>
    public int Process()
    {
        AnswerMail();
        if (_sink.IsFull)
        {
            return 0;
        }

        int processed = 0;
        long bytes = 0;
        while (processed < MostRecordsAtOnce
            && bytes < MostBytesAtOnce
            && _group.TryTake(MostRecordsAtOnce - processed, out RecordQueue queue, out RecordBatch batch))
        {
            _isDirty = true;
            _context.Begin(queue.Source, queue.Taken);
            _program.Process(queue.Source, batch);
            processed += batch.Count;
            bytes += queue.TakenBytes;
            Metrics.AddConsumed(batch.Count);
        }

        UncommittedBytes += bytes;
        CrashPoints.Reach(TaskCrashPoints.Processed);
        Drain();
        return processed;
    }

    /// <summary>Makes outputs, changes of stores and positions durable and visible together.</summary>
    public void Commit()
    {
        if (!_isDirty)
        {
            return;
        }

        Drain();
        CrashPoints.Reach(TaskCrashPoints.OutputsWritten);
        WriteChangelogs();
        CrashPoints.Reach(TaskCrashPoints.ChangelogWritten);
        foreach (RecordQueue queue in _group.Queues)
        {
            if (queue.Position >= 0)
            {
                _sink.SetPosition(queue.Source, queue.Position + PlantedOffset);
            }
        }

        CrashPoints.Reach(TaskCrashPoints.BeforeCommit);
        _sink.Commit();
        CrashPoints.Reach(TaskCrashPoints.Committed);
        MeasureStores();
        _isDirty = false;
        UncommittedBytes = 0;
        Metrics.AddCommit();
        Checkpoints?.Write(_stores, _source, isEnd: false);
    }

    /// <summary>Commits what is not committed, and writes a checkpoint of each store that has changed since its last one.</summary>
    public void End()
    {
        Commit();
        Checkpoints?.Write(_stores, _source, isEnd: true);
    }

    /// <summary>Leaves an action for the task's thread; it runs between two batches. Safe from any thread.</summary>
    public void Post(Action<TaskProgram> action) => _mailbox.Enqueue(action);

    /// <summary>Runs what was posted.</summary>
    public void AnswerMail()
    {
        while (_mailbox.TryDequeue(out Action<TaskProgram>? action))
        {
            action(_program);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Checkpoints?.Dispose();
        _context.Dispose();
        _changelog.Dispose();
        _source.Dispose();
        _sink.Dispose();
    }

    private void WriteChangelogs()
    {
        for (int index = 0; index < _subTopology.Stores.Length; index++)
        {
            _stores[index]?.WriteChanges(_changelog);
            if (_changelog.Count > 0)
            {
                if (PlantedBugs.Has(PlantedBug.ChangelogEntryLost) && Metrics.Commits % 4 == 3)
                {
                    _changelog.Clear();
                    continue;
                }

                _sink.WriteChangelog(index, _changelog);
                _sink.Expire(index, ExpiredBeforeMs(_stores[index]!));
                Checkpoints?.Count(index, _changelog.Count);
                _changelog.Clear();
            }
        }
    }

    private void MeasureStores()
    {
        long keys = 0;
        long bytes = 0;
        foreach (StateStore? store in _stores)
        {
            keys += store?.Count ?? 0;
            bytes += store?.SizeBytes ?? 0;
        }

        Interlocked.Exchange(ref _storedKeys, keys);
        Interlocked.Exchange(ref _storedBytes, bytes);
    }

    private static long ExpiredBeforeMs(StateStore store) =>
        PlantedBugs.Has(PlantedBug.ChangelogExpiresEarly) ? long.MaxValue : store.ExpiredBeforeMs;

    // What a test has planted; 0 where it has nothing.
    private static int PlantedOffset => PlantedBugs.Active switch
    {
        PlantedBug.PositionTooHigh => 1,
        PlantedBug.PositionTooLow => -1,
        _ => 0,
    };

    private void Drain()
    {
        for (int sink = 0; sink < _subTopology.Sinks.Length; sink++)
        {
            OutputBuffer output = _context.Output(sink);
            if (output.Count > 0)
            {
                _sink.Write(sink, output);
                Metrics.AddProduced(output.Count);
                UncommittedBytes += output.Bytes;
                output.Clear();
            }
        }
    }
}
