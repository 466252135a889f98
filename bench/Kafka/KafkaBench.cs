using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using QueryGen.Bench.Kafka.Contenders;
using QueryGen.Bench.Ratings.Data;
using QueryGen.Hosting;
using QueryGen.Kafka;
using QueryGen.Kafka.Native;
using QueryGen.Kafka.Tests;
using QueryGen.Serdes;

namespace QueryGen.Bench.Kafka;

/// <summary>Contenders take turns on one broker, each in a process of its own; medians of their rounds are compared.</summary>
internal sealed class KafkaBench(string[] names)
{
    public const int Partitions = 4;
    public const string Filtered = "filter-ratings";
    public const string Joined = "club-ratings";
    private const string Customers = "club-customers";
    private const int CustomerCount = 1000;
    private const int Rounds = 3;
    private const int MadeAtOnce = 200_000;

    private readonly Dictionary<string, List<Measured>> _measured = [];
    private readonly bool _hasConfluent = HasConfluent();
    private readonly string? _streams = CompileStreams();

    /// <summary>Runs it all, or those contenders that are named; says so where there is no broker.</summary>
    public static int Run(long records, string[] names)
    {
        if (Requirements.Missing is { } missing)
        {
            Console.WriteLine($"bench kafka: skipped, {missing}");
            return 0;
        }

        KafkaBench bench = new(names);
        bench.RunFilter(records);
        bench.RunPipeline(records / 2);
        bench.Report();
        return 0;
    }

    private void RunFilter(long records)
    {
        if (names.All(name => name.EndsWith("pipeline", StringComparison.Ordinal)) && names.Length > 0)
        {
            return;
        }

        using Broker broker = new();
        Create(broker, Filtered, RawLoop.Sink, ConfluentLoop.Sink, "streams-ratings");
        Fill(broker, Filtered, records, new RatingRecords(1, RatingKey.None, CustomerCount));
        for (int round = 0; round < Rounds; round++)
        {
            RunChild(broker, "raw", records);
            RunChild(broker, "at-least-once", records);
            RunChild(broker, "exactly-once", records);
            if (_hasConfluent)
            {
                RunChild(broker, "confluent", records);
            }

            RunStreams(broker, "filter", records / 2);
        }
    }

    private void RunPipeline(long records)
    {
        if (!IsAsked("pipeline") && !IsAsked("streams pipeline"))
        {
            return;
        }

        using Broker broker = new();
        Create(broker, Joined, Customers, "streams-counts");
        using RecordSet customers = CustomerRecords.Make(CustomerCount);
        Write(broker, Customers, customers, customers.Count);
        Fill(broker, Joined, records, new RatingRecords(1, RatingKey.User, CustomerCount));
        for (int round = 0; round < Rounds; round++)
        {
            RunChild(broker, "pipeline", records);
            RunStreams(broker, "pipeline", records);
        }
    }

    private void Report()
    {
        Console.WriteLine(
            $"{"median of " + Rounds,-22}{"records/CPU-second",20}{"records/second",18}{"bytes/record",14}");
        foreach ((string name, List<Measured> rounds) in _measured)
        {
            string bytes = rounds[0].Bytes < 0 ? "" : Text("F3", Median(rounds, run => run.BytesPerRecord));
            Console.WriteLine(
                $"{name,-22}{Text("N0", Median(rounds, run => run.PerCpuSecond)),20}"
                + $"{Text("N0", Median(rounds, run => run.PerSecond)),18}{bytes,14}");
        }

        if (names.Length > 0)
        {
            return;
        }

        string worker = Text("F3", Median(_measured["at-least-once"], run => run.BytesPerRecord));
        Console.WriteLine($"to Confluent.Kafka and System.Text.Json {Ratio("at-least-once", "confluent")}");
        Console.WriteLine(
            $"bench kafka: ratio to raw {Ratio("at-least-once", "raw")}, bytes/record {worker}, "
            + $"exactly once {Ratio("exactly-once", "at-least-once")}, to Kafka Streams filter {Ratio("at-least-once", "streams filter")}, "
            + $"pipeline {Ratio("pipeline", "streams pipeline")}");
    }

    // Rounds are compared with their own: what disturbs the machine disturbs both.
    private string Ratio(string one, string other) =>
        _measured.TryGetValue(one, out List<Measured>? left) && _measured.TryGetValue(other, out List<Measured>? right)
            ? Text("F2", left.Zip(right, (a, b) => a.PerCpuSecond / b.PerCpuSecond).Order().ElementAt(left.Count / 2))
            : "not measured";

    private void RunChild(Broker broker, string name, long records)
    {
        if (IsAsked(name))
        {
            Add(name, Processes.Run(
                Environment.ProcessPath!,
                [typeof(KafkaBench).Assembly.Location, "run", name, broker.Servers, records.ToString(CultureInfo.InvariantCulture)]));
        }
    }

    private bool IsAsked(string name) => names.Length == 0 || names.Contains(name, StringComparer.Ordinal);

    private void RunStreams(Broker broker, string what, long records)
    {
        if (_streams is not null && IsAsked("streams " + what))
        {
            Add("streams " + what, Processes.Run(
                "java", ["-cp", ClassPath, "RatingsStreams", what, broker.Servers, records.ToString(CultureInfo.InvariantCulture)]));
        }
    }

    private void Add(string name, string output)
    {
        Measured measured = Measured.Parse(output) ?? throw new InvalidOperationException($"{name} has measured nothing: {output}");
        _measured.TryAdd(name, []);
        _measured[name].Add(measured);
        Console.WriteLine(
            $"{name}: {Text("N0", measured.PerCpuSecond)} records per CPU-second, {Text("N0", measured.PerSecond)} per second");
    }

    private static string ClassPath => $"{Path.Combine(Broker.Home!, "libs", "*")}:{AppContext.BaseDirectory}Streams";

    // Without a compiler for Java, or the jars, there is no such peer.
    private static string? CompileStreams()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Streams", "RatingsStreams.java");
        bool hasJars = Broker.Home is { } home && Directory.GetFiles(Path.Combine(home, "libs"), "kafka-streams-*.jar").Length > 0;
        if (!hasJars || !File.Exists("/usr/bin/javac"))
        {
            Console.WriteLine("Kafka Streams: skipped, its jars or javac are missing");
            return null;
        }

        Processes.Run("javac", ["-cp", ClassPath, "-d", Path.GetDirectoryName(source)!, source]);
        return source;
    }

    private static bool HasConfluent()
    {
        const int First = 0x02010000;
        LibRdKafka.Load();
        if (LibRdKafka.rd_kafka_version() < First)
        {
            Console.WriteLine("Confluent.Kafka: skipped, its consumer needs librdkafka 2.1, and the system has an older one");
            return false;
        }

        return true;
    }

    private static void Create(Broker broker, params string[] topics)
    {
        LibRdKafka.Load();
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Servers }).Build();

        // The ratings are old: the broker would delete them half a minute after its start.
        Dictionary<string, string> keptForEver = new() { ["retention.ms"] = "-1" };
        admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = Partitions,
            ReplicationFactor = 1,
            Configs = keptForEver,
        })).GetAwaiter().GetResult();
    }

    private static void Fill(Broker broker, string topic, long count, RatingRecords ratings)
    {
        for (long written = 0; written < count; written += MadeAtOnce)
        {
            using RecordSet records = ratings.Make((int)Math.Min(MadeAtOnce, count - written));
            Write(broker, topic, records, records.Count);
        }
    }

    private static void Write(Broker broker, string topic, RecordSet records, int count)
    {
        QueryGenOptions options = new();
        options.Kafka["bootstrap.servers"] = broker.Servers;
        using KafkaProducer producer = new(new KafkaSettings(options), null, new KafkaPatience());
        RecordBatch batch = records.Batch(0, count);
        nint handle = producer.Topic(topic);
        for (int i = 0; i < batch.Count; i++)
        {
            producer.Write(handle, batch[i].HasKey ? Murmur2.Partition(batch[i].Key, Partitions) : i % Partitions, in batch[i]);
        }

        producer.Flush();
    }

    private static double Median(List<Measured> rounds, Func<Measured, double> value) =>
        rounds.Select(value).Order().ElementAt(rounds.Count / 2);

    private static string Text(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
