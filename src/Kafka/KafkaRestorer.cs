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

    /// <summary>The first offset of a partition, and the one behind its last record, committed or not.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public (long First, long End) Ends(string changelog, int partition)
    {
        KafkaException.ThrowIfFailed(
            LibRdKafka.rd_kafka_query_watermark_offsets(_observer, changelog, partition, out long low, out long high, QueryTimeoutMs),
            $"Asking for the end of {changelog}");
        return (low, high);
    }

    /// <summary>Hands records of a partition over, oldest first.</summary>
    /// <param name="changelog">The topic.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="from">The first offset.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="restore">Takes them.</param>
    /// <exception cref="KafkaException">The broker does not give it.</exception>
    public void Restore(string changelog, int partition, long from, long end, RestoreBatch restore)
    {
        if (from >= end)
        {
            return;
        }

        using KafkaConsumer reader = new(settings, settings.ApplicationId + "-restore");
        reader.Assign([(changelog, partition, from)]);
        PartitionBuffer buffer = reader.Buffer(changelog, partition)!;
        while (buffer.End < end || buffer.Count > 0)
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
