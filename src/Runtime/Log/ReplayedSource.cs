using QueryGen.Serdes;
using QueryGen.Tasks;

namespace QueryGen.Log;

/// <summary>What a task has processed, once more: its partition of each source, up to where the task has come.</summary>
/// <param name="sources">The topics, in the order of the task's sources.</param>
/// <param name="ends">The offsets behind the last records that were processed.</param>
/// <param name="partition">The task's partition.</param>
internal sealed class ReplayedSource(LogTopic[] sources, long[] ends, int partition) : IRecordSource
{
    private readonly LogReader[] _readers = [.. sources.Select(source => new LogReader(source, partition, offset: 0))];

    public bool TryRead(int source, out RecordBatch batch)
    {
        batch = default;
        if (Lag(source) == 0 || !_readers[source].TryRead(out batch))
        {
            return false;
        }

        // A batch of the log may hold records of which the task has taken a part.
        int count = batch.Count;
        while (count > 0 && batch[count - 1].Offset >= ends[source])
        {
            count--;
        }

        batch = batch.Slice(0, count);
        return count > 0;
    }

    public long Lag(int source) => Math.Max(0, ends[source] - _readers[source].Offset);

    public (long First, long End) Changelog(int store) => throw new NotSupportedException();

    public void Restore(int store, long fromOffset, RestoreBatch restore) => throw new NotSupportedException();

    public void Dispose()
    {
        foreach (LogReader reader in _readers)
        {
            reader.Dispose();
        }
    }
}
