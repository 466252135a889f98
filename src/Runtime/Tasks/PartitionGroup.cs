using QueryGen.Serdes;

namespace QueryGen.Tasks;

/// <summary>The sources of a task, from which records are taken in the order of event time. Semantics: Kafka Streams'
/// class of this name.</summary>
/// <remarks>
/// Records with equal timestamps come in the order of their sources in the topology, so that a replay takes the same order however the
/// records were fetched. A source that has records which are not here yet is waited for; one that has none at all is waited for as
/// long as max.task.idle.ms says.
/// </remarks>
internal sealed class PartitionGroup
{
    private readonly RecordQueue[] _queues;
    private readonly IRecordSource _records;
    private readonly TimeSpan _maxIdle;
    private readonly TimeProvider _clock;
    private long? _idleSince;

    /// <param name="sources">How many sources there are.</param>
    /// <param name="records">Where the records come from.</param>
    /// <param name="maxIdle">How long a source without records holds the others up; below zero: it never does.</param>
    /// <param name="clock">Times the waiting.</param>
    public PartitionGroup(int sources, IRecordSource records, TimeSpan maxIdle, TimeProvider clock)
    {
        _queues = [.. Enumerable.Range(0, sources).Select(index => new RecordQueue(index))];
        _records = records;
        _maxIdle = maxIdle;
        _clock = clock;
    }

    /// <summary>The queues, in the order of the sources.</summary>
    public ReadOnlySpan<RecordQueue> Queues => _queues;

    /// <summary>How much longer records are held back for a source without any; null: none are.</summary>
    public TimeSpan? IdleLeft { get; private set; }

    /// <summary>Takes the next records: of one source, and as many as come before those of the others.</summary>
    /// <param name="most">At most this many; at least 1.</param>
    /// <param name="queue">Whose they are.</param>
    /// <param name="batch">Valid until the next call.</param>
    /// <returns>False where there is nothing to process now.</returns>
    public bool TryTake(int most, out RecordQueue queue, out RecordBatch batch)
    {
        RecordQueue? earliest = null;
        RecordQueue? second = null;
        bool mayIdle = false;
        bool isFetching = false;
        foreach (RecordQueue candidate in _queues)
        {
            if (candidate.IsEmpty && !candidate.TryFill(_records))
            {
                mayIdle = true;
                isFetching |= _maxIdle >= TimeSpan.Zero && _records.Lag(candidate.Source) > 0;
            }
            else if (earliest is null || candidate.HeadTimestampMs < earliest.HeadTimestampMs)
            {
                (earliest, second) = (candidate, earliest);
            }
            else if (second is null || candidate.HeadTimestampMs < second.HeadTimestampMs)
            {
                second = candidate;
            }
        }

        if (earliest is null || isFetching || (mayIdle && IsIdling()))
        {
            queue = null!;
            batch = default;
            return false;
        }

        if (!mayIdle)
        {
            (_idleSince, IdleLeft) = (null, null);
        }

        queue = earliest;
        batch = earliest.TakeUpTo(Limit(earliest, second), most);
        return true;
    }

    // Where the second's records begin: its source goes first on a tie if it stands first in the topology.
    private static long Limit(RecordQueue earliest, RecordQueue? second) => second is null ? long.MaxValue
        : earliest.Source < second.Source ? second.HeadTimestampMs
        : second.HeadTimestampMs - 1;

    private bool IsIdling()
    {
        if (_maxIdle <= TimeSpan.Zero)
        {
            return false;
        }

        _idleSince ??= _clock.GetTimestamp();
        TimeSpan left = _maxIdle - _clock.GetElapsedTime(_idleSince.Value);
        IdleLeft = left > TimeSpan.Zero ? left : null;
        return IdleLeft is not null;
    }
}
