using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Durability.Crash;

/// <summary>What a worker that was killed has left in its topics.</summary>
internal interface ICrashTopics
{
    /// <summary>How many committed records a partition has had, those that compaction has taken counted.</summary>
    long Count(string topic, int partition);

    /// <summary>The committed records of a partition, each with its number among all that there were.</summary>
    IReadOnlyList<(long Number, Fact Row)> Read(string topic, int partition);
}

/// <summary>Topics of an embedded log.</summary>
internal sealed class EmbeddedCrashTopics(EmbeddedLog log) : ICrashTopics
{
    public long Count(string topic, int partition) => Topic(topic).CommittedOffset(partition);

    public IReadOnlyList<(long Number, Fact Row)> Read(string topic, int partition)
    {
        LogTopic found = Topic(topic);
        List<(long, Fact)> rows = [];
        using LogReader reader = new(found, partition, found.FirstOffset(partition));
        while (reader.TryRead(out RecordBatch batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                RecordRef record = batch[i];
                rows.Add((record.Offset, Fact.Of(record.Key, record.Value, record.TimestampMs, CrashVerifier.IsWindowed(topic))));
            }
        }

        return rows;
    }

    private LogTopic Topic(string name) => log.GetOrCreateTopic(name, CrashWorker.Partitions);
}
