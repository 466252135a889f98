using System.Text;
using QueryGen.Log;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Log;

public sealed class EmbeddedLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Committed_records_are_read_in_their_order_with_all_their_parts()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogTransaction transaction = log.Begin();
        RecordBatchWriter writer = transaction.Writer(topic, 0);
        writer.Append(5_000, true, "k"u8, true, "value"u8, [2, 2, (byte)'h', 2, (byte)'x']);
        writer.Append(4_000, false, default, true, default);
        writer.Append(6_000, true, default, false, default);
        transaction.Commit();

        Assert.Equal(
            ["0@5000 k=value [0202680278]", "1@4000 null= [00]", "2@6000 =null [00]"],
            Read(topic, 0).Select(record => record.ToString()));
    }

    [Fact]
    public void Nothing_is_seen_before_the_commit_and_nothing_after_an_abort()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        LogTransaction transaction = log.Begin();
        transaction.Writer(topic, 0).Append(1, false, default, true, "lost"u8);
        Assert.Empty(Read(topic, 0));

        transaction.Abort();
        transaction.Writer(topic, 0).Append(1, false, default, true, "kept"u8);
        transaction.Commit();
        Assert.Equal(["kept"], Values(topic, 0));
    }

    [Fact]
    public void A_log_opened_again_holds_the_same_records_and_positions()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(_folder.Path))
        {
            Append(log, "ratings", 3, 2, "a", "b");
            LogTransaction transaction = log.Begin();
            transaction.SetPosition("group/ratings/2", 2);
            transaction.SetPosition("connector/x", "there"u8);
            transaction.Commit();
        }

        using EmbeddedLog again = EmbeddedLog.Open(_folder.Path);
        Assert.True(again.TryGetTopic("ratings", out LogTopic? topic));
        Assert.Equal(3, topic.PartitionCount);
        Assert.Equal(["a", "b"], Values(topic, 2));
        Assert.Equal(2, again.PositionNumber("group/ratings/2"));
        Assert.Equal("there"u8.ToArray(), again.Position("connector/x"));
        Append(again, "ratings", 3, 2, "c");
        Assert.Equal([0, 1, 2], Read(topic, 2).Select(record => record.Offset));
    }

    [Fact]
    public void Segments_roll_and_are_read_as_one()
    {
        EmbeddedLogOptions options = new() { SegmentBytes = 2_000, CommitFileBytes = 1_000 };
        string[] expected = [.. Enumerable.Range(0, 200).Select(number => $"value {number}")];
        using (EmbeddedLog log = EmbeddedLog.Open(_folder.Path, options))
        {
            foreach (string value in expected)
            {
                Append(log, "ratings", 1, 0, value);
            }

            Assert.Equal(expected, Values(log.GetOrCreateTopic("ratings", 1), 0));
        }

        Assert.True(Directory.GetFiles(_folder[Path.Combine("topics", "ratings", "0")], "*.log").Length > 3);
        Assert.Single(Directory.GetFiles(_folder.Path, "commits-*.log"));
        using EmbeddedLog again = EmbeddedLog.Open(_folder.Path, options);
        LogTopic topic = again.GetOrCreateTopic("ratings", 1);
        Assert.Equal(expected, Values(topic, 0));
        Assert.Equal(expected[150..], Read(topic, 0, from: 150).Select(record => record.Value));
    }

    [Fact]
    public void A_reader_that_waits_goes_on_with_what_comes()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions { SegmentBytes = 500 });
        LogTopic topic = log.GetOrCreateTopic("ratings", 1);
        using LogReader reader = new(topic, 0, 0);
        List<string> seen = [];
        for (int i = 0; i < 50; i++)
        {
            Append(log, "ratings", 1, 0, $"{i}", $"{i}b");
            while (reader.TryRead(out RecordBatch batch))
            {
                seen.AddRange(Copy(batch).Select(record => record.Value!));
            }
        }

        Assert.Equal(Enumerable.Range(0, 50).SelectMany(i => new[] { $"{i}", $"{i}b" }), seen);
        Assert.Equal(0, reader.Lag);
    }

    [Fact]
    public void Large_records_and_batches_come_whole()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        LogTopic topic = log.GetOrCreateTopic("large", 1);
        string[] values = [new('a', 3_000_000), new('b', 10), new('c', 300_000), new('d', 300_000)];
        Append(log, "large", 1, 0, values);
        Assert.Equal(values, Values(topic, 0));
        Assert.Equal(values[2..], Read(topic, 0, from: 2).Select(record => record.Value));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_Kafka_forbids_makes_no_topic(string name)
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        Assert.ThrowsAny<ArgumentException>(() => log.GetOrCreateTopic(name, 1));
    }

    [Fact]
    public async Task Writers_of_many_threads_lose_nothing()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        LogTopic topic = log.GetOrCreateTopic("ratings", 2);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Append(log, "ratings", 2, i % 2, $"{writer}/{i}");
            }
        })));

        string?[] all = [.. Values(topic, 0), .. Values(topic, 1)];
        Assert.Equal(400, all.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 200).Select(offset => (long)offset), Read(topic, 0).Select(record => record.Offset));
    }

    [Fact]
    public void A_position_without_bytes_is_taken_away()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(_folder.Path))
        {
            LogTransaction transaction = log.Begin();
            transaction.SetPosition("kept", 1);
            transaction.SetPosition("gone", 2);
            transaction.Commit();
            transaction.SetPosition("gone", default(ReadOnlySpan<byte>));
            transaction.Commit();
            Assert.Null(log.Position("gone"));
        }

        using EmbeddedLog again = EmbeddedLog.Open(_folder.Path);
        Assert.Equal((1, null), (again.PositionNumber("kept"), again.PositionNumber("gone")));
    }

    [Fact]
    public void Commits_that_are_flushed_are_counted()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions { FlushInterval = Timeout.InfiniteTimeSpan });
        Append(log, "ratings", 1, 0, "a");
        Append(log, "ratings", 1, 0, "b");
        Assert.Equal((2, 0), (log.CommitCount, log.DurableCommitCount));
        log.Flush();
        Assert.Equal((2, 2), (log.CommitCount, log.DurableCommitCount));
    }

    [Fact]
    public void With_a_flush_interval_of_zero_a_commit_is_durable_when_it_returns()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions { FlushInterval = TimeSpan.Zero });
        Append(log, "ratings", 1, 0, "a");
        Assert.Equal(1, log.DurableCommitCount);
        Assert.Equal(["a"], Values(log.GetOrCreateTopic("ratings", 1), 0));
    }

    [Fact]
    public async Task Commits_are_flushed_in_the_background()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions { FlushInterval = TimeSpan.FromMilliseconds(5) });
        Append(log, "ratings", 1, 0, "a");
        for (int i = 0; i < 1_000 && log.DurableCommitCount == 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(1, log.DurableCommitCount);
    }

    [Fact]
    public async Task A_commit_wakes_who_waits()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path);
        Task next = log.NextCommit();
        Assert.False(next.IsCompleted);
        Append(log, "ratings", 1, 0, "a");
        await next.WaitAsync(TimeSpan.FromSeconds(10));
    }

    internal static void Append(EmbeddedLog log, string topic, int partitions, int partition, params string[] values)
    {
        LogTransaction transaction = log.Begin();
        RecordBatchWriter writer = transaction.Writer(log.GetOrCreateTopic(topic, partitions), partition);
        foreach (string value in values)
        {
            writer.Append(1_000, false, default, true, Encoding.UTF8.GetBytes(value));
        }

        transaction.Commit();
    }

    internal static List<Copied> Read(LogTopic topic, int partition, long from = 0)
    {
        List<Copied> records = [];
        using LogReader reader = new(topic, partition, from);
        while (reader.TryRead(out RecordBatch batch))
        {
            records.AddRange(Copy(batch));
        }

        return records;
    }

    internal static IEnumerable<string?> Values(LogTopic topic, int partition) =>
        Read(topic, partition).Select(record => record.Value);

    private static List<Copied> Copy(RecordBatch batch)
    {
        List<Copied> records = [];
        for (int i = 0; i < batch.Count; i++)
        {
            ref readonly RecordRef record = ref batch[i];
            records.Add(new Copied(
                record.Offset,
                record.TimestampMs,
                record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
                record.HasValue ? Encoding.UTF8.GetString(record.Value) : null,
                Convert.ToHexString(record.Headers)));
        }

        return records;
    }

    internal sealed record Copied(long Offset, long TimestampMs, string? Key, string? Value, string Headers)
    {
        public override string ToString() => $"{Offset}@{TimestampMs} {Key ?? "null"}={Value ?? "null"} [{Headers}]";
    }
}
