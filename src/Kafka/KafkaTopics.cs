using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>Makes topics where they are missing, and knows how many partitions each one has.</summary>
internal sealed class KafkaTopics(KafkaSettings settings, TopicNames names, QueryGenOptions options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<string, int> _partitions = new(StringComparer.Ordinal);

    /// <summary>How many partitions a topic of the topologies has.</summary>
    public int Partitions(string topic) => _partitions.TryGetValue(topic, out int count)
        ? count
        : throw new InvalidOperationException($"The topic '{topic}' belongs to no topology of this worker.");

    /// <summary>Makes all topics. One that exists stays as it is.</summary>
    /// <exception cref="KafkaException">No broker answers, or it refuses a topic.</exception>
    /// <exception cref="InvalidOperationException">Topics that are read together differ in their partitions.</exception>
    public async Task CreateAsync(IReadOnlyList<Topology> topologies)
    {
        using IAdminClient admin = new AdminClientBuilder(settings.Properties).SetLogHandler((_, _) => { }).Build();
        try
        {
            // One that another worker is making just now has no partitions yet.
            foreach (TopicMetadata topic in admin.GetMetadata(Timeout).Topics.Where(topic => topic.Partitions.Count > 0))
            {
                _partitions[topic.Topic] = topic.Partitions.Count;
            }

            foreach (Topology topology in topologies)
            {
                await CreateAsync(admin, topology).ConfigureAwait(false);
            }
        }
        catch (Confluent.Kafka.KafkaException error)
        {
            throw new KafkaException($"Kafka at {settings.Servers} does not answer, or refuses: {error.Message}.", error);
        }
    }

    /// <summary>One task a partition of the sources.</summary>
    /// <exception cref="InvalidOperationException">The sources differ in their partitions.</exception>
    public int Tasks(SubTopology subTopology)
    {
        string first = names.Of(subTopology.Sources[0]);
        int count = Partitions(first);
        foreach (string source in subTopology.Sources.Select(names.Of))
        {
            if (Partitions(source) != count)
            {
                throw new InvalidOperationException(
                    $"The topics '{first}' ({count} partitions) and '{source}' ({Partitions(source)}) "
                    + $"are read together by {string.Join(", ", subTopology.Queries)}, so they must have the same number of partitions.");
            }
        }

        return count;
    }

    private async Task CreateAsync(IAdminClient admin, Topology topology)
    {
        Dictionary<string, TopicDescriptor> topics = topology.Topics.ToDictionary(topic => topic.Name, StringComparer.Ordinal);
        foreach (TopicDescriptor topic in topology.Topics)
        {
            await CreateAsync(admin, names.Of(topic), Count(topic, topics, 0), topic.Replicas, Configuration(topic)).ConfigureAwait(false);
        }

        foreach (SubTopology subTopology in topology.SubTopologies)
        {
            foreach (StoreDescriptor store in subTopology.Stores)
            {
                long? retentionMs = topics.GetValueOrDefault(store.Changelog)?.RetentionMs;
                await CreateAsync(admin, names.Of(store), Tasks(subTopology), null, Compacted(retentionMs)).ConfigureAwait(false);
            }
        }
    }

    private async Task CreateAsync(
        IAdminClient admin, string name, int partitions, int? replicas, Dictionary<string, string> configuration)
    {
        if (_partitions.ContainsKey(name))
        {
            return;
        }

        try
        {
            await admin.CreateTopicsAsync(
            [
                new TopicSpecification
                {
                    Name = name,
                    NumPartitions = partitions,
                    ReplicationFactor = (short)(replicas ?? -1),
                    Configs = configuration,
                },
            ]).ConfigureAwait(false);
        }
        catch (CreateTopicsException error) when (error.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Another worker was faster.
            partitions = await CountAsync(admin, name).ConfigureAwait(false);
        }

        _partitions[name] = partitions;
    }

    private static async Task<int> CountAsync(IAdminClient admin, string name)
    {
        for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < Timeout; await Task.Delay(Rest).ConfigureAwait(false))
        {
            if (admin.GetMetadata(name, Timeout).Topics[0].Partitions.Count is var count and > 0)
            {
                return count;
            }
        }

        throw new KafkaException($"The topic '{name}' is there, and has no partitions after {Timeout.TotalSeconds:F0} s.");
    }

    // A topic that takes its count from another one takes that of the broker, where it is there.
    private int Count(TopicDescriptor topic, Dictionary<string, TopicDescriptor> topics, int depth)
    {
        if (_partitions.TryGetValue(names.Of(topic), out int known))
        {
            return known;
        }

        bool follows = topic.Partitions is null && topic.CopartitionedWith is not null && depth < topics.Count;
        return topic.Partitions
            ?? (follows && topics.TryGetValue(topic.CopartitionedWith!, out TopicDescriptor? other)
                ? Count(other, topics, depth + 1)
                : options.DefaultPartitions);
    }

    private static Dictionary<string, string> Configuration(TopicDescriptor topic) => topic.Kind switch
    {
        // Read once, by the task behind it; a record that retention took away before would be lost.
        TopicKind.Repartition => new() { ["cleanup.policy"] = "delete", ["retention.ms"] = "-1" },
        TopicKind.Changelog => Compacted(topic.RetentionMs),
        _ when topic.IsCompacted => Compacted(topic.RetentionMs),
        _ => Retained([], topic.RetentionMs),
    };

    private static Dictionary<string, string> Compacted(long? retentionMs) => Retained(
        new() { ["cleanup.policy"] = retentionMs is >= 0 ? "compact,delete" : "compact" }, retentionMs);

    private static Dictionary<string, string> Retained(Dictionary<string, string> configuration, long? retentionMs)
    {
        if (retentionMs is { } duration)
        {
            configuration["retention.ms"] = duration.ToString(CultureInfo.InvariantCulture);
        }

        return configuration;
    }
}
