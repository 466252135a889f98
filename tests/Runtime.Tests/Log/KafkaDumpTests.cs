using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QueryGen.Log;
using QueryGen.Testing;
using Xunit;
using static QueryGen.Tests.Log.EmbeddedLogTests;

namespace QueryGen.Tests.Log;

/// <summary>Kafka reads the segments that the log writes, and finds in them what was written.</summary>
public sealed partial class KafkaDumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    public void Dispose() => _folder.Dispose();

    [KafkaFact]
    public void Kafka_finds_every_record_with_all_its_parts()
    {
        List<Copied> expected;
        using (EmbeddedLog log = Open())
        {
            LogTopic topic = log.GetOrCreateTopic("ratings", 1);
            LogTransaction transaction = log.Begin();
            RecordBatchWriter writer = transaction.Writer(topic, 0);
            byte[] header = [2, 6, .. "abc"u8, 4, .. "xy"u8];
            for (int i = 0; i < 3_000; i++)
            {
                byte[] key = Encoding.UTF8.GetBytes($"key {i}");
                byte[] value = Encoding.UTF8.GetBytes(new string((char)('a' + (i % 26)), i % 400));
                writer.Append(1_700_000_000_000 - (i * 7), i % 5 != 0, key, i % 11 != 0, value, i % 3 == 0 ? header : default);
                if (i % 700 == 699)
                {
                    transaction.Commit();
                }
            }

            transaction.Commit();
            expected = Read(topic, 0);
        }

        string[] lines = KafkaTools.DumpLog(Segments());
        Assert.All(lines.Where(line => line.StartsWith("baseOffset", StringComparison.Ordinal)), line =>
            Assert.Contains("magic: 2 compresscodec: none", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.StartsWith("baseOffset", StringComparison.Ordinal)), line => Assert.EndsWith("isvalid: true", line));
        Assert.DoesNotContain(lines, line => line.StartsWith("Non-consecutive", StringComparison.Ordinal));
        Assert.Equal(3_000, expected.Count);
        Assert.Equal(expected.Select(Line), lines.Where(line => line.StartsWith('|')));
    }

    [KafkaFact]
    public void Kafka_reads_what_compaction_leaves()
    {
        List<Copied> expected;
        using (EmbeddedLog log = Open())
        {
            LogTopic topic = log.GetOrCreateTopic("ratings", 1, new TopicSettings { IsCompacted = true });
            LogTransaction transaction = log.Begin();
            for (int i = 0; i < 2_000; i++)
            {
                byte[] value = Encoding.UTF8.GetBytes($"value {i} {new string('x', 100)}");
                transaction.Writer(topic, 0).Append(_clock.NowMs, true, Encoding.UTF8.GetBytes($"key {i % 37}"), i % 10 != 0, value);
                if (i % 20 == 19)
                {
                    transaction.Commit();
                }
            }

            log.Clean();
            expected = Read(topic, 0);
        }

        Assert.InRange(expected.Count, 37, 1_000);
        string[] lines = KafkaTools.DumpLog(Segments());
        string[] batches = [.. lines.Where(line => line.StartsWith("baseOffset", StringComparison.Ordinal))];
        Assert.All(batches, line => Assert.EndsWith("isvalid: true", line));
        long horizonMs = _clock.NowMs + 86_400_000;
        Assert.Contains(batches, line => line.Contains($"deleteHorizonMs: OptionalLong[{horizonMs}]", StringComparison.Ordinal));
        Assert.Equal(expected.Select(Line), lines.Where(line => line.StartsWith('|')).Select(line => NotConsecutive().Replace(line, "")));

        // Each batch begins where the former one ends.
        long next = 0;
        foreach (Match batch in batches.Select(line => Offsets().Match(line)))
        {
            Assert.Equal(next, long.Parse(batch.Groups[1].Value, CultureInfo.InvariantCulture));
            next = long.Parse(batch.Groups[2].Value, CultureInfo.InvariantCulture) + 1;
        }

        Assert.Equal(2_000, next);
    }

    private EmbeddedLog Open() => EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions
    {
        SegmentBytes = 100_000,
        FlushInterval = Timeout.InfiniteTimeSpan,
        CleanInterval = Timeout.InfiniteTimeSpan,
        Clock = _clock,
    });

    private string[] Segments()
    {
        string[] segments = Directory.GetFiles(_folder[Path.Combine("topics", "ratings", "0")], "*.log");
        Array.Sort(segments, StringComparer.Ordinal);
        Assert.True(segments.Length > 1);
        return segments;
    }

    /// <summary>A record as kafka-dump-log.sh prints it.</summary>
    private static string Line(Copied record)
    {
        string headers = record.Headers == "00" ? "" : "abc";
        return string.Create(CultureInfo.InvariantCulture, $"| offset: {record.Offset} CreateTime: {record.TimestampMs} ")
            + string.Create(CultureInfo.InvariantCulture, $"keySize: {record.Key?.Length ?? -1} valueSize: {record.Value?.Length ?? -1} ")
            + $"sequence: -1 headerKeys: [{headers}]"
            + (record.Key is null ? "" : $" key: {record.Key}") + (record.Value is null ? "" : $" payload: {record.Value}");
    }

    // Where offsets are missing it says so, in the same line.
    [GeneratedRegex("Non-consecutive offsets in .*$")]
    private static partial Regex NotConsecutive();

    [GeneratedRegex("^baseOffset: ([0-9]+) lastOffset: ([0-9]+) ")]
    private static partial Regex Offsets();
}
