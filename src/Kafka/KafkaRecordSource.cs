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

    public bool TryRead(int source, out RecordBatch batch) => _buffers[source].TryRead(out batch);

    public long Lag(int source) => _buffers[source].Lag;

    public void Restore(int store, RestoreBatch restore) => restorer.Restore(names.Of(subTopology.Stores[store]), partition, restore);

    public void Dispose()
    {
        // The buffers are the consumer's.
    }
}
