using System.Buffers.Binary;
using System.Text;
using QueryGen.Log;
using QueryGen.Testing.Simulation;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>Compaction: the last record of each key stays where it was; tombstones stay for their time.</summary>
public sealed class CompactionTests
{
    private static readonly TopicSettings s_compacted = new() { IsCompacted = true };

    private readonly SimulatedLog _simulated = new();

    public CompactionTests() =>
        _simulated.Options = _simulated.Options with { SegmentBytes = 1_000, DeleteRetention = TimeSpan.FromHours(1) };

    [Fact]
    public void The_last_record_of_each_key_stays_with_its_offset_timestamp_and_headers()
    {
        using (EmbeddedLog log = _simulated.Open())
        {
            LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
            for (int i = 0; i < 100; i++)
            {
                Put(log, topic, $"k{i % 7}", $"v{i}", timestampMs: 1_000 - i);
            }

            List<Copied> before = Read(topic, 0);
            log.Clean();
            CheckCompacted(before, Read(topic, 0));
            Assert.Contains(_simulated.Logger.Lines, line => line.Contains("compaction keeps 7 of ", StringComparison.Ordinal));
            Assert.Equal((0, 100), (topic.FirstOffset(0), topic.CommittedOffset(0)));
        }

        // What it left is found again, and its batches follow each other without a gap.
        using EmbeddedLog again = _simulated.Open();
        LogTopic found = again.GetOrCreateTopic("table", 1, s_compacted);
        Assert.Equal(7, Read(found, 0).Select(record => record.Key).Distinct().Count());
        Assert.Equal("v99", Read(found, 0, from: 99).Single().Value);
        CheckBatchesFollow(_simulated.Segments("table"));
    }

    [Fact]
    public void Segments_that_have_become_small_are_merged()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
        for (int i = 0; i < 400; i++)
        {
            Put(log, topic, $"k{i % 3}", $"v{i}");
        }

        int before = _simulated.Segments("table").Length;
        log.Clean();
        Put(log, topic, "other", new string('x', 900));
        Put(log, topic, "other", new string('y', 900));
        log.Clean();
        Assert.InRange(_simulated.Segments("table").Length, 2, before / 4);
        CheckBatchesFollow(_simulated.Segments("table"));
    }

    [Fact]
    public void Windows_go_when_a_commit_has_called_them_expired_and_what_says_the_layout_stays()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("changelog", 1, s_compacted);
        Put(log, topic, "", "the layout", timestampMs: 0);
        for (int i = 1; i < 100; i++)
        {
            Put(log, topic, $"window {i}", $"v{i}", timestampMs: i, expiredBeforeMs: i - 20);
        }

        // Nobody says anything: nothing goes.
        LogTopic other = log.GetOrCreateTopic("other", 1, s_compacted);
        for (int i = 1; i < 100; i++)
        {
            Put(log, other, $"window {i}", $"v{i}", timestampMs: i);
        }

        log.Clean();
        List<Copied> left = Read(topic, 0);
        Assert.Equal("the layout", left[0].Value);
        Assert.Equal(Enumerable.Range(79, 21).Select(i => $"v{i}"), left.Skip(1).Select(record => record.Value));
        Assert.Equal(99, Read(other, 0).Count);
    }

    [Fact]
    public void What_a_commit_that_failed_has_called_expired_stays()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("changelog", 1, s_compacted);
        for (int i = 1; i < 100; i++)
        {
            Put(log, topic, $"window {i}", $"v{i}", timestampMs: i, expiredBeforeMs: 50);
        }

        _simulated.Disk.Faults = new DiskFaults { CapacityBytes = 0 };
        Assert.Throws<IOException>(() => Put(log, topic, "last", "v", timestampMs: 1_000, expiredBeforeMs: 1_000));
        _simulated.Disk.Faults = DiskFaults.None;
        log.Clean();
        Assert.Equal("v50", Read(topic, 0)[0].Value);
    }

    [Fact]
    public void A_record_without_a_key_stays()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
        Append(log, "table", 1, 0, "no key");
        Append(log, "table", 1, 0, "no key");
        Close(log, topic);
        log.Clean();
        Assert.Equal([0, 1], Read(topic, 0).Where(record => record.Value == "no key").Select(record => record.Offset));
    }

    [Fact]
    public void A_tombstone_stays_for_its_time_and_then_goes()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
        Put(log, topic, "deleted", "value");
        Put(log, topic, "deleted", null);
        Put(log, topic, "kept", "value");
        Close(log, topic);
        log.Clean();
        Assert.Equal(["1@1000 deleted=null [00]", "2@1000 kept=value [00]"], Read(topic, 0).Take(2).Select(record => record.ToString()));

        // Its time begins when compaction first sees it, and a later run does not begin it anew.
        _simulated.Clock.Advance(TimeSpan.FromMinutes(40));
        Close(log, topic);
        log.Clean();
        Assert.Equal("deleted", Read(topic, 0)[0].Key);

        _simulated.Clock.Advance(TimeSpan.FromMinutes(21));
        Close(log, topic);
        log.Clean();
        Assert.Equal("2@1000 kept=value [00]", Read(topic, 0)[0].ToString());
        Assert.Equal((0, "kept"), (topic.FirstOffset(0), Read(topic, 0, from: 0)[0].Key));
    }

    [Fact]
    public void The_segment_that_is_written_to_is_left_alone()
    {
        using EmbeddedLog log = _simulated.Open();
        LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
        Put(log, topic, "k", "1");
        Put(log, topic, "k", "2");
        log.Clean();
        Assert.Equal(["1", "2"], EmbeddedLogTests.Values(topic, 0));
    }

    [Fact]
    public void Random_tables_keep_their_last_rows()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            SeededRandom random = new(seed);
            SimulatedLog simulated = new();
            simulated.Options = simulated.Options with
            {
                SegmentBytes = 300 + random.Next(2_000),
                DeleteRetention = TimeSpan.FromMinutes(random.Next(3)),
            };
            using EmbeddedLog log = simulated.Open();
            LogTopic topic = log.GetOrCreateTopic("table", 1, s_compacted);
            List<Copied> all = [];
            for (int round = 0; round < 5; round++)
            {
                for (int i = random.Next(60); i > 0; i--)
                {
                    string? value = random.Chance(0.3) ? null : $"{round}/{i} {new string('x', random.Next(100))}";
                    all.Add(new Copied(all.Count, 1_000, $"k{random.Next(10)}", value, "00"));
                    Put(log, topic, all[^1].Key!, value);
                }

                simulated.Clock.Advance(TimeSpan.FromMinutes(1));
                log.Clean();
                CheckCompacted(all, Read(topic, 0));
                CheckBatchesFollow(simulated, simulated.Segments("table"));
            }
        }
    }

    /// <summary>What is there was there; what is missing has a later record of its key, or is a tombstone.</summary>
    private static void CheckCompacted(List<Copied> before, List<Copied> after)
    {
        Dictionary<string, Copied> last = [];
        before.ForEach(record => last[record.Key!] = record);
        Assert.All(after, record => Assert.Equal(before[(int)record.Offset], record));
        Assert.Equal(after.Select(record => record.Offset).Order(), after.Select(record => record.Offset));
        Assert.All(last.Values.Where(record => record.Value is not null), record => Assert.Contains(record, after));

        // A tombstone is not taken away while an older row of its key is there.
        foreach (Copied row in after.Where(record => record.Value is not null && last[record.Key!].Value is null))
        {
            Assert.Contains(last[row.Key!], after);
        }
    }

    private void CheckBatchesFollow(string[] segments) => CheckBatchesFollow(_simulated, segments);

    private static void CheckBatchesFollow(SimulatedLog simulated, string[] segments)
    {
        long expected = 0;
        foreach (string segment in segments)
        {
            ReadOnlySpan<byte> rest = simulated.Bytes(segment);
            while (!rest.IsEmpty)
            {
                Assert.Equal(expected, RecordBatchLayout.FirstOffset(rest));
                Assert.Equal(2, rest[RecordBatchLayout.Magic]);
                expected = RecordBatchLayout.NextOffset(rest);
                rest = rest[(12 + BinaryPrimitives.ReadInt32BigEndian(rest[8..]))..];
            }
        }
    }

    private static void Put(
        EmbeddedLog log, LogTopic topic, string key, string? value, long timestampMs = 1_000, long expiredBeforeMs = long.MinValue)
    {
        LogTransaction transaction = log.Begin();
        RecordBatchWriter writer = transaction.Writer(topic, 0);
        writer.Append(timestampMs, true, Encoding.UTF8.GetBytes(key), value is not null, Encoding.UTF8.GetBytes(value ?? ""));
        writer.ExpiredBeforeMs = expiredBeforeMs;
        transaction.Commit();
    }

    /// <summary>Writes so much that what was there before is in closed segments.</summary>
    private static void Close(EmbeddedLog log, LogTopic topic)
    {
        Put(log, topic, "filler", new string('x', 1_000));
        Put(log, topic, "filler", new string('y', 1_000));
    }
}
