using QueryGen.Serdes;
using QueryGen.Tasks;

namespace QueryGen.Tests.Checkpoints;

/// <summary>A source that knows where a changelog ends, and nothing else.</summary>
internal sealed class ChangelogEnd(long end) : IRecordSource
{
    public bool TryRead(int source, out RecordBatch batch) => throw new NotSupportedException();

    public long Lag(int source) => throw new NotSupportedException();

    public (long First, long End) Changelog(int store) => (0, end);

    public void Restore(int store, long fromOffset, RestoreBatch restore) => throw new NotSupportedException();

    public void Dispose()
    {
        // It holds nothing.
    }
}
