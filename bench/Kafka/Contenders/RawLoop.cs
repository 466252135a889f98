using System.Runtime.InteropServices;
using QueryGen.Hosting;
using QueryGen.Kafka;
using QueryGen.Kafka.Native;

namespace QueryGen.Bench.Kafka.Contenders;

/// <summary>What librdkafka itself costs: batches in, two of five records out as they are, in batches; nothing is read or kept.</summary>
internal static unsafe partial class RawLoop
{
    public const string Sink = "raw-ratings";
    private const int BatchSize = 4096;
    private const int CopyAndOwnPartition = 2 | 8;
    private const int AnyPartition = -1;
    private const int TimeoutMs = 10;

    public static Measured Run(string servers, string source, int partitions, long records)
    {
        LibRdKafka.Load();
        NativeLibrary.SetDllImportResolver(typeof(RawLoop).Assembly, LibRdKafka.Resolve);
        QueryGenOptions options = new();
        options.Kafka["bootstrap.servers"] = servers;
        KafkaSettings settings = new(options);
        nint consumer = settings.CreateConsumer("raw", 0, static _ => { });
        _ = LibRdKafka.rd_kafka_poll_set_consumer(consumer);
        nint queue = LibRdKafka.rd_kafka_queue_get_consumer(consumer);
        nint producer = settings.CreateProducer(null, static _ => { });
        nint sink = LibRdKafka.rd_kafka_topic_new(producer, Sink, 0);
        NativeTopicPartitionList* list = LibRdKafka.rd_kafka_topic_partition_list_new(partitions);
        for (int partition = 0; partition < partitions; partition++)
        {
            LibRdKafka.rd_kafka_topic_partition_list_add(list, source, partition)->Offset = 0;
        }

        KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_assign(consumer, list), "Assigning");
        Stopwatches time = new(records);
        Pump(queue, producer, sink, records, time);
        KafkaException.ThrowIfFailed(LibRdKafka.rd_kafka_flush(producer, 30_000), "Delivering");
        return time.End();
    }

    private static void Pump(nint queue, nint producer, nint sink, long records, Stopwatches time)
    {
        NativeMessage** messages = (NativeMessage**)NativeMemory.Alloc(BatchSize, (nuint)sizeof(NativeMessage*));
        NativeMessage* outputs = (NativeMessage*)NativeMemory.AllocZeroed(BatchSize, (nuint)sizeof(NativeMessage));
        for (long count = 0; count < records; time.Pass(count))
        {
            nint fetched = LibRdKafka.rd_kafka_consume_batch_queue(queue, TimeoutMs, messages, BatchSize);
            int passed = 0;
            for (nint i = 0; i < fetched; i++)
            {
                NativeMessage* message = messages[i];
                if (message->Error == NativeErrors.None)
                {
                    count++;
                    if (message->Offset % 5 < 2)
                    {
                        outputs[passed++] = new NativeMessage
                        {
                            Payload = message->Payload,
                            PayloadLength = message->PayloadLength,
                            Partition = message->Partition,
                        };
                    }
                }
            }

            for (int sent = 0; sent < passed;)
            {
                sent += rd_kafka_produce_batch(sink, AnyPartition, CopyAndOwnPartition, outputs + sent, passed - sent);
                _ = LibRdKafka.rd_kafka_poll(producer, sent < passed ? TimeoutMs : 0);
            }

            for (nint i = 0; i < fetched; i++)
            {
                LibRdKafka.rd_kafka_message_destroy(messages[i]);
            }
        }
    }

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_produce_batch(nint topic, int partition, int flags, NativeMessage* messages, int count);
}
