using QueryGen.Topologies;

namespace QueryGen.Log;

/// <summary>
/// Makes the topics of a topology where they are missing, and says how many tasks a sub-topology has.
/// </summary>
internal sealed class TopicSetup(EmbeddedLog log, TopicNames names, int defaultPartitions)
{
    // What a TimeSpan can hold.
    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Makes all topics. One that exists keeps its partitions.</summary>
    /// <exception cref="InvalidOperationException">Topics that are read together differ in their
    /// partitions.</exception>
    public void Create(Topology topology)
    {
        Dictionary<string, TopicDescriptor> topics = topology.Topics.ToDictionary(topic => topic.Name, StringComparer.Ordinal);

        // A topic that takes its count from another one comes after it.
        foreach (TopicDescriptor topic in topology.Topics)
        {
            Create(topic, topics, depth: 0);
        }

        foreach (SubTopology subTopology in topology.SubTopologies)
        {
            foreach (StoreDescriptor store in subTopology.Stores)
            {
                TopicSettings settings = new() { IsCompacted = true, ReadPosition = names.ChangelogStarts(store) };
                log.GetOrCreateTopic(names.Of(store), Tasks(subTopology), settings);
            }
        }
    }

    /// <summary>One task a partition of the sources.</summary>
    /// <exception cref="InvalidOperationException">The sources differ in their partitions.</exception>
    public int Tasks(SubTopology subTopology)
    {
        LogTopic[] sources = [.. subTopology.Sources.Select(source => log.GetOrCreateTopic(names.Of(source), defaultPartitions))];
        int count = sources[0].PartitionCount;
        foreach (LogTopic source in sources)
        {
            if (source.PartitionCount != count)
            {
                throw new InvalidOperationException(
                    $"The topics '{sources[0].Name}' ({count} partitions) and '{source.Name}' ({source.PartitionCount}) "
                    + $"are read together by {string.Join(", ", subTopology.Queries)}, so they must have the same number of partitions.");
            }
        }

        return count;
    }

    private int Create(TopicDescriptor topic, Dictionary<string, TopicDescriptor> topics, int depth)
    {
        bool follows = topic.Partitions is null && topic.CopartitionedWith is not null && depth < topics.Count;
        int partitions = topic.Partitions
            ?? (follows && topics.TryGetValue(topic.CopartitionedWith!, out TopicDescriptor? other)
                ? Create(other, topics, depth + 1)
                : defaultPartitions);
        return log.GetOrCreateTopic(names.Of(topic), partitions, Settings(topic)).PartitionCount;
    }

    private TopicSettings Settings(TopicDescriptor topic) => topic.Kind switch
    {
        // What its one reader has committed, nobody reads again.
        TopicKind.Repartition => new TopicSettings
        {
            Retention = Timeout.InfiniteTimeSpan,
            RetentionBytes = long.MaxValue,
            ReadPosition = names.Positions(names.Of(topic)),
        },
        _ => new TopicSettings { IsCompacted = topic.IsCompacted, Retention = Duration(topic.RetentionMs) },
    };

    // Kafka's -1 is for ever.
    private static TimeSpan? Duration(long? milliseconds) => milliseconds switch
    {
        null => null,
        < 0 or > MostMilliseconds => Timeout.InfiniteTimeSpan,
        { } duration => TimeSpan.FromMilliseconds(duration),
    };
}
