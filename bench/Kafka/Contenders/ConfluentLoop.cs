using System.Text.Json;
using Confluent.Kafka;
using QueryGen.Bench.Ratings.Idiomatic;
using QueryGen.Kafka.Native;

namespace QueryGen.Bench.Kafka.Contenders;

/// <summary>The filter as it is commonly written in C#: Confluent.Kafka and System.Text.Json's source generator.</summary>
internal static class ConfluentLoop
{
    public const string Sink = "confluent-ratings";

    public static Measured Run(string servers, string source, int partitions, long records)
    {
        LibRdKafka.Load();
        ConsumerConfig config = new()
        {
            BootstrapServers = servers,
            GroupId = "confluent",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            IsolationLevel = IsolationLevel.ReadCommitted,
            FetchWaitMaxMs = 100,
        };
        using IConsumer<Ignore, byte[]> consumer = new ConsumerBuilder<Ignore, byte[]>(config).Build();
        using IProducer<Null, byte[]> producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = servers,
            EnableIdempotence = true,
            LingerMs = 5,
            QueueBufferingMaxMessages = 500_000,
        }).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(source, partition, 0)));
        Stopwatches time = new(records);
        for (long count = 0; count < records; time.Pass(count))
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } result)
            {
                continue;
            }

            count++;
            RatingModel rating = JsonSerializer.Deserialize(result.Message.Value, Models.Default.RatingModel)!;
            if (rating.Stars < 3)
            {
                Produce(producer, new TopicPartition(Sink, result.Partition), new Message<Null, byte[]>
                {
                    Value = JsonSerializer.SerializeToUtf8Bytes(rating, Models.Default.RatingModel),
                    Timestamp = result.Message.Timestamp,
                });
            }
        }

        producer.Flush();
        return time.End();
    }

    private static void Produce(IProducer<Null, byte[]> producer, TopicPartition target, Message<Null, byte[]> message)
    {
        for (; ; )
        {
            try
            {
                producer.Produce(target, message);
                return;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
