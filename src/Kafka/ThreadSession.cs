using System.Diagnostics;
using QueryGen.Hosting;
using QueryGen.Kafka.Native;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>
/// A stream thread's membership of the group, from joining to leaving or to the first failure: a consumer, a producer, and the tasks of the
/// partitions that are assigned.
/// </summary>
/// <remarks>
/// A failure of Kafka ends it without a commit: the transaction is aborted or fenced, and the next session starts from the
/// committed positions and changelogs, as another worker would. So it does not matter whether a commit that failed has gone through.
/// </remarks>
internal sealed class ThreadSession : IDisposable
{
    // Records that wait in all buffers; below it more are fetched.
    private const int EnoughWaiting = 4096;

    private readonly KafkaRuntime _runtime;
    private readonly KafkaStreamThread _thread;
    private readonly KafkaPatience _patience;
    private readonly KafkaConsumer _consumer;
    private readonly KafkaProducer _producer;
    private readonly KafkaRestorer _restorer;
    private readonly List<(Topology Topology, StreamTask Task)> _tasks = [];
    private readonly Dictionary<(string Topic, int Partition), long> _positions = [];
    private readonly Dictionary<StreamTask, (long Consumed, long Produced)> _reported = [];
    private long _committed = Stopwatch.GetTimestamp();
    private bool _didNothing;
    private long _unassigned = Stopwatch.GetTimestamp();

    public ThreadSession(KafkaRuntime runtime, KafkaStreamThread thread, string transactionalId)
    {
        _runtime = runtime;
        _thread = thread;
        _patience = new KafkaPatience(thread.Beat, thread.GiveUp);
        _restorer = new KafkaRestorer(runtime.Settings, WhileRestoring);
        _consumer = new KafkaConsumer(runtime.Settings, runtime.Options.ApplicationId, thread.Number);
        try
        {
            // Before the group is joined: what a former session has left open ends here.
            _producer = new KafkaProducer(runtime.Settings, runtime.Settings.IsExactlyOnce ? transactionalId : null, _patience);
            _consumer.Subscribe(runtime.Topics);
        }
        catch
        {
            _producer?.Dispose();
            _consumer.Dispose();
            _restorer.Dispose();
            throw;
        }
    }

    /// <summary>Whether partitions were assigned, be it none, and their stores restored.</summary>
    public bool IsAssigned { get; private set; }

    /// <summary>Why it does not get on; null: it does. Safe from any thread.</summary>
    /// <remarks>Told within twice the session timeout: in one, librdkafka finds out that the group's coordinator is silent.</remarks>
    public string? Problem => (_consumer.Problem ?? _producer.Problem) is { } problem ? problem
        : _patience.Waiting >= _runtime.Settings.SessionTimeout / 2 ? "Kafka does not answer"
        : Unassigned >= _runtime.Settings.SessionTimeout / 2 ? "the worker waits for its group"
        : null;

    private TimeSpan Unassigned =>
        Interlocked.Read(ref _unassigned) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>The tasks that run.</summary>
    public IReadOnlyList<(Topology Topology, StreamTask Task)> Tasks => _tasks;

    /// <summary>Goes round once: fetches, processes, and commits where it is time to.</summary>
    public void Turn()
    {
        if (_consumer.Waiting < EnoughWaiting || _didNothing)
        {
            if (_consumer.Poll(_didNothing ? RestMs() : 0))
            {
                Rebalance();
            }

            _consumer.Balance();
        }

        int processed = 0;
        bool isFull = false;
        foreach ((_, StreamTask task) in _tasks)
        {
            long start = Stopwatch.GetTimestamp();
            int count = task.Process();
            processed += count;
            isFull |= task.UncommittedBytes >= _runtime.Options.MaxUncommittedBytes;
            if (count > 0)
            {
                _runtime.Meter.ProcessDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, Tag(task));
            }
        }

        _didNothing = processed == 0;
        if (isFull || Stopwatch.GetElapsedTime(_committed) >= _runtime.Options.CommitInterval)
        {
            Commit();
            _consumer.Measure();
            _committed = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Commits what all tasks have done, together.</summary>
    public unsafe void Commit()
    {
        if (!_tasks.Exists(entry => entry.Task.NeedsCommit))
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        foreach ((_, StreamTask task) in _tasks)
        {
            task.Commit();
        }

        NativeTopicPartitionList* offsets = LibRdKafka.rd_kafka_topic_partition_list_new(_positions.Count);
        foreach (((string topic, int partition), long offset) in _positions)
        {
            LibRdKafka.rd_kafka_topic_partition_list_add(offsets, topic, partition)->Offset = offset;
        }

        try
        {
            _producer.Commit(_consumer.Client, offsets);
        }
        finally
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(offsets);
        }

        foreach (((string topic, int partition), long offset) in _positions)
        {
            _consumer.Buffer(topic, partition)!.Position = offset;
        }

        _positions.Clear();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach ((_, StreamTask task) in _tasks)
        {
            Report(task, seconds);
        }
    }

    /// <summary>Leaves the group. What is not committed is gone.</summary>
    public void Dispose()
    {
        Close();

        // The group goes on with the committed positions, so what is open must end before others read there.
        _producer.Dispose();
        _consumer.Dispose();
        _restorer.Dispose();
    }

    private int RestMs()
    {
        // librdkafka waits that long for a full batch, so it is what a single record waits.
        double toCommit = (_runtime.Options.CommitInterval - Stopwatch.GetElapsedTime(_committed)).TotalMilliseconds;
        return (int)Math.Clamp(toCommit, 1, 10);
    }

    private void Rebalance()
    {
        // Asked for where partitions are taken away; where they are given, there is nothing to commit.
        Commit();
        do
        {
            Close();
            _consumer.Answer();
            Interlocked.Exchange(ref _unassigned, _consumer.IsAssigned ? 0 : Stopwatch.GetTimestamp());
        }
        while (!TryOpen());
        IsAssigned = true;
    }

    /// <summary>Starts the tasks of the partitions that are assigned.</summary>
    /// <returns>False: others were assigned meanwhile.</returns>
    private bool TryOpen()
    {
        HashSet<(string Topic, int Partition)> assigned = [.. _consumer.Buffers.Select(buffer => (buffer.Topic, buffer.Partition))];
        _thread.OnAssigning();
        CrashPoints.Reach(KafkaCrashPoints.Assigned);
        try
        {
            foreach (Topology topology in _runtime.Topologies)
            {
                foreach (SubTopology subTopology in topology.SubTopologies)
                {
                    for (int partition = 0; partition < _runtime.Partitions.Tasks(subTopology); partition++)
                    {
                        if (subTopology.Sources.All(source => assigned.Contains((_runtime.Names.Of(source), partition))))
                        {
                            Open(topology, subTopology, partition);
                        }
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whose stores are restored in part must not process anything.
            Close();
            return _thread.IsStopping;
        }

        _thread.OnAssigned(_tasks.Count);
        return true;
    }

    // The group takes a member that does not poll for a dead one. What it fetches waits for its tasks.
    private void WhileRestoring()
    {
        _thread.Beat();
        bool isRebalanced = _consumer.Poll(0);
        _consumer.Balance();
        if (isRebalanced || _thread.IsStopping)
        {
            throw new OperationCanceledException();
        }
    }

    private void Open(Topology topology, SubTopology subTopology, int partition)
    {
        TopicNames names = _runtime.Names;
        StreamTask task = new(
            subTopology,
            partition,
            new KafkaRecordSource(_consumer, _restorer, names, subTopology, partition),
            new KafkaRecordSink(_producer, _positions, _runtime.Partitions, names, subTopology, partition),
            _runtime.Events,
            _runtime.Clock,
            _runtime.Options.MaxTaskIdle,
            _runtime.Options.ErrorHandling);
        _tasks.Add((topology, task));
        _thread.Publish(_tasks, _consumer.Buffers);
        task.Restore(records =>
        {
            _runtime.Meter.Restored.Add(records, Tag(task));
            _thread.Beat();
        });
        _runtime.Registry.Add(topology, task, _thread);
    }

    private void Close()
    {
        foreach ((Topology topology, StreamTask task) in _tasks)
        {
            _runtime.Registry.Remove(topology, task);
            task.Dispose();
        }

        _tasks.Clear();
        _thread.Publish([], []);
        _positions.Clear();
        _reported.Clear();
    }

    private void Report(StreamTask task, double seconds)
    {
        _runtime.Meter.CommitDuration.Record(seconds, Tag(task));
        (long consumed, long produced) = _reported.GetValueOrDefault(task);
        _runtime.Meter.Consumed.Add(task.Metrics.Consumed - consumed, Tag(task));
        _runtime.Meter.Produced.Add(task.Metrics.Produced - produced, Tag(task));
        _reported[task] = (task.Metrics.Consumed, task.Metrics.Produced);
    }

    private static KeyValuePair<string, object?> Tag(StreamTask task) => new(MetricNames.TaskTag, task.Id.ToString());
}
