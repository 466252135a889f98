using System.Globalization;
using System.Text;
using QueryGen.Log;
using QueryGen.Serdes;
using QueryGen.Testing.Simulation;

namespace QueryGen.Tests.Log;

/// <summary>
/// What a log should hold: all commits that were tried, in their order. A log that was opened again must show what the first of them
/// left, none of those that were durable missing, and nothing else.
/// </summary>
internal sealed class LogModel(int topics, int partitions)
{
    private readonly List<Commit> _commits = [];

    // The end of each partition after each commit; the first one is before all commits.
    private readonly List<long[]> _ends = [new long[topics * partitions]];

    /// <summary>How many of the commits a power failure may not take.</summary>
    public int Durable { get; set; }

    /// <summary>Commits tried.</summary>
    public int Count => _commits.Count;

    /// <summary>A topic of the model; the first one may be cut by retention, the last one is compacted.</summary>
    public static string TopicName(int topic) => string.Create(CultureInfo.InvariantCulture, $"topic{topic}");

    /// <summary>Makes topics where they are missing.</summary>
    public LogTopic[] Topics(EmbeddedLog log, TopicSettings first, TopicSettings last) =>
        [.. Enumerable.Range(0, topics).Select(topic =>
            log.GetOrCreateTopic(TopicName(topic), partitions, topic == 0 ? first : topic == topics - 1 ? last : null))];

    /// <summary>Fills a transaction with something random, and remembers it as tried.</summary>
    public void Fill(LogTransaction transaction, LogTopic[] names, SeededRandom random)
    {
        Commit commit = new();
        long[] ends = [.. _ends[^1]];
        for (int parts = 1 + random.Next(3); parts > 0; parts--)
        {
            int topic = random.Next(topics);
            int partition = random.Next(partitions);
            RecordBatchWriter writer = transaction.Writer(names[topic], partition);
            for (int records = 1 + random.Next(5); records > 0; records--)
            {
                string key = $"k{random.Next(6)}";
                string? value = random.Chance(0.2) ? null : $"{_commits.Count}.{records} {new string('x', random.Next(300))}";
                writer.Append(1_000 + _commits.Count, true, Encoding.UTF8.GetBytes(key), value is not null, Encoding.UTF8.GetBytes(value ?? ""));
                commit.Records.Add(((topic, partition), new Record(key, value)));
                ends[(topic * partitions) + partition]++;
            }
        }

        for (int positions = random.Next(3); positions > 0; positions--)
        {
            string name = $"position{random.Next(4)}";
            string value = random.Chance(0.1) ? "" : $"{_commits.Count} {new string('p', random.Next(20))}";
            transaction.SetPosition(name, Encoding.UTF8.GetBytes(value));
            commit.Positions[name] = value;
        }

        _commits.Add(commit);
        _ends.Add(ends);
    }

    /// <summary>The last commit tried did not happen.</summary>
    public void Forget() => Keep(_commits.Count - 1);

    /// <summary>
    /// Finds out how many commits a log shows, checks that it shows all that they wrote and nothing else, and forgets the others.
    /// </summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void Check(EmbeddedLog log)
    {
        long[] shown = Ends(log);

        // Commits of nothing but positions show no records, so several prefixes may fit: the positions tell which it is.
        int kept = _commits.Count;
        while (kept >= 0 && !(_ends[kept].AsSpan().SequenceEqual(shown) && SamePositions(log, kept)))
        {
            kept--;
        }

        if (kept < 0)
        {
            throw new InvalidOperationException(
                $"No first n of {_commits.Count} commits leave the ends {string.Join(", ", shown)} and these positions.");
        }

        if (kept < Durable)
        {
            throw new InvalidOperationException($"{kept} commits are there, and {Durable} were durable.");
        }

        Keep(kept);
        for (int i = 0; i < shown.Length; i++)
        {
            CheckRecords(log, i / partitions, i % partitions);
        }
    }

    private void Keep(int commits)
    {
        _commits.RemoveRange(commits, _commits.Count - commits);
        _ends.RemoveRange(commits + 1, _ends.Count - commits - 1);
    }

    private long[] Ends(EmbeddedLog log)
    {
        long[] ends = new long[topics * partitions];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = log.TryGetTopic(TopicName(i / partitions), out LogTopic? topic) ? topic.CommittedOffset(i % partitions) : 0;
        }

        return ends;
    }

    private bool SamePositions(EmbeddedLog log, int commits)
    {
        Dictionary<string, string> expected = [];
        foreach ((string name, string value) in _commits.Take(commits).SelectMany(commit => commit.Positions))
        {
            expected[name] = value;
        }

        return Enumerable.Range(0, 4).Select(number => $"position{number}").All(name =>
            (log.Position(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : "") == expected.GetValueOrDefault(name, ""));
    }

    private void CheckRecords(EmbeddedLog log, int topic, int partition)
    {
        if (!log.TryGetTopic(TopicName(topic), out LogTopic? found))
        {
            return;
        }

        List<Record> all = [.. _commits.SelectMany(commit => commit.Records)
            .Where(record => record.Partition == (topic, partition)).Select(record => record.Record)];
        SortedDictionary<long, Record> read = [];
        using LogReader reader = new(found, partition, found.FirstOffset(partition));
        while (reader.TryRead(out RecordBatch batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                read.Add(batch[i].Offset, new Record(
                    Encoding.UTF8.GetString(batch[i].Key), batch[i].HasValue ? Encoding.UTF8.GetString(batch[i].Value) : null));
            }
        }

        foreach ((long offset, Record record) in read)
        {
            if (record != all[(int)offset])
            {
                throw new InvalidOperationException($"{topic}/{partition}: record {offset} is {record}, not {all[(int)offset]}.");
            }
        }

        CheckMissing(topic, partition, all, read, found.FirstOffset(partition));
    }

    /// <summary>Records go by compaction only, for a later one of their key; tombstones may go with their time.</summary>
    private void CheckMissing(int topic, int partition, List<Record> all, SortedDictionary<long, Record> read, long first)
    {
        Dictionary<string, int> last = [];
        for (int offset = 0; offset < all.Count; offset++)
        {
            last[all[offset].Key] = offset;
        }

        for (int offset = 0; offset < all.Count; offset++)
        {
            bool mayGo = topic == topics - 1 ? last[all[offset].Key] > offset || all[offset].Value is null : offset < first;
            if (!read.ContainsKey(offset) && !mayGo)
            {
                throw new InvalidOperationException($"{topic}/{partition}: record {offset}, {all[offset]}, is missing.");
            }
        }
    }

    internal sealed record Record(string Key, string? Value);

    private sealed class Commit
    {
        public List<((int Topic, int Partition) Partition, Record Record)> Records { get; } = [];

        public Dictionary<string, string> Positions { get; } = [];
    }
}
