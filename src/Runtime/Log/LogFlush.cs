using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>
/// Brings commits to the disk: first the records, then the entries that name them. One call at a time; appends go on meanwhile.
/// </summary>
/// <remarks>
/// Where the disk refuses, nobody knows what is on it, and asking again may get a yes that means nothing: the log takes no more commits
/// until a restart has looked.
/// </remarks>
internal sealed class LogFlush(
    IDisk disk, string folder, CommitFile commits, ConcurrentDictionary<string, LogTopic> topics, ILogger logger)
{
    private readonly List<Segment> _segments = [];
    private readonly List<string> _folders = [];
    private volatile IOException? _failure;
    private long _durable = -1;

    /// <summary>How many commits there were; changed by who holds the lock of appends.</summary>
    public long Commits { get; set; }

    /// <summary>How many of them are on the disk.</summary>
    public long DurableCommits => Math.Max(0, Interlocked.Read(ref _durable));

    /// <summary>The disk has refused, and the log takes no more commits.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Flushes all commits that there are when it is called.</summary>
    /// <param name="appending">The lock of appends; taken for moments.</param>
    /// <exception cref="IOException">The disk refused, now or before.</exception>
    public void Run(Lock appending)
    {
        long count;
        long bytes;
        lock (appending)
        {
            ThrowIfFailed();
            if (Commits == _durable)
            {
                return;
            }

            count = Commits;
            bytes = commits.SizeBytes;
            TakeDirty();
        }

        try
        {
            _segments.ForEach(segment => segment.Flush());
            _folders.ForEach(disk.SyncFolder);
            CrashPoints.Reach(CrashPoints.BatchesFlushed);
            commits.Flush();
            CrashPoints.Reach(CrashPoints.EntriesFlushed);
            lock (appending)
            {
                Mark(bytes);
                Interlocked.Exchange(ref _durable, count);
            }
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            throw Fail(error);
        }

        CrashPoints.Reach(CrashPoints.DurableMarked);
        SaveIndexes(areAllClosed: false);
    }

    /// <summary>Goes on in a new file of commits, whose first entry is ready; who calls holds both locks.</summary>
    public void GoOnInNewCommits()
    {
        if (!commits.TryPrepareNew())
        {
            return;
        }

        try
        {
            commits.GoOnInNew();
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            throw Fail(error);
        }
    }

    /// <summary>
    /// Flushes for the last time, so that the next start knows that everything is on the disk, and need not read it.
    /// </summary>
    public void Close(Lock appending)
    {
        try
        {
            Run(appending);
            commits.Flush();
            SaveIndexes(areAllClosed: true);
        }
        catch (IOException)
        {
            // It was logged, and what was reported as durable is.
        }
    }

    /// <summary>Stops all further commits.</summary>
    public IOException Fail(Exception cause)
    {
        _failure ??= LogErrors.CannotFlush(folder, cause);
        LogFileEvents.FlushFailed(logger, folder, cause);
        return _failure;
    }

    /// <summary>Lets nobody commit to a log of which nobody knows what is on the disk.</summary>
    /// <exception cref="IOException">The disk has refused a flush.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new IOException(failure.Message, failure) { HResult = failure.HResult };
        }
    }

    private void TakeDirty()
    {
        _segments.Clear();
        _folders.Clear();
        foreach (LogTopic topic in topics.Values)
        {
            foreach (PartitionLog partition in topic.Partitions)
            {
                partition.TakeDirty(_segments, _folders);
            }
        }
    }

    private void Mark(long bytes)
    {
        try
        {
            commits.MarkDurable(bytes);
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            // The mark is there for a later start to tell a torn tail from damage; the next entry says the same.
            commits.RollBack();
        }
    }

    private void SaveIndexes(bool areAllClosed)
    {
        foreach (LogTopic topic in topics.Values)
        {
            foreach (PartitionLog partition in topic.Partitions)
            {
                partition.SaveIndexes(areAllClosed);
            }
        }
    }
}
