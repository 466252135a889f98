using QueryGen.Serdes;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Log;

/// <summary>Takes a task's records and positions to the embedded log, in one transaction a commit.</summary>
internal sealed class EmbeddedRecordSink : IRecordSink
{
    private readonly LogTransaction _transaction;
    private readonly LogTopic[] _sinks;
    private readonly LogTopic[] _changelogs;

    // By sink and partition, so that a record costs no look-up.
    private readonly RecordBatchWriter?[][] _writers;
    private readonly string[] _positions;
    private readonly string[] _starts;
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
        _writers = [.. _sinks.Select(sink => new RecordBatchWriter?[sink.PartitionCount])];
        _starts = [.. subTopology.Stores.Select(store => names.ChangelogStart(store, partition))];
        _positions = [.. subTopology.Sources.Select(source => names.Position(source, partition))];
    }

    public bool IsFull => _isFull?.Invoke() ?? false;

    public void Write(int sink, OutputBuffer records)
    {
        LogTopic topic = _sinks[sink];
        RecordBatchWriter?[] writers = _writers[sink];
        int own = _partition % topic.PartitionCount;
        bool isWrong = PlantedBugs.Has(PlantedBug.WrongPartition);
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            int partition = !record.HasKey || isWrong ? own
                : writers.Length == 1 ? 0
                : Murmur2.Partition(records.PartitionKey(i), writers.Length);
            (writers[partition] ??= _transaction.Writer(topic, partition)).Append(in record);
        }
    }

    public void WriteChangelog(int store, OutputBuffer records)
    {
        RecordBatchWriter writer = _transaction.Writer(_changelogs[store], _partition);
        for (int i = 0; i < records.Count; i++)
        {
            writer.Append(records[i]);
        }
    }

    public void Expire(int store, long beforeMs) => _transaction.Writer(_changelogs[store], _partition).ExpiredBeforeMs = beforeMs;

    public void BeginChangelog(int store, long offset) => _transaction.SetPosition(_starts[store], offset);

    public void SetPosition(int source, long nextOffset) => _transaction.SetPosition(_positions[source], nextOffset);

    public void Commit() => _transaction.Commit();

    public void Dispose() => _transaction.Abort();
}
