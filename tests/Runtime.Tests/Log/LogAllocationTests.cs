using QueryGen.Log;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>In steady state neither reading nor writing takes managed memory: for no record, no batch and no commit.</summary>
[Collection(AllocationCollection.Name)]
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

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
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
                    transaction.Writer(sink, i & 1).Append(
                        record.TimestampMs, record.HasKey, record.Key, record.HasValue, record.Value, record.Headers);
                }

                copied += batch.Count;
                transaction.SetPosition("at", reader.Offset);
                transaction.Commit();
            }
        }
    }
}
