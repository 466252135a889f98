using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>Deletes and compacts what the topics' settings no longer keep. One run at a time.</summary>
/// <remarks>
/// Touches only what is on the disk: a power failure takes the log back to a commit whose records are all still there.
/// </remarks>
internal sealed class LogCleaner
{
    private readonly Lock _cleaning = new();
    private readonly IDisk _disk;
    private readonly EmbeddedLogOptions _options;
    private readonly ConcurrentDictionary<string, LogTopic> _topics;
    private readonly PositionTable _positions;
    private readonly ILogger _logger;
    private readonly Compactor _compactor;
    private volatile bool _isStopped;

    public LogCleaner(
        IDisk disk,
        string folder,
        EmbeddedLogOptions options,
        ConcurrentDictionary<string, LogTopic> topics,
        PositionTable positions,
        ILogger logger)
    {
        _disk = disk;
        _options = options;
        _topics = topics;
        _positions = positions;
        _logger = logger;
        _compactor = new Compactor(disk, options, new DamageReport(folder, options.OnCorruption, logger), () => _isStopped);
    }

    /// <summary>Does what there is to do.</summary>
    /// <param name="log">The log, which is flushed first.</param>
    /// <param name="appending">The lock of appends; taken for moments.</param>
    public void Run(EmbeddedLog log, Lock appending)
    {
        lock (_cleaning)
        {
            Clean(log, appending);
        }
    }

    /// <summary>Ends a run that is on its way, and lets none begin.</summary>
    public void Stop()
    {
        _isStopped = true;
        lock (_cleaning)
        {
            // Nobody is cleaning.
        }
    }

    private void Clean(EmbeddedLog log, Lock appending)
    {
        if (_isStopped)
        {
            return;
        }

        long nowMs = _options.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<Work> work = [];
        lock (appending)
        {
            foreach (LogTopic topic in _topics.Values)
            {
                for (int i = 0; i < topic.PartitionCount; i++)
                {
                    work.Add(Prepare(topic, i, nowMs));
                }
            }
        }

        // What was committed until here is on the disk now.
        log.Flush();
        foreach (Work item in work)
        {
            if (_isStopped)
            {
                return;
            }

            item.Partition.DeleteCovered();
            Delete(item, nowMs, appending);
            if (item.Settings.IsCompacted)
            {
                _compactor.Run(item.Partition, item.DurableOffset, new CompactionTimes(nowMs, item.ExpiredBeforeMs), appending);
            }
        }
    }

    private Work Prepare(LogTopic topic, int index, long nowMs)
    {
        TopicSettings settings = topic.Settings;
        PartitionLog partition = topic.Partitions[index];
        long? read = settings.ReadPosition is null
            ? null
            : _positions.GetNumber(string.Create(CultureInfo.InvariantCulture, $"{settings.ReadPosition}/{index}"));
        Work work = new(partition, settings, partition.CommittedOffset, read, partition.ExpiredBeforeMs);

        // The segment that is written to never goes, so one that is too old is closed.
        if (partition.Segments[^1] is { SizeBytes: > 0 } last && IsTooOld(last, work, nowMs))
        {
            partition.Roll();
        }

        return work;
    }

    private void Delete(Work work, long nowMs, Lock appending)
    {
        PartitionLog partition = work.Partition;
        long? keptBytes = work.Settings.RetentionBytes ?? (work.Settings.IsCompacted ? null : _options.RetentionBytes);
        long bytes = 0;
        foreach (Segment segment in partition.Segments)
        {
            bytes += segment.SizeBytes;
        }

        while (partition.Segments.Length > 1 && !_isStopped)
        {
            Segment oldest = partition.Segments[0];
            bytes -= oldest.SizeBytes;
            bool mayGo = IsTooOld(oldest, work, nowMs) || bytes >= keptBytes || oldest.NextOffset <= work.ReadOffset
                || (work.ReadOffset is not null && PlantedBugs.Has(PlantedBug.UnreadDeleted));
            if (!mayGo || oldest.NextOffset > work.DurableOffset)
            {
                return;
            }

            // One after the other, for a gap between two segments would be damage; and from the disk first, for what the disk keeps must
            // be known here.
            oldest.DeleteFiles();
            _disk.SyncFolder(partition.Folder);
            CrashPoints.Reach(CrashPoints.SegmentDeleted);
            lock (appending)
            {
                partition.Replace([oldest], null);
            }

            oldest.Release();
            LogFileEvents.Deleted(_logger, partition.Folder, oldest.BaseOffset, oldest.NextOffset - 1);
        }
    }

    private bool IsTooOld(Segment segment, Work work, long nowMs)
    {
        TimeSpan? kept = work.Settings.Retention ?? (work.Settings.IsCompacted ? null : _options.Retention);
        if (kept is null || kept == Timeout.InfiniteTimeSpan)
        {
            return false;
        }

        return segment.MaxTimestampMs < nowMs - (long)kept.Value.TotalMilliseconds;
    }

    /// <summary>A partition to clean.</summary>
    /// <param name="Partition">The partition.</param>
    /// <param name="Settings">How it keeps its records.</param>
    /// <param name="DurableOffset">Records before it are on the disk.</param>
    /// <param name="ReadOffset">Records before it nobody reads any more; null: nobody knows.</param>
    /// <param name="ExpiredBeforeMs">What a commit before <paramref name="DurableOffset"/> said; see <see cref="PartitionLog"/>.</param>
    private sealed record Work(
        PartitionLog Partition, TopicSettings Settings, long DurableOffset, long? ReadOffset, long ExpiredBeforeMs);
}
