using QueryGen.Access;
using QueryGen.Kafka.Native;
using QueryGen.Serdes;

namespace QueryGen.Kafka;

/// <summary>Reads all partitions of a topic for one subscriber, in no group; committed records only.</summary>
internal sealed class KafkaSubscription : RecordSubscription
{
    private const int QueryTimeoutMs = 30_000;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);
    private readonly KafkaConsumer _consumer;

    public KafkaSubscription(KafkaSettings settings, string topic, int partitions, bool fromBeginning)
    {
        _consumer = new KafkaConsumer(settings, settings.ApplicationId + "-subscription");
        List<(string Topic, int Partition, long Offset)> assigned = [];
        for (int partition = 0; partition < partitions; partition++)
        {
            // The end is asked for now: what is written after the call must be seen.
            KafkaException.ThrowIfFailed(
                LibRdKafka.rd_kafka_query_watermark_offsets(
                    _consumer.Client, topic, partition, out long low, out long high, QueryTimeoutMs),
                $"Asking for the ends of {topic}");
            assigned.Add((topic, partition, fromBeginning ? low : high));
        }

        _consumer.Assign(assigned);
    }

    public override bool TryRead(BatchRead read)
    {
        if (_consumer.Buffers.All(buffer => buffer.Count == 0))
        {
            _ = _consumer.Poll(0);
        }

        foreach (PartitionBuffer buffer in _consumer.Buffers)
        {
            if (buffer.Count > 0 && buffer.TryRead(out RecordBatch batch))
            {
                read(batch);
                return true;
            }
        }

        return false;
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Rest, cancellationToken).ConfigureAwait(false);

    protected override void Dispose(bool disposing) => _consumer.Dispose();
}
