using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Tasks;

namespace QueryGen.Kafka;

/// <summary>Reads changelogs from their beginning to their end.</summary>
/// <remarks>
/// The end is that of all records, those of open transactions counted: what a killed worker has left open must be decided before the
/// stores are known, and a reader of committed records comes to that end only then.
/// </remarks>
internal sealed class KafkaRestorer(KafkaSettings settings) : IDisposable
{
    private const int QueryTimeoutMs = 30_000;
    private readonly nint _observer = settings.CreateObserver();

    /// <summary>Hands every record of a partition over, oldest first.</summary>
    /// <exception cref="KafkaException">The broker does not give it.</exception>
    public void Restore(string changelog, int partition, RestoreBatch restore)
    {
        KafkaException.ThrowIfFailed(
            LibRdKafka.rd_kafka_query_watermark_offsets(_observer, changelog, partition, out long low, out long high, QueryTimeoutMs),
            $"Asking for the end of {changelog}");
        if (low >= high)
        {
            return;
        }

        using KafkaConsumer reader = new(settings, settings.ApplicationId + "-restore");
        reader.Assign([(changelog, partition, low)]);
        PartitionBuffer buffer = reader.Buffer(changelog, partition)!;
        while (buffer.End < high || buffer.Count > 0)
        {
            _ = reader.Poll(100);
            if (reader.Problem is { } problem)
            {
                throw new KafkaException($"Restoring from {changelog} failed: {problem}.");
            }

            if (buffer.TryRead(out RecordBatch batch))
            {
                restore(batch);
            }
        }
    }

    public void Dispose() => LibRdKafka.rd_kafka_destroy_flags(_observer, 0);
}
