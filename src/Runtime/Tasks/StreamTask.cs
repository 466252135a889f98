using System.Collections.Concurrent;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;

namespace QueryGen.Tasks;

/// <summary>One sub-topology on one partition. Single-threaded: one thread at a time may call it, except for <see cref="Post"/>.</summary>
public sealed class StreamTask : IDisposable
{
    private const int MostRecordsAtOnce = 1024;

    private readonly SubTopology _subTopology;
    private readonly IRecordSource _source;
    private readonly IRecordSink _sink;
    private readonly TaskContext _context;
    private readonly TaskProgram _program;
    private readonly RecordQueue[] _queues;
    private readonly OutputBuffer _changelog = new();
    private readonly ConcurrentQueue<Action<TaskProgram>> _mailbox = new();
    private bool _isDirty;

    /// <summary>A task that has read nothing yet; call <see cref="Restore"/> first.</summary>
    public StreamTask(
        SubTopology subTopology, int partition, IRecordSource source, IRecordSink sink, TaskEvents events, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(subTopology);
        Id = new TaskId(subTopology.Id, partition);
        _subTopology = subTopology;
        _source = source;
        _sink = sink;
        _context = new TaskContext(subTopology, partition, events, clock);
        _program = subTopology.Create(_context);
        _queues = [.. Enumerable.Range(0, subTopology.Sources.Length).Select(index => new RecordQueue(index))];
    }

    /// <summary>Sub-topology and partition.</summary>
    public TaskId Id { get; }

    /// <summary>What it has done.</summary>
    public TaskMetrics Metrics { get; } = new();

    /// <summary>Whether something was processed since the last commit.</summary>
    public bool NeedsCommit => _isDirty;

    /// <summary>Keys in its stores.</summary>
    public long StoredKeys => _context.Stores.Sum(store => store?.Count ?? 0);

    /// <summary>Memory of its stores, bytes.</summary>
    public long StoredBytes => _context.Stores.Sum(store => store?.SizeBytes ?? 0);

    /// <summary>Brings the stores to where the last commit left them.</summary>
    /// <returns>How many changelog records were taken in.</returns>
    /// <exception cref="StateLayoutException">A changelog was written by a query that kept something else.</exception>
    public long Restore()
    {
        long restored = 0;
        for (int index = 0; index < _subTopology.Stores.Length; index++)
        {
            if (_context.Stores[index] is { } store)
            {
                _source.Restore(index, batch =>
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        store.Restore(batch[i]);
                    }

                    restored += batch.Count;
                });
            }
        }

        return restored;
    }

    /// <summary>Processes what is there, in the order of event time across its sources; a bounded number of records.</summary>
    /// <returns>How many records were processed; 0: there was nothing to do.</returns>
    public int Process()
    {
        AnswerMail();
        int processed = 0;
        while (processed < MostRecordsAtOnce && NextQueue(out long othersMs) is { } queue)
        {
            RecordBatch batch = queue.TakeUpTo(othersMs, MostRecordsAtOnce - processed);
            _isDirty = true;
            _program.Process(queue.Source, batch);
            processed += batch.Count;
            Metrics.AddConsumed(batch.Count);
        }

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
        for (int index = 0; index < _subTopology.Stores.Length; index++)
        {
            _context.Stores[index]?.WriteChanges(_changelog);
            if (_changelog.Count > 0)
            {
                _sink.WriteChangelog(index, _changelog);
                _changelog.Clear();
            }
        }

        foreach (RecordQueue queue in _queues)
        {
            if (queue.Position >= 0)
            {
                _sink.SetPosition(queue.Source, queue.Position);
            }
        }

        _sink.Commit();
        _isDirty = false;
        Metrics.AddCommit();
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
        _context.Dispose();
        _changelog.Dispose();
        _source.Dispose();
        _sink.Dispose();
    }

    // The source with the earliest record, and how far its records may run before another source's come first. On a tie the source that
    // stands first in the topology goes on. A source without records does not hold the others up (max.task.idle.ms = 0).
    private RecordQueue? NextQueue(out long othersMs)
    {
        RecordQueue? earliest = null;
        othersMs = long.MaxValue;
        foreach (RecordQueue queue in _queues)
        {
            if (queue.IsEmpty && !queue.TryFill(_source))
            {
                continue;
            }

            if (earliest is null || queue.HeadTimestampMs < earliest.HeadTimestampMs)
            {
                othersMs = earliest is null ? othersMs : Math.Min(othersMs, earliest.HeadTimestampMs);
                earliest = queue;
            }
            else
            {
                othersMs = Math.Min(othersMs, queue.HeadTimestampMs);
            }
        }

        return earliest;
    }

    private void Drain()
    {
        for (int sink = 0; sink < _subTopology.Sinks.Length; sink++)
        {
            OutputBuffer output = _context.Output(sink);
            if (output.Count > 0)
            {
                _sink.Write(sink, output);
                Metrics.AddProduced(output.Count);
                output.Clear();
            }
        }
    }
}
