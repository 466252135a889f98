using QueryGen.Serdes;
using QueryGen.Topologies;

namespace QueryGen.Tasks;

/// <summary>What a task has done, as plain counters: the meter reads them, no record pays for it.</summary>
public sealed class TaskMetrics
{
    private long _consumed;
    private long _produced;
    private long _commits;

    /// <summary>Records read.</summary>
    public long Consumed => Volatile.Read(ref _consumed);

    /// <summary>Records written to sinks.</summary>
    public long Produced => Volatile.Read(ref _produced);

    /// <summary>Commits made.</summary>
    public long Commits => Volatile.Read(ref _commits);

    internal void AddConsumed(int records) => Volatile.Write(ref _consumed, _consumed + records);

    internal void AddProduced(int records) => Volatile.Write(ref _produced, _produced + records);

    internal void AddCommit() => Volatile.Write(ref _commits, _commits + 1);
}
