namespace QueryGen.Log;

/// <summary>A topic of the embedded log: a name and its partitions.</summary>
public sealed class LogTopic : IDisposable
{
    internal LogTopic(string name, PartitionLog[] partitions)
    {
        Name = name;
        Partitions = partitions;
    }

    /// <summary>The name, as in SQL's <c>kafka_topic</c>.</summary>
    public string Name { get; }

    /// <summary>How many partitions the topic has; fixed when it is made.</summary>
    public int PartitionCount => Partitions.Length;

    internal PartitionLog[] Partitions { get; }

    /// <summary>Offset of the oldest record held.</summary>
    public long FirstOffset(int partition) => Partitions[partition].FirstOffset;

    /// <summary>Offset behind the last committed record.</summary>
    public long CommittedOffset(int partition) => Partitions[partition].Committed.Offset;

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (PartitionLog partition in Partitions)
        {
            partition.Dispose();
        }
    }
}
