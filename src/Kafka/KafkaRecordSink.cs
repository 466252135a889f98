using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>Takes a task's records to its stream thread's producer. The thread commits for all of its tasks at once.</summary>
internal sealed class KafkaRecordSink : IRecordSink
{
    private readonly KafkaProducer _producer;
    private readonly Dictionary<(string Topic, int Partition), long> _positions;
    private readonly (nint Topic, int Partitions)[] _sinks;
    private readonly nint[] _changelogs;
    private readonly string[] _sources;
    private readonly int _partition;

    /// <param name="producer">The thread's.</param>
    /// <param name="positions">The thread's: what its next commit says of sources.</param>
    /// <param name="topics">Knows how many partitions a topic has.</param>
    /// <param name="names">What topics are called.</param>
    /// <param name="subTopology">What the task runs.</param>
    /// <param name="partition">The task's.</param>
    public KafkaRecordSink(
        KafkaProducer producer,
        Dictionary<(string Topic, int Partition), long> positions,
        KafkaTopics topics,
        TopicNames names,
        SubTopology subTopology,
        int partition)
    {
        _producer = producer;
        _positions = positions;
        _partition = partition;
        _sinks = [.. subTopology.Sinks.Select(sink => (producer.Topic(names.Of(sink)), topics.Partitions(names.Of(sink))))];
        _changelogs = [.. subTopology.Stores.Select(store => producer.Topic(names.Of(store)))];
        _sources = [.. subTopology.Sources.Select(names.Of)];
    }

    public void Write(int sink, OutputBuffer records)
    {
        (nint topic, int partitions) = _sinks[sink];
        int own = _partition % partitions;
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            _producer.Write(topic, record.HasKey ? Murmur2.Partition(records.PartitionKey(i), partitions) : own, in record);
        }
    }

    public void WriteChangelog(int store, OutputBuffer records)
    {
        for (int i = 0; i < records.Count; i++)
        {
            RecordRef record = records[i];
            _producer.Write(_changelogs[store], _partition, in record);
        }
    }

    public void SetPosition(int source, long nextOffset) => _positions[(_sources[source], _partition)] = nextOffset;

    public void Commit()
    {
        // The thread does, when all of its tasks have handed in what they have.
    }

    public void Dispose()
    {
        // The producer is the thread's.
    }
}
