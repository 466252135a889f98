namespace QueryGen.Log;

/// <summary>A topic of the embedded log: a name and its partitions.</summary>
public sealed class LogTopic
{
    private volatile TopicSettings _settings = TopicSettings.Default;

    internal LogTopic(string name, PartitionLog[] partitions)
    {
        Name = name;
        Partitions = partitions;
    }

    /// <summary>The name, as in SQL's <c>kafka_topic</c>.</summary>
    public string Name { get; }

    /// <summary>How many partitions the topic has; fixed when it is made.</summary>
    public int PartitionCount => Partitions.Length;

    /// <summary>How it keeps its records. Not kept on disk: who runs the log says it at each start.</summary>
    public TopicSettings Settings
    {
        get => _settings;
        internal set => _settings = value;
    }

    internal PartitionLog[] Partitions { get; }

    /// <summary>Offset of the oldest record held.</summary>
    public long FirstOffset(int partition) => Partitions[partition].FirstOffset;

    /// <summary>Offset behind the last committed record.</summary>
    public long CommittedOffset(int partition) => Partitions[partition].CommittedOffset;

    /// <summary>Closes the files.</summary>
    internal void Dispose()
    {
        foreach (PartitionLog partition in Partitions)
        {
            partition.Dispose();
        }
    }
}
