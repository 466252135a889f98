using System.Text;
using QueryGen.Log;

namespace QueryGen.Connectors;

/// <summary>Takes the records of a source connector to the embedded log.</summary>
internal sealed class EmbeddedConnectorWriter(EmbeddedLog log, LogTopic topic, string connector) : IConnectorWriter
{
    private readonly LogTransaction _transaction = log.Begin();
    private readonly string _positionName = $"connector/{connector}";

    public int Partitions => topic.PartitionCount;

    public string? Position => log.Position(_positionName) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public void Append(
        int partition, long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value) =>
        _transaction.Writer(topic, partition).Append(timestampMs, hasKey, key, hasValue, value);

    public void Commit(string position)
    {
        _transaction.SetPosition(_positionName, Encoding.UTF8.GetBytes(position));
        _transaction.Commit();
    }

    public void Abort() => _transaction.Abort();

    public void Dispose()
    {
        // What is not committed is in memory only.
    }
}
