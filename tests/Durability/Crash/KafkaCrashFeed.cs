using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Crash;

/// <summary>Writes orders with Confluent.Kafka while workers are killed: each has a number of its own, from 1 on.</summary>
internal sealed class KafkaCrashFeed(string servers, long records, double perSecond)
{
    public const int LargestAmount = 90;
    public const int LargeFrom = 50;
    private const int Customers = 500;
    private static readonly string[] s_shops =
        ["north", "east", "south", "west", "harbour", "station", "airport", "market", "campus"];

    /// <summary>How many of the orders are large ones.</summary>
    public long Large { get; private set; }

    public async Task RunAsync()
    {
        LibRdKafka.Load();
        SeededRandom random = new(42);
        ProducerConfig config = new() { BootstrapServers = servers, EnableIdempotence = true, LingerMs = 5 };
        using IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        Stopwatch time = Stopwatch.StartNew();
        for (long id = 1; id <= records; id++)
        {
            if (id % 100 == 1)
            {
                TimeSpan due = TimeSpan.FromSeconds(id / perSecond) - time.Elapsed;
                await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero).ConfigureAwait(false);
                byte[] customer = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(customer, random.Next(Customers));
                Write(producer, "customers", customer, string.Create(CultureInfo.InvariantCulture, $"{{\"VERSION\":{(id / 100) + 1}}}"));
            }

            int amount = random.Next((LargestAmount / 10) + 1) * 10;
            Large += amount >= LargeFrom ? 1 : 0;
            Write(producer, "orders", Encoding.UTF8.GetBytes(s_shops[random.Next(s_shops.Length)]), string.Create(
                CultureInfo.InvariantCulture, $"{{\"ID\":{id},\"CUSTOMER\":{random.Next(Customers)},\"AMOUNT\":{amount}}}"));
        }

        producer.Flush();
    }

    private static void Write(IProducer<byte[], byte[]> producer, string topic, byte[] key, string value) => producer.Produce(
        new TopicPartition(topic, Murmur2.Partition(key, CrashWorker.Partitions)),
        new Message<byte[], byte[]> { Key = key, Value = Encoding.UTF8.GetBytes(value) },
        report => Expect.True(!report.Error.IsError, $"The feed cannot write: {report.Error.Reason}"));
}
