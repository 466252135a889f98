using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Log;

/// <summary>Takes a task's records and positions to the embedded log, in one transaction a commit.</summary>
internal sealed class EmbeddedRecordSink : IRecordSink
{
    private readonly LogTransaction _transaction;
    private readonly LogTopic[] _sinks;
    private readonly LogTopic[] _changelogs;
    private readonly string[] _positions;
    private readonly int _partition;
    private readonly Func<bool>? _isFull;

    // isFull: whether those who read what is written here are too far behind; null: they never are.
    public EmbeddedRecordSink(EmbeddedLog log, TopicNames names, SubTopology subTopology, int partition, Func<bool>? isFull = null)
    {
        _isFull = isFull;
        _partition = partition;
        _transaction = log.Begin();
        _sinks = [.. subTopology.Sinks.Select(sink => EmbeddedRecordSource.Topic(log, names.Of(sink)))];
        _changelogs = [.. subTopology.Stores.Select(store => EmbeddedRecordSource.Topic(log, names.Of(store)))];
        _positions = [.. subTopology.Sources.Select(source => names.Position(source, partition))];
    }

    public bool IsFull => _isFull?.Invoke() ?? false;

    public void Write(int sink, OutputBuffer records)
    {
        LogTopic topic = _sinks[sink];
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            int partition = record.HasKey
                ? Murmur2.Partition(records.PartitionKey(i), topic.PartitionCount)
                : _partition % topic.PartitionCount;
            Append(topic, partition, in record);
        }
    }

    public void WriteChangelog(int store, OutputBuffer records)
    {
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            Append(_changelogs[store], _partition, in record);
        }
    }

    public void SetPosition(int source, long nextOffset) => _transaction.SetPosition(_positions[source], nextOffset);

    public void Commit() => _transaction.Commit();

    public void Dispose() => _transaction.Abort();

    private void Append(LogTopic topic, int partition, in RecordRef record) => _transaction.Writer(topic, partition).Append(
        record.TimestampMs, record.HasKey, record.Key, record.HasValue, record.Value, record.Headers);
}
