using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Testing;

/// <summary>Gives a task the records of topics in memory.</summary>
internal sealed class MemoryRecordSource : IRecordSource
{
    private readonly MemoryPartition[] _sources;
    private readonly MemoryPartition[] _changelogs;
    private readonly long[] _next;
    private readonly int _partition;

    public MemoryRecordSource(MemoryLog log, SubTopology subTopology, int partition)
    {
        _partition = partition;
        _sources = [.. subTopology.Sources.Select(source => log.Topic(source.Topic).Partitions[partition])];
        _changelogs = [.. subTopology.Stores.Select(store => log.Topic(store.Changelog).Partitions[partition])];
        _next = [.. subTopology.Sources.Select(source => log.Positions.GetValueOrDefault((source.Topic, partition)))];
    }

    public bool TryRead(int source, out RecordBatch batch)
    {
        batch = new RecordBatch(_sources[source].From(_next[source]), _partition);
        _next[source] += batch.Count;
        return batch.Count > 0;
    }

    public long Lag(int source) => _sources[source].Count - _next[source];

    public (long First, long End) Changelog(int store) => (0, _changelogs[store].Count);

    public void Restore(int store, long fromOffset, RestoreBatch restore) =>
        restore(new RecordBatch(_changelogs[store].From(fromOffset), _partition));

    public void Dispose()
    {
        // The memory is the log's.
    }
}
