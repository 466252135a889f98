using System.Buffers.Binary;
using QueryGen.Log;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>Writers, readers, flushes and cleaning at once, on the real disk.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private const int Writers = 3;
    private const int Commits = 400;
    private const int Keys = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Everybody_sees_whole_batches_in_order_while_segments_come_and_go(int flushIntervalMs)
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions
        {
            SegmentBytes = 4_000,
            CommitFileBytes = 8_000,
            FlushInterval = TimeSpan.FromMilliseconds(flushIntervalMs),
            CleanInterval = TimeSpan.FromMilliseconds(3),
        });
        LogTopic stream = log.GetOrCreateTopic("stream", 1);
        LogTopic table = log.GetOrCreateTopic("table", 1, new TopicSettings { IsCompacted = true });
        LogTopic retained = log.GetOrCreateTopic("retained", 1, new TopicSettings { RetentionBytes = 8_000 });

        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(log, [stream, table, retained], writer)))];
        Task<int>[] readers =
        [
            Task.Run(() => ReadAll(stream, hasAll: true)),
            Task.Run(() => ReadAll(stream, hasAll: true)),
            Task.Run(() => ReadAll(table, hasAll: false)),
            Task.Run(() => ReadAll(retained, hasAll: false)),
        ];
        await Task.WhenAll(writers);
        int[] read = await Task.WhenAll(readers);
        Assert.Equal((Writers * Commits, Writers * Commits), (read[0], read[1]));

        log.Clean();
        List<EmbeddedLogTests.Copied> rows = EmbeddedLogTests.Read(table, 0);
        Assert.Equal(Keys, rows.Select(row => row.Key).Distinct().Count());
        Assert.True(log.Topics.Count() == 3 && !log.HasFailed);
        Assert.True(retained.FirstOffset(0) > 0);
    }

    private static void Write(EmbeddedLog log, LogTopic[] topics, int writer)
    {
        LogTransaction transaction = log.Begin();
        byte[] value = new byte[100];
        for (int i = 0; i < Commits; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(value, i);
            foreach (LogTopic topic in topics)
            {
                transaction.Writer(topic, 0).Append(i, true, [(byte)((writer + i) % Keys)], true, value);
            }

            transaction.SetPosition($"writer{writer}", i);
            transaction.Commit();
        }
    }

    /// <summary>Reads until the last offset; gives how many records there were.</summary>
    private static int ReadAll(LogTopic topic, bool hasAll)
    {
        using LogReader reader = new(topic, 0, 0);
        int records = 0;
        long last = -1;
        while (last < (Writers * Commits) - 1)
        {
            if (!reader.TryRead(out RecordBatch batch))
            {
                Thread.Yield();
                continue;
            }

            for (int i = 0; i < batch.Count; i++)
            {
                Assert.True(hasAll ? batch[i].Offset == last + 1 : batch[i].Offset > last);
                Assert.Equal(batch[i].TimestampMs, BinaryPrimitives.ReadInt32LittleEndian(batch[i].Value));
                last = batch[i].Offset;
                records++;
            }
        }

        return records;
    }
}
