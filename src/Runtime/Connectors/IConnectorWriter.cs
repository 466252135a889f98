namespace QueryGen.Connectors;

/// <summary>Takes the records of a source connector to its topic, and keeps its position: both together, or neither.</summary>
internal interface IConnectorWriter : IDisposable
{
    /// <summary>How many partitions the topic has.</summary>
    int Partitions { get; }

    /// <summary>The position of the last commit; null for a connector that never ran.</summary>
    string? Position { get; }

    /// <summary>Takes a record; copies it.</summary>
    void Append(
        int partition, long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value);

    /// <summary>Makes the records and the position visible and durable.</summary>
    void Commit(string position);

    /// <summary>Forgets the records since the last commit.</summary>
    void Abort();
}
