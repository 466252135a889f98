using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;

namespace QueryGen.Kafka;

/// <summary>Writes records, in transactions where it has a transactional id.</summary>
internal sealed unsafe class KafkaProducer : IDisposable
{
    private const int TimeoutMs = 30_000;
    private const int CopyFlag = 2;

    private readonly GCHandle _self;
    private readonly nint _client;
    private readonly bool _isTransactional;
    private readonly Dictionary<string, nint> _topics = [];
    private bool _isInTransaction;
    private int _deliveryError;

    /// <param name="settings">Where to.</param>
    /// <param name="transactionalId">Fences the former producer of this id, and ends its transaction; null: no transactions.</param>
    /// <exception cref="KafkaException">The transaction coordinator does not answer.</exception>
    public KafkaProducer(KafkaSettings settings, string? transactionalId)
    {
        _self = GCHandle.Alloc(this);
        _isTransactional = transactionalId is not null;
        _client = settings.CreateProducer(transactionalId, conf =>
        {
            LibRdKafka.rd_kafka_conf_set_opaque(conf, GCHandle.ToIntPtr(_self));
            LibRdKafka.rd_kafka_conf_set_dr_msg_cb(conf, &OnDelivery);
        });
        if (_isTransactional)
        {
            try
            {
                KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_init_transactions(_client, TimeoutMs), "Starting transactions");
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

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
            KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_commit(consumer, offsets, 0), "Committing positions");
            return;
        }

        Begin();
        nint group = LibRdKafka.rd_kafka_consumer_group_metadata(consumer);
        nint error = LibRdKafka.rd_kafka_send_offsets_to_transaction(_client, offsets, group, TimeoutMs);
        LibRdKafka.rd_kafka_consumer_group_metadata_destroy(group);
        KafkaException.ThrowIfFailed(error, "Adding positions to the transaction");
        KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_commit_transaction(_client, TimeoutMs), "Committing the transaction");
        _isInTransaction = false;
        ThrowIfUndelivered();
    }

    /// <summary>Waits until everything is delivered.</summary>
    public void Flush()
    {
        KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_flush(_client, TimeoutMs), "Delivering records");
        ThrowIfUndelivered();
    }

    /// <summary>Lets go of what is not committed.</summary>
    public void Dispose()
    {
        if (_isInTransaction)
        {
            nint error = LibRdKafka.rd_kafka_abort_transaction(_client, 5000);
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
    private static void OnDelivery(nint client, NativeMessage* message, nint opaque)
    {
        if (message->Error != NativeErrors.None)
        {
            KafkaProducer self = (KafkaProducer)GCHandle.FromIntPtr(opaque).Target!;
            Interlocked.Exchange(ref self._deliveryError, message->Error);
        }
    }
}
