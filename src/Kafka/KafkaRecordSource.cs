using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>Gives a task what its stream thread has fetched for its partition.</summary>
internal sealed class KafkaRecordSource(
    KafkaConsumer consumer, KafkaRestorer restorer, TopicNames names, SubTopology subTopology, int partition) : IRecordSource
{
    private readonly PartitionBuffer[] _buffers =
        [.. subTopology.Sources.Select(source => consumer.Buffer(names.Of(source), partition)!)];

    private readonly Dictionary<int, (long First, long End)> _changelogs = [];

    public bool TryRead(int source, out RecordBatch batch) => _buffers[source].TryRead(out batch);

    public long Lag(int source) => _buffers[source].Lag;

    /// <inheritdoc/>
    /// <remarks>Asked for once: the task that had the partition before has written its last record when this one is made.</remarks>
    public (long First, long End) Changelog(int store)
    {
        if (!_changelogs.TryGetValue(store, out (long First, long End) ends))
        {
            ends = restorer.Ends(names.Of(subTopology.Stores[store]), partition);
            _changelogs.Add(store, ends);
        }

        return ends;
    }

    public void Restore(int store, long fromOffset, RestoreBatch restore) =>
        restorer.Restore(names.Of(subTopology.Stores[store]), partition, fromOffset, Changelog(store).End, restore);

    public void Dispose()
    {
        // The buffers are the consumer's.
    }
}
