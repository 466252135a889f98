using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Storage;

namespace QueryGen.Kafka;

/// <summary>Writes records, in transactions where it has a transactional id.</summary>
internal sealed unsafe class KafkaProducer : IDisposable
{
    private const int AbortTimeoutMs = 2000;
    private const int CopyFlag = 2;

    private readonly GCHandle _self;
    private readonly nint _client;
    private readonly bool _isTransactional;
    private readonly KafkaPatience _patience;
    private readonly Dictionary<string, nint> _topics = [];
    private bool _isInTransaction;
    private int _deliveryError;
    private volatile string? _problem;

    /// <param name="settings">Where to.</param>
    /// <param name="transactionalId">Fences the former producer of this id, and ends its transaction; null: no transactions.</param>
    /// <param name="patience">How long Kafka is waited for.</param>
    /// <exception cref="KafkaException">The transaction coordinator does not answer.</exception>
    public KafkaProducer(KafkaSettings settings, string? transactionalId, KafkaPatience patience)
    {
        _self = GCHandle.Alloc(this);
        _patience = patience;
        _isTransactional = transactionalId is not null;
        _client = settings.CreateProducer(transactionalId, conf =>
        {
            LibRdKafka.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(_self));
            LibRdKafka.rd_kafka_conf_set_dr_msg_cb(conf, &OnDelivery);
            LibRdKafka.rd_kafka_conf_set_error_cb(conf, &OnError);
        });
        if (_isTransactional)
        {
            try
            {
                _patience.For("Starting transactions", time => LibRdKafka.rd_kafka_init_transactions(_client, time));
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

    /// <summary>Why no broker answers; null: one does, as far as is known. Safe from any thread.</summary>
    public string? Problem => _problem;

    /// <summary>Librdkafka's object of a topic.</summary>
    public nint Topic(string name)
    {
        if (!_topics.TryGetValue(name, out nint topic))
        {
            topic = LibRdKafka.rd_kafka_topic_new(_client, name, 0);
            _topics.Add(name, topic);
        }

        return topic;
    }

    /// <summary>Takes a record; copies it. Waits while too many are on their way.</summary>
    public void Write(nint topic, int partition, in RecordRef record)
    {
        Begin();
        nint headers = KafkaHeaders.Create(record.Headers);
        byte nothing;
        NativeProperty* properties = stackalloc NativeProperty[7];
        properties[0] = new NativeProperty { Kind = NativePropertyKind.Topic, Pointer = topic };
        properties[1] = new NativeProperty { Kind = NativePropertyKind.Partition, Number = partition };
        properties[2] = new NativeProperty { Kind = NativePropertyKind.Flags, Number = CopyFlag };
        properties[3] = new NativeProperty { Kind = NativePropertyKind.Timestamp, LongNumber = record.TimestampMs };
        properties[4] = Content(NativePropertyKind.Key, record.HasKey, record.Key, &nothing);
        properties[5] = Content(NativePropertyKind.Value, record.HasValue, record.Value, &nothing);
        properties[6] = new NativeProperty { Kind = NativePropertyKind.Headers, Pointer = headers };
        nint error;
        while ((error = LibRdKafka.rd_kafka_produceva(_client, properties, headers == 0 ? 6u : 7u)) != 0)
        {
            if (LibRdKafka.rd_kafka_error_code(error) != NativeErrors.QueueFull)
            {
                if (headers != 0)
                {
                    LibRdKafka.rd_kafka_headers_destroy(headers);
                }

                KafkaException.ThrowIfFailed(error, "Writing");
            }

            LibRdKafka.rd_kafka_error_destroy(error);
            _ = LibRdKafka.rd_kafka_poll(_client, 10);
            _patience.Step("Writing");
            ThrowIfUndelivered();
        }
    }

    /// <summary>Makes everything since the last commit visible, together with the positions of a consumer.</summary>
    /// <exception cref="KafkaException">It may have failed or not: who goes on begins anew, from the committed positions.</exception>
    public void Commit(nint consumer, NativeTopicPartitionList* offsets)
    {
        if (!_isTransactional)
        {
            Flush();
            CommitPositions(consumer, offsets);
            _problem = null;
            return;
        }

        Commit(offsets, LibRdKafka.rd_kafka_consumer_group_metadata(consumer));
    }

    /// <summary>Makes everything since the last commit visible, together with a position of a group that has no members.</summary>
    public void Commit(string group, NativeTopicPartitionList* offsets) =>
        Commit(offsets, LibRdKafka.rd_kafka_consumer_group_metadata_new(group));

    /// <summary>Takes back everything since the last commit.</summary>
    public void Abort()
    {
        if (_isInTransaction)
        {
            _patience.For("Aborting the transaction", time => LibRdKafka.rd_kafka_abort_transaction(_client, time));
            _isInTransaction = false;
        }
    }

    /// <summary>Waits until everything is delivered.</summary>
    public void Flush()
    {
        _patience.ForCode("Delivering records", time => LibRdKafka.rd_kafka_flush(_client, time));
        ThrowIfUndelivered();
    }

    /// <summary>Lets go of what is not committed.</summary>
    public void Dispose()
    {
        if (_isInTransaction)
        {
            nint error = LibRdKafka.rd_kafka_abort_transaction(_client, AbortTimeoutMs);
            if (error != 0)
            {
                // The broker ends it after transaction.timeout.ms, or when the next producer of this id starts.
                LibRdKafka.rd_kafka_error_destroy(error);
            }
        }

        foreach (nint topic in _topics.Values)
        {
            LibRdKafka.rd_kafka_topic_destroy(topic);
        }

        LibRdKafka.rd_kafka_destroy_flags(_client, 0);
        _self.Free();
    }

    private void Commit(NativeTopicPartitionList* offsets, nint group)
    {
        Begin();
        try
        {
            _patience.For("Adding positions to the transaction", time =>
            {
                // Nothing else hears meanwhile that no broker answers.
                _ = LibRdKafka.rd_kafka_poll(_client, 0);
                return LibRdKafka.rd_kafka_send_offsets_to_transaction(_client, offsets, group, time);
            });
        }
        finally
        {
            LibRdKafka.rd_kafka_consumer_group_metadata_destroy(group);
        }

        CrashPoints.Reach(KafkaCrashPoints.PositionsSent);
        _patience.For("Committing the transaction", time => LibRdKafka.rd_kafka_commit_transaction(_client, time));
        CrashPoints.Reach(KafkaCrashPoints.Committed);
        _isInTransaction = false;
        _problem = null;
        ThrowIfUndelivered();
    }

    // librdkafka's own call that waits knows no limit.
    private void CommitPositions(nint consumer, NativeTopicPartitionList* offsets)
    {
        if (offsets->Count == 0)
        {
            return;
        }

        nint answers = LibRdKafka.rd_kafka_queue_new(consumer);
        try
        {
            KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_commit_queue(consumer, offsets, answers, 0, 0), "Committing positions");
            _patience.ForCode("Committing positions", time =>
            {
                nint answer = LibRdKafka.rd_kafka_queue_poll(answers, time);
                int error = answer == 0 ? NativeErrors.TimedOut : LibRdKafka.rd_kafka_event_error(answer);
                LibRdKafka.rd_kafka_event_destroy(answer);
                return error;
            });
        }
        finally
        {
            LibRdKafka.rd_kafka_queue_destroy(answers);
        }
    }

    private void Begin()
    {
        if (_isTransactional && !_isInTransaction)
        {
            KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_begin_transaction(_client), "Beginning a transaction");
            _isInTransaction = true;
        }
    }

    private void ThrowIfUndelivered()
    {
        int error = Interlocked.Exchange(ref _deliveryError, NativeErrors.None);
        KafkaException.ThrowIfFailed(error, "Delivering a record");
    }

    // An empty key or value needs a place; a null pointer is a null one. Records lie in native memory, which does not move.
    private static NativeProperty Content(NativePropertyKind kind, bool isThere, ReadOnlySpan<byte> bytes, byte* nothing) => new()
    {
        Kind = kind,
        Pointer = !isThere ? 0
            : bytes.IsEmpty ? (nint)nothing
            : (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)),
        Length = (nuint)bytes.Length,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint client, int error, byte* reason, nint opaque)
    {
        // What concerns one broker of several is librdkafka's affair.
        if (error == NativeErrors.AllBrokersDown)
        {
            ((KafkaProducer)GCHandle.FromIntPtr(opaque).Target!)._problem = KafkaException.Text(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivery(nint client, NativeMessage* message, nint opaque)
    {
        if (message->Error != NativeErrors.None)
        {
            KafkaProducer self = (KafkaProducer)GCHandle.FromIntPtr(opaque).Target!;
            Interlocked.Exchange(ref self._deliveryError, message->Error);
        }
    }
}
