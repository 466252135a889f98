using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;

namespace QueryGen.Kafka;

/// <summary>A consumer: fetches records in batches and sorts them into the buffers of its partitions.</summary>
/// <remarks>
/// A rebalance is told by <see cref="Poll"/> and answered by the caller, between two batches: what the batch with the news holds is left
/// out, as it belongs to the old assignment and is fetched again from the committed positions.
/// </remarks>
internal sealed unsafe class KafkaConsumer : IDisposable
{
    /// <summary>Records of one partition that may wait before its fetching is held up.</summary>
    private const int MostWaiting = 16 * 1024;
    private const int BatchSize = 4096;
    private const int NoConsumerClose = 8;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly GCHandle _self;
    private readonly nint _queue;
    private readonly NativeMessage** _messages;
    private readonly Dictionary<(string Topic, int Partition), PartitionBuffer> _buffers = [];
    private readonly Dictionary<(nint Topic, int Partition), PartitionBuffer> _byTopicObject = [];
    private PartitionBuffer? _last;
    private nint _lastTopic;
    private int _lastPartition;
    private NativeTopicPartitionList* _pending;
    private bool _isRebalanced;
    private bool _isClosing;
    private long _probed;
    private volatile string? _problem;

    /// <param name="settings">Where to.</param>
    /// <param name="groupId">The group; offsets are committed in its name.</param>
    /// <param name="member">The number of a thread that joins the group; 0: it does not join.</param>
    public KafkaConsumer(KafkaSettings settings, string groupId, int member = 0)
    {
        _self = GCHandle.Alloc(this);
        Client = settings.CreateConsumer(groupId, member, conf =>
        {
            LibRdKafka.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(_self));
            LibRdKafka.rd_kafka_conf_set_rebalance_cb(conf, &OnRebalance);
            LibRdKafka.rd_kafka_conf_set_error_cb(conf, &OnError);
        });
        _ = LibRdKafka.rd_kafka_poll_set_consumer(Client);
        _queue = LibRdKafka.rd_kafka_queue_get_consumer(Client);
        _messages = (NativeMessage**)NativeMemory.Alloc(BatchSize, (nuint)sizeof(NativeMessage*));
    }

    public nint Client { get; }

    /// <summary>The partitions that are assigned.</summary>
    public IReadOnlyCollection<PartitionBuffer> Buffers => _buffers.Values;

    /// <summary>Whether the group has given this member its partitions, be it none; false while it waits for them.</summary>
    public bool IsAssigned { get; private set; }

    /// <summary>Why no broker answers; null: one does, as far as is known. Safe from any thread.</summary>
    public string? Problem
    {
        get => _problem;
        private set => _problem = value;
    }

    /// <summary>How many records wait in all buffers.</summary>
    public int Waiting
    {
        get
        {
            int count = 0;
            foreach (PartitionBuffer buffer in _buffers.Values)
            {
                count += buffer.Count;
            }

            return count;
        }
    }

    public PartitionBuffer? Buffer(string topic, int partition) => _buffers.GetValueOrDefault((topic, partition));

    /// <summary>Joins the group for some topics.</summary>
    public void Subscribe(IEnumerable<string> topics)
    {
        NativeTopicPartitionList* list = LibRdKafka.rd_kafka_topic_partition_list_new(8);
        foreach (string topic in topics)
        {
            _ = LibRdKafka.rd_kafka_topic_partition_list_add(list, topic, -1);
        }

        int error = LibRdKafka.rd_kafka_subscribe(Client, list);
        LibRdKafka.rd_kafka_topic_partition_list_destroy(list);
        KafkaException.ThrowIfFailed(error, "Subscribing");
    }

    /// <summary>Reads partitions from given offsets, without a group.</summary>
    public void Assign(IEnumerable<(string Topic, int Partition, long Offset)> partitions)
    {
        NativeTopicPartitionList* list = LibRdKafka.rd_kafka_topic_partition_list_new(8);
        foreach ((string topic, int partition, long offset) in partitions)
        {
            LibRdKafka.rd_kafka_topic_partition_list_add(list, topic, partition)->Offset = offset;
        }

        try
        {
            Assign(list);
        }
        finally
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(list);
        }
    }

    /// <summary>Fetches what is there.</summary>
    /// <returns>True: the assignment is about to change; answer with <see cref="Answer"/>.</returns>
    /// <exception cref="KafkaException">The client cannot go on.</exception>
    public bool Poll(int timeoutMs)
    {
        nint count = LibRdKafka.rd_kafka_consume_batch_queue(_queue, timeoutMs, _messages, BatchSize);
        string? failure = null;
        for (nint i = 0; i < count; i++)
        {
            NativeMessage* message = _messages[i];
            failure ??= _isRebalanced ? null : Take(message);
            LibRdKafka.rd_kafka_message_destroy(message);
        }

        if (Problem is not null && !_isRebalanced)
        {
            Probe();
        }

        return failure is null ? _isRebalanced : throw new KafkaException(failure);
    }

    /// <summary>Takes the new assignment: none where partitions are taken away. What was buffered is gone.</summary>
    public void Answer()
    {
        try
        {
            Assign(_pending);
            IsAssigned = _pending != null;
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>Fetches no more of partitions that nobody reads for now, and again of those that were read.</summary>
    public void Balance()
    {
        foreach (PartitionBuffer buffer in _buffers.Values)
        {
            if (buffer.Count > MostWaiting != buffer.IsPaused && (!buffer.IsPaused || buffer.Count == 0))
            {
                SetPaused(buffer, !buffer.IsPaused);
            }
        }
    }

    /// <summary>Measures how far behind the partitions are, by what the broker has said with the last fetch.</summary>
    public void Measure()
    {
        foreach (PartitionBuffer buffer in _buffers.Values)
        {
            int error = LibRdKafka.rd_kafka_get_watermark_offsets(Client, buffer.Topic, buffer.Partition, out _, out long end);
            buffer.Measure(error == NativeErrors.None ? end : -1);
        }
    }

    public void Dispose()
    {
        _isClosing = true;
        if (_isRebalanced)
        {
            // librdkafka waits for an answer, and closing would wait with it.
            _ = LibRdKafka.rd_kafka_assign(Client, null);
            Forget();
        }

        _ = LibRdKafka.rd_kafka_consumer_close(Client);
        LibRdKafka.rd_kafka_queue_destroy(_queue);
        LibRdKafka.rd_kafka_destroy_flags(Client, NoConsumerClose);
        NativeMemory.Free(_messages);
        Clear();
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRebalance(nint client, int kind, NativeTopicPartitionList* partitions, nint opaque)
    {
        KafkaConsumer self = (KafkaConsumer)GCHandle.FromIntPtr(opaque).Target!;
        if (self._isClosing)
        {
            _ = LibRdKafka.rd_kafka_assign(client, null);
            return;
        }

        self._isRebalanced = true;
        self._pending = kind == NativeErrors.AssignPartitions ? LibRdKafka.rd_kafka_topic_partition_list_copy(partitions) : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int error, byte* reason, nint opaque)
    {
        // What concerns one broker of several is librdkafka's affair.
        if (error == NativeErrors.AllBrokersDown)
        {
            ((KafkaConsumer)GCHandle.FromIntPtr(opaque).Target!).Problem = KafkaException.Text(error);
        }
    }

    private void Forget()
    {
        if (_pending != null)
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(_pending);
        }

        _pending = null;
        _isRebalanced = false;
    }

    // A partition without new records says nothing when the broker is back.
    private void Probe()
    {
        if (_buffers.Values.FirstOrDefault() is { } any && Stopwatch.GetElapsedTime(_probed) >= ProbeInterval)
        {
            int error = LibRdKafka.rd_kafka_query_watermark_offsets(Client, any.Topic, any.Partition, out _, out _, 500);
            Problem = error == NativeErrors.None ? null : Problem;
            _probed = Stopwatch.GetTimestamp();
        }
    }

    private string? Take(NativeMessage* message)
    {
        switch (message->Error)
        {
            case NativeErrors.None:
                Find(message)?.Add(message);
                Problem = null;
                return null;
            case NativeErrors.PartitionEnd:
                Find(message)?.ReachEnd(message->Offset);
                Problem = null;
                return null;
            case NativeErrors.AllBrokersDown or NativeErrors.Transport or NativeErrors.Resolve:
                // librdkafka tries again by itself.
                Problem = KafkaException.Text(message->Error);
                return null;
            default:
                string? topic = message->Topic == 0 ? null
                    : Marshal.PtrToStringUTF8(LibRdKafka.rd_kafka_topic_name(message->Topic));
                return $"Reading {topic ?? "from Kafka"} failed: {KafkaException.Text(message->Error)}.";
        }
    }

    // Records of a partition come together.
    private PartitionBuffer? Find(NativeMessage* message)
    {
        if (message->Topic != _lastTopic || message->Partition != _lastPartition)
        {
            _last = FindOther(message);
            _lastTopic = message->Topic;
            _lastPartition = message->Partition;
        }

        return _last;
    }

    private PartitionBuffer? FindOther(NativeMessage* message)
    {
        if (_byTopicObject.TryGetValue((message->Topic, message->Partition), out PartitionBuffer? buffer))
        {
            return buffer;
        }

        string topic = Marshal.PtrToStringUTF8(LibRdKafka.rd_kafka_topic_name(message->Topic))!;
        if (_buffers.TryGetValue((topic, message->Partition), out buffer))
        {
            _byTopicObject[(message->Topic, message->Partition)] = buffer;
        }

        return buffer;
    }

    private void Assign(NativeTopicPartitionList* partitions)
    {
        Clear();
        for (int i = 0; partitions != null && i < partitions->Count; i++)
        {
            string topic = Marshal.PtrToStringUTF8(partitions->Elements[i].Topic)!;
            int partition = partitions->Elements[i].Partition;
            _buffers[(topic, partition)] = new PartitionBuffer(topic, partition);
        }

        KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_assign(Client, partitions), "Assigning partitions");
    }

    private void SetPaused(PartitionBuffer buffer, bool isPaused)
    {
        NativeTopicPartitionList* one = LibRdKafka.rd_kafka_topic_partition_list_new(1);
        _ = LibRdKafka.rd_kafka_topic_partition_list_add(one, buffer.Topic, buffer.Partition);
        int error = isPaused ? LibRdKafka.rd_kafka_pause_partitions(Client, one) : LibRdKafka.rd_kafka_resume_partitions(Client, one);
        LibRdKafka.rd_kafka_topic_partition_list_destroy(one);
        KafkaException.ThrowIfFailed(error, "Pausing a partition");
        buffer.IsPaused = isPaused;
    }

    private void Clear()
    {
        foreach (PartitionBuffer buffer in _buffers.Values)
        {
            buffer.Dispose();
        }

        _buffers.Clear();
        _byTopicObject.Clear();
        _last = null;
        _lastTopic = 0;
    }
}
