using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Testing.Simulation;

/// <summary>
/// Every record that a run's log has ever shown: they must never change, and none may go but those that a power failure may take,
/// compaction, or retention.
/// </summary>
internal sealed class TopicHistory(TraceHash trace, Action<string> tell)
{
    private readonly Dictionary<(string Topic, int Partition), List<TestRecord>> _records = [];
    private readonly Dictionary<(string Topic, int Partition), long> _expiredBeforeMs = [];
    private Dictionary<(string Topic, int Partition), long> _durable = [];

    /// <summary>The records of a partition, from offset 0 on, also those that are compacted or deleted.</summary>
    public IReadOnlyList<TestRecord> Of(string topic, int partition) => _records.GetValueOrDefault((topic, partition)) ?? [];

    /// <summary>Partitions of a topic that were seen.</summary>
    public int Partitions(string topic) => _records.Keys.Count(key => key.Topic == topic);

    /// <summary>Takes in what was committed since the last call.</summary>
    /// <param name="log">The log.</param>
    /// <param name="windowSizeMs">Of a topic's keys; 0 for sessions, null for none.</param>
    /// <param name="areAllDurable">A commit is on the disk before anybody sees it.</param>
    public void Observe(EmbeddedLog log, Func<string, long?> windowSizeMs, bool areAllDurable)
    {
        foreach (LogTopic topic in log.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            for (int partition = 0; partition < topic.PartitionCount; partition++)
            {
                List<TestRecord> known = Known(topic.Name, partition);
                if (topic.CommittedOffset(partition) > known.Count)
                {
                    Read(topic, partition, known.Count, windowSizeMs(topic.Name), Take);
                    tell($"  {topic.Name}/{partition} has {known.Count}");
                }

                Expect(known.Count == topic.CommittedOffset(partition), topic.Name, partition, known.Count, "is missing");
                long expiredBeforeMs = _expiredBeforeMs.GetValueOrDefault((topic.Name, partition), long.MinValue);
                _expiredBeforeMs[(topic.Name, partition)] = Math.Max(topic.Partitions[partition].ExpiredBeforeMs, expiredBeforeMs);

                void Take(TestRecord record)
                {
                    Expect(record.Offset == known.Count, topic.Name, partition, known.Count, "is missing");
                    known.Add(record);
                    trace.Add(record.TimestampMs);
                    trace.Add(record.Key.GetValueOrDefault().Span);
                    trace.Add(record.Value.GetValueOrDefault().Span);
                }
            }
        }

        if (areAllDurable || log.DurableCommitCount == log.CommitCount)
        {
            _durable = _records.ToDictionary(pair => pair.Key, pair => (long)pair.Value.Count);
        }
    }

    /// <summary>Compares all that a log holds after a restart, and forgets what a power failure has taken.</summary>
    /// <param name="log">The log, just opened.</param>
    /// <param name="mayLose">
    /// Commits that were not on disk may be gone. False: only the process has ended, and nothing may be.
    /// </param>
    public void Reopen(EmbeddedLog log, bool mayLose)
    {
        Compare(log, isDamaged: false);
        foreach (((string name, int partition), List<TestRecord> known) in _records)
        {
            long end = log.TryGetTopic(name, out LogTopic? topic) ? topic.CommittedOffset(partition) : 0;
            long least = mayLose ? _durable.GetValueOrDefault((name, partition)) : known.Count;
            Expect(end >= least, name, partition, end, "was committed and is gone after a restart");
            if (end < known.Count)
            {
                tell($"  {name}/{partition} has lost {known.Count - end} of {known.Count}");
                known.RemoveRange((int)end, known.Count - (int)end);
            }
        }
    }

    /// <summary>Every record that a log gives is the one that was there before, and none is missing without a reason.</summary>
    /// <param name="log">The log.</param>
    /// <param name="isDamaged">
    /// A damage at the very end looks like a torn commit: the log may end before what compaction and retention had reasons to take.
    /// </param>
    public void Compare(EmbeddedLog log, bool isDamaged)
    {
        foreach (LogTopic topic in log.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            for (int partition = 0; partition < topic.PartitionCount; partition++)
            {
                List<TestRecord> known = Known(topic.Name, partition);
                HashSet<long> found = [];
                Read(topic, partition, topic.FirstOffset(partition), null, record =>
                {
                    // What is not known was committed a moment before the end, and is seen for the first time.
                    bool isSame = record.Offset >= known.Count || IsSame(record, known[(int)record.Offset]);
                    Expect(isSame, topic.Name, partition, record.Offset, $"has changed to {record}");
                    found.Add(record.Offset);
                });
                if (!isDamaged || topic.Settings is { IsCompacted: false, ReadPosition: null })
                {
                    CheckMissing(log, topic, partition, known, found);
                }
            }
        }
    }

    private List<TestRecord> Known(string topic, int partition)
    {
        if (!_records.TryGetValue((topic, partition), out List<TestRecord>? known))
        {
            _records.Add((topic, partition), known = []);
        }

        return known;
    }

    private void CheckMissing(EmbeddedLog log, LogTopic topic, int partition, List<TestRecord> known, HashSet<long> found)
    {
        long end = Math.Min(known.Count, topic.CommittedOffset(partition));
        if (found.Count >= end)
        {
            return;
        }

        // Whether a store did well to call them expired shows in what it holds after a restart.
        long expiredBeforeMs = _expiredBeforeMs.GetValueOrDefault((topic.Name, partition), long.MinValue);
        long read = topic.Settings.ReadPosition is { } position ? log.PositionNumber($"{position}/{partition}") ?? 0 : 0;
        HashSet<string> later = new(StringComparer.Ordinal);
        for (long offset = end - 1; offset >= 0; offset--)
        {
            TestRecord record = known[(int)offset];
            bool isLast = later.Add(Convert.ToHexString(record.Key.GetValueOrDefault().Span));
            bool isExpired = record.Key is { IsEmpty: false } && record.TimestampMs < expiredBeforeMs;
            bool isObsolete = !isLast || isExpired || record.Value is null || offset < topic.FirstOffset(partition);
            bool mayGo = offset < read || (topic.Settings.IsCompacted && isObsolete);
            Expect(mayGo || found.Contains(offset), topic.Name, partition, offset, "is missing");
        }
    }

    private static void Read(LogTopic topic, int partition, long offset, long? windowSizeMs, Action<TestRecord> take)
    {
        using LogReader reader = new(topic, partition, offset);
        while (reader.TryRead(out RecordBatch batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                take(new TestRecord(in batch[i], partition, windowSizeMs));
            }
        }
    }

    private static bool IsSame(TestRecord one, TestRecord other) =>
        one.TimestampMs == other.TimestampMs
        && one.Key.HasValue == other.Key.HasValue && one.Value.HasValue == other.Value.HasValue
        && one.Key.GetValueOrDefault().Span.SequenceEqual(other.Key.GetValueOrDefault().Span)
        && one.Value.GetValueOrDefault().Span.SequenceEqual(other.Value.GetValueOrDefault().Span);

    private static void Expect(bool isTrue, string topic, int partition, long offset, string problem)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException($"Record {offset} of {topic}, partition {partition}, {problem}.");
        }
    }
}
