using QueryGen.Log;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>In steady state neither reading nor writing takes managed memory: not for a record, not for a batch, not for a commit.</summary>
public sealed class LogAllocationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_batches_and_commits_take_no_managed_memory()
    {
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, new EmbeddedLogOptions
        {
            FlushInterval = Timeout.InfiniteTimeSpan,
            CleanInterval = Timeout.InfiniteTimeSpan,
        });
        LogTopic source = log.GetOrCreateTopic("in", 1);
        LogTopic sink = log.GetOrCreateTopic("out", 2);
        LogTransaction transaction = log.Begin();
        using LogReader reader = new(source, 0, 0);
        RecordBatchWriter input = transaction.Writer(source, 0);
        byte[] key = [1, 2, 3];
        byte[] value = new byte[157];
        long copied = 0;
        for (int warm = 0; warm < 3; warm++)
        {
            Round();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 20; round++)
        {
            Round();
        }

        // Each record is written twice. The index of a segment has an entry for 64 KiB, in a list that doubles.
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long indexEntries = 20L * 4_000 * 2 * (value.Length + 10) / (64 * 1024);
        Assert.InRange(allocated, 0, indexEntries * 4 * 16);
        Assert.Equal(23 * 4_000, copied);

        void Round()
        {
            for (int i = 0; i < 4_000; i++)
            {
                input.Append(i, true, key, true, value);
            }

            transaction.Commit();
            while (reader.TryRead(out RecordBatch batch))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    ref readonly RecordRef record = ref batch[i];
                    transaction.Writer(sink, i & 1).Append(record.TimestampMs, record.HasKey, record.Key, record.HasValue, record.Value, record.Headers);
                }

                copied += batch.Count;
                transaction.SetPosition("at", reader.Offset);
                transaction.Commit();
            }
        }
    }
}
