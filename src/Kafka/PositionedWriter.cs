using System.Text;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;

namespace QueryGen.Kafka;

/// <summary>
/// Writes records in transactions, each with a text that says how far the writer has come: the metadata of a position in a group of
/// the writer's own. Of several writers of one name the newest goes on, and the others are fenced.
/// </summary>
internal sealed unsafe class PositionedWriter : IDisposable
{
    private const int QueryTimeoutMs = 10_000;
    private readonly KafkaProducer _producer;
    private readonly string _group;
    private readonly string _topic;
    private long _commits;

    /// <param name="settings">Where to.</param>
    /// <param name="name">Names group and transactional id; the same one over restarts.</param>
    /// <param name="topic">A topic that is there; the position is kept for its first partition.</param>
    /// <param name="patience">How long Kafka is waited for.</param>
    public PositionedWriter(KafkaSettings settings, string name, string topic, KafkaPatience patience)
    {
        _group = name;
        _topic = topic;

        // First, so that what a former writer has left open is decided when the position is read.
        _producer = new KafkaProducer(settings, name, patience);
        try
        {
            (Position, _commits) = Read(settings, name, topic);
        }
        catch
        {
            _producer.Dispose();
            throw;
        }
    }

    /// <summary>What the last commit said; null: there was none.</summary>
    public string? Position { get; private set; }

    /// <summary>What the last commit of a writer said; null: there was none. Fences nobody.</summary>
    public static (string? Position, long Commits) Read(KafkaSettings settings, string name, string topic)
    {
        using KafkaConsumer reader = new(settings, name);
        NativeTopicPartitionList* list = LibRdKafka.rd_kafka_topic_partition_list_new(1);
        try
        {
            NativeTopicPartition* entry = LibRdKafka.rd_kafka_topic_partition_list_add(list, topic, 0);
            KafkaException.ThrowIfFailed(
                LibRdKafka.rd_kafka_committed(reader.Client, list, QueryTimeoutMs), $"Reading the position of {name}");
            KafkaException.ThrowIfFailed(entry->Error, $"Reading the position of {name}");
            return entry->Offset < 0
                ? (null, 0)
                : (Encoding.UTF8.GetString((byte*)entry->Metadata, (int)entry->MetadataLength), entry->Offset);
        }
        finally
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(list);
        }
    }

    /// <summary>Takes a record; copies it.</summary>
    public void Write(string topic, int partition, in RecordRef record) => _producer.Write(_producer.Topic(topic), partition, in record);

    /// <summary>Makes the records and the position visible.</summary>
    public void Commit(string position)
    {
        NativeTopicPartitionList* list = LibRdKafka.rd_kafka_topic_partition_list_new(1);
        try
        {
            NativeTopicPartition* entry = LibRdKafka.rd_kafka_topic_partition_list_add(list, _topic, 0);
            entry->Offset = _commits + 1;
            byte[] text = Encoding.UTF8.GetBytes(position);
            fixed (byte* start = text)
            {
                entry->Metadata = (nint)start;
                entry->MetadataLength = (nuint)text.Length;
                try
                {
                    _producer.Commit(_group, list);
                }
                finally
                {
                    // The list would free it.
                    entry->Metadata = 0;
                    entry->MetadataLength = 0;
                }
            }

            _commits++;
            Position = position;
        }
        finally
        {
            LibRdKafka.rd_kafka_topic_partition_list_destroy(list);
        }
    }

    /// <summary>Takes back what is not committed.</summary>
    public void Abort() => _producer.Abort();

    public void Dispose() => _producer.Dispose();
}
