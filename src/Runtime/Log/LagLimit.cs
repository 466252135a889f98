using System.Collections.Concurrent;

namespace QueryGen.Log;

/// <summary>A reader of one partition, by the position that it commits.</summary>
internal sealed class LagReader(LogTopic topic, int partition, string position)
{
    private volatile bool _isGone;

    public LogTopic Topic => topic;

    public string Position => position;

    /// <summary>It does not read any more, and nobody waits for it.</summary>
    public void Leave() => _isGone = true;

    /// <summary>Committed records that it has not committed to have read.</summary>
    public long Lag(EmbeddedLog log) => _isGone
        ? 0
        : topic.CommittedOffset(partition) - (log.PositionNumber(position) ?? topic.FirstOffset(partition));
}

/// <summary>
/// Holds those back that write to a topic while one of its readers is too far behind, so that a slow reader slows its source, and the log
/// between them stays bounded.
/// </summary>
/// <remarks>
/// Readers are added before anybody writes; the rest is thread-safe. A partition's lag can pass the limit by what is on its way.
/// </remarks>
/// <param name="log">Where the readers commit their positions.</param>
/// <param name="mostRecords">So many records may wait for a reader of a partition; 0: any number.</param>
internal sealed class LagLimit(EmbeddedLog log, long mostRecords)
{
    private readonly ConcurrentDictionary<LogTopic, LagReader[]> _readers = [];
    private TaskCompletionSource _changed = NewSignal();
    private volatile bool _isOver;

    public void Add(LagReader reader) => _readers.AddOrUpdate(reader.Topic, [reader], (_, others) => [.. others, reader]);

    /// <summary>All readers of a topic.</summary>
    public LagReader[] Of(LogTopic topic) => _readers.GetValueOrDefault(topic) ?? [];

    /// <summary>A reader that has failed holds nobody up.</summary>
    public void Leave(string position)
    {
        foreach (LagReader reader in _readers.Values.SelectMany(readers => readers).Where(reader => reader.Position == position))
        {
            reader.Leave();
        }

        Tell();
    }

    /// <summary>Whether one of the readers is too far behind.</summary>
    public bool IsReached(LagReader[] readers)
    {
        if (mostRecords <= 0 || _isOver)
        {
            return false;
        }

        foreach (LagReader reader in readers)
        {
            if (reader.Lag(log) > mostRecords)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits until no reader of the topic is too far behind.</summary>
    public async ValueTask WaitAsync(LogTopic topic, CancellationToken cancellationToken)
    {
        LagReader[] readers = Of(topic);
        while (true)
        {
            // Taken before looking, so that a position committed meanwhile ends the wait at once.
            Task next = Task.WhenAny(log.NextCommit(), Volatile.Read(ref _changed).Task);
            if (!IsReached(readers))
            {
                return;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nobody reads any more: those who wait go on.</summary>
    public void End()
    {
        _isOver = true;
        Tell();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
}
