using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Testing;

/// <summary>Takes a task's records to topics in memory; they are visible from the commit on.</summary>
internal sealed class MemoryRecordSink(MemoryLog log, SubTopology subTopology, int partition) : IRecordSink
{
    private readonly List<(MemoryPartition Target, StagedRecord Record)> _staged = [];
    private readonly List<(int Source, long NextOffset)> _positions = [];

    public void Write(int sink, OutputBuffer records)
    {
        MemoryPartition[] partitions = log.Topic(subTopology.Sinks[sink].Topic).Partitions;
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            Stage(partitions[record.HasKey ? Murmur2.Partition(records.PartitionKey(i), partitions.Length) : partition], in record);
        }
    }

    public void WriteChangelog(int store, OutputBuffer records)
    {
        MemoryPartition changelog = log.Topic(subTopology.Stores[store].Changelog).Partitions[partition];
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            Stage(changelog, in record);
        }
    }

    public void SetPosition(int source, long nextOffset) => _positions.Add((source, nextOffset));

    public void Commit()
    {
        foreach ((MemoryPartition target, StagedRecord record) in _staged)
        {
            target.Append(in record);
        }

        foreach ((int source, long nextOffset) in _positions)
        {
            log.Positions[(subTopology.Sources[source].Topic, partition)] = nextOffset;
        }

        _staged.Clear();
        _positions.Clear();
    }

    public void Dispose()
    {
        _staged.Clear();
        _positions.Clear();
    }

    private void Stage(MemoryPartition target, in RecordRef record) => _staged.Add((target, target.Stage(in record)));
}
