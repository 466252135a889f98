using QueryGen.Kafka.Native;
using QueryGen.Serdes;
using QueryGen.Tasks;

namespace QueryGen.Kafka;

/// <summary>Reads changelogs from their beginning to their end.</summary>
/// <remarks>
/// The end is that of all records, those of open transactions counted: what a killed worker has left open must be decided before the
/// stores are known, and a reader of committed records comes to that end only then.
/// </remarks>
/// <param name="settings">Where to.</param>
/// <param name="step">Called again and again while it reads; may throw to end that.</param>
internal sealed class KafkaRestorer(KafkaSettings settings, Action step) : IDisposable
{
    private const int QueryTimeoutMs = 10_000;
    private const int PollMs = 20;
    private readonly nint _observer = settings.CreateObserver();
    private KafkaConsumer? _reader;

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

        _reader ??= new KafkaConsumer(settings, settings.ApplicationId + "-restore");
        _reader.Assign([(changelog, partition, from)]);
        PartitionBuffer buffer = _reader.Buffer(changelog, partition)!;
        while (buffer.End < end || buffer.Count > 0)
        {
            step();
            _ = _reader.Poll(PollMs);
            if (_reader.Problem is { } problem)
            {
                throw new KafkaException($"Restoring from {changelog} failed: {problem}.");
            }

            if (buffer.TryRead(out RecordBatch batch))
            {
                restore(batch);
            }
        }

        // Else it would go on fetching.
        _reader.Assign([]);
    }

    public void Dispose()
    {
        _reader?.Dispose();
        LibRdKafka.rd_kafka_destroy_flags(_observer, 0);
    }
}
