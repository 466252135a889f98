using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>
/// Topics in a folder: partitions of record batches in Kafka's own layout, and commits across them that happen whole or
/// not at all.
/// </summary>
/// <remarks>
/// Serves one process. Readers see committed records only. Thread-safe, but for the transactions and readers it gives.
/// </remarks>
public sealed class EmbeddedLog : IDisposable
{
    // Who holds both has taken the one of flushes first. Appends hold the second one, so that a flush does not stop them.
    private readonly Lock _flushing = new();
    private readonly Lock _appending = new();
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly EmbeddedLogOptions _options;
    private readonly IDisposable _lock;
    private readonly LogRecovery _recovery;
    private readonly ConcurrentDictionary<string, LogTopic> _topics;
    private readonly PositionTable _positions;
    private readonly CommitFile _commits;
    private readonly LogFlush _flush;
    private readonly LogCleaner _cleaner;
    private readonly LogSchedule _schedule;
    private TaskCompletionSource? _nextCommit;
    private bool _isClosed;

    private EmbeddedLog(IDisk disk, string folder, EmbeddedLogOptions options, ILogger logger, IDisposable lockFile)
    {
        _disk = disk;
        _folder = folder;
        _options = options;
        _lock = lockFile;
        _recovery = new LogRecovery(disk, folder, options, new DamageReport(folder, options.OnCorruption, logger));
        _commits = _recovery.Run();
        _topics = new ConcurrentDictionary<string, LogTopic>(_recovery.Topics, StringComparer.Ordinal);
        _positions = new PositionTable(_recovery.Positions);
        _flush = new LogFlush(disk, folder, _commits, _topics, logger);
        _cleaner = new LogCleaner(disk, folder, options, _topics, _positions, logger);

        // What a process that was killed has left may be in the memory of the system only.
        _flush.Run(_appending);
        _schedule = new LogSchedule(this, folder, options, logger);
    }

    /// <summary>Told after each commit, on the committing thread; must be quick.</summary>
    public event Action? Committed;

    /// <summary>Number of commits since the log was opened.</summary>
    public long CommitCount { get; private set; }

    /// <summary>How many of <see cref="CommitCount"/> a power failure leaves.</summary>
    public long DurableCommitCount => _flush.DurableCommits;

    /// <summary>The disk has refused a flush: nothing is committed any more before a restart.</summary>
    public bool HasFailed => _flush.Failure is not null;

    /// <summary>What a user reads where <see cref="HasFailed"/>; else null.</summary>
    internal string? Failure => _flush.Failure?.Message;

    /// <summary>The topics there are, in no order.</summary>
    public IEnumerable<LogTopic> Topics => _topics.Values;

    /// <summary>
    /// Opens the log in a folder, which is made where there is none, and takes it back to its last whole commit.
    /// </summary>
    /// <param name="folder">The folder; nothing else may be in it.</param>
    /// <param name="options">How the log keeps its files; null: as they are by default.</param>
    /// <param name="logger">Hears of torn tails, damage and what is deleted; null: nobody does.</param>
    /// <exception cref="LogInUseException">Another process has it open.</exception>
    /// <exception cref="LogDamagedException">A part that was on disk whole cannot be read.</exception>
    /// <exception cref="IOException">The folder is of another version, or the disk refuses.</exception>
    public static EmbeddedLog Open(string folder, EmbeddedLogOptions? options = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Open(LocalDisk.Instance, Path.GetFullPath(folder), options ?? new EmbeddedLogOptions(), logger ?? NullLogger.Instance);
    }

    /// <inheritdoc cref="Open(string, EmbeddedLogOptions?, ILogger?)"/>
    internal static EmbeddedLog Open(IDisk disk, string folder, EmbeddedLogOptions options, ILogger logger)
    {
        IDisposable? lockFile = null;
        try
        {
            lockFile = LogFolder.Lock(disk, folder);
            LogFolder.CheckFormat(disk, folder);
            return new EmbeddedLog(disk, folder, options, logger, lockFile);
        }
        catch (Exception error)
        {
            lockFile?.Dispose();
            if (LogErrors.IsOfDisk(error))
            {
                throw LogErrors.CannotOpen(folder, error);
            }

            throw;
        }
    }

    /// <summary>The topic of this name.</summary>
    public bool TryGetTopic(string name, [NotNullWhen(true)] out LogTopic? topic) => _topics.TryGetValue(name, out topic);

    /// <summary>
    /// The topic of this name, made with so many partitions where there is none; one that exists keeps its partitions.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="partitions">How many partitions it gets, from 1.</param>
    /// <param name="settings">How it keeps its records; null: as it does.</param>
    /// <exception cref="ArgumentException">The name is not one that Kafka allows.</exception>
    public LogTopic GetOrCreateTopic(string name, int partitions, TopicSettings? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        LogFolder.CheckTopicName(name);
        lock (_appending)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_topics.TryGetValue(name, out LogTopic? topic))
            {
                LogFolder.CreateTopic(_disk, _folder, name, partitions);
                topic = _recovery.OpenTopic(name, _ => 0);
                foreach (PartitionLog partition in topic.Partitions)
                {
                    partition.CutAt(0);
                }

                _topics[name] = topic;
            }

            topic.Settings = settings ?? topic.Settings;
            return topic;
        }
    }

    /// <summary>A writer of its own, for one thread.</summary>
    public LogTransaction Begin() => new(this);

    /// <summary>What the last commit that named this position said; null where none did.</summary>
    public byte[]? Position(string name) => _positions.Get(name);

    /// <summary>A position that is a number.</summary>
    public long? PositionNumber(string name) => _positions.GetNumber(name);

    /// <summary>
    /// A task that ends with the next commit. Take it before looking for records, so that none is missed.
    /// </summary>
    public Task NextCommit()
    {
        TaskCompletionSource? next = Volatile.Read(ref _nextCommit);
        if (next is null)
        {
            TaskCompletionSource created = new(TaskCreationOptions.RunContinuationsAsynchronously);
            next = Interlocked.CompareExchange(ref _nextCommit, created, null) ?? created;
        }

        return _isClosed ? Task.CompletedTask : next.Task;
    }

    /// <summary>Brings all commits to the disk itself.</summary>
    /// <exception cref="IOException">The disk refused; the log takes no more commits.</exception>
    public void Flush()
    {
        lock (_flushing)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _flush.Run(_appending);
            StartCommitsAnew();
        }
    }

    /// <summary>Deletes and compacts what the topics' settings no longer keep; done by itself in the background, too.</summary>
    /// <exception cref="IOException">The disk refused; what was not done is done by the next call.</exception>
    public void Clean() => _cleaner.Run(this, _appending);

    /// <summary>Flushes and closes all files.</summary>
    public void Dispose()
    {
        _schedule.Dispose();
        _cleaner.Stop();
        lock (_flushing)
        {
            lock (_appending)
            {
                if (_isClosed)
                {
                    return;
                }

                _isClosed = true;
            }

            _flush.Close(_appending);
            _commits.Dispose();
            foreach (LogTopic topic in _topics.Values)
            {
                topic.Dispose();
            }

            _lock.Dispose();
        }

        Interlocked.Exchange(ref _nextCommit, null)?.TrySetResult();
    }

    internal void Commit(LogTransaction transaction)
    {
        bool isDone = _options.FlushInterval == TimeSpan.Zero ? CommitDurably(transaction) : CommitNow(transaction);
        if (!isDone)
        {
            return;
        }

        transaction.Abort();
        CrashPoints.Reach(CrashPoints.CommitPublished);
        Interlocked.Exchange(ref _nextCommit, null)?.TrySetResult();
        Committed?.Invoke();
        if (_commits.IsLongerThan(_options.CommitFileBytes))
        {
            Flush();
        }
    }

    private bool CommitNow(LogTransaction transaction)
    {
        lock (_appending)
        {
            if (!Append(transaction))
            {
                return false;
            }

            Publish(transaction);
            return true;
        }
    }

    /// <summary>Readers see the commit when a power failure cannot take it back any more.</summary>
    private bool CommitDurably(LogTransaction transaction)
    {
        lock (_flushing)
        {
            lock (_appending)
            {
                if (!Append(transaction))
                {
                    return false;
                }

                _flush.RunForCommit(_appending);
                Publish(transaction);
                return true;
            }
        }
    }

    private bool Append(LogTransaction transaction)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _flush.ThrowIfFailed();
        try
        {
            _commits.Next.Begin();
            foreach ((LogTopic topic, int partition, RecordBatchWriter writer) in transaction.Batches)
            {
                if (writer.Count > 0)
                {
                    PartitionLog target = topic.Partitions[partition];
                    target.Append(writer.Finish(target.NextOffset));
                    _commits.Next.AddEnd(topic.Name, partition, target.NextOffset);
                    CrashPoints.Reach(CrashPoints.PartitionAppended);
                }
            }

            foreach (NewPosition position in transaction.Positions)
            {
                if (position.IsSet)
                {
                    _commits.Next.AddPosition(position.Name, position.Value);
                }
            }

            if (_commits.Next.Items == 0)
            {
                return false;
            }

            CrashPoints.Reach(CrashPoints.BatchesAppended);
            _commits.Append();
            CrashPoints.Reach(CrashPoints.EntryAppended);
            CommitCount++;
            _flush.Commits = CommitCount;
            return true;
        }
        catch (Exception error)
        {
            RollBack(transaction);
            if (DiskErrors.IsRefusal(error))
            {
                throw LogErrors.CannotCommit(_folder, error);
            }

            throw;
        }
    }

    private void RollBack(LogTransaction transaction)
    {
        try
        {
            _commits.RollBack();
            foreach ((LogTopic topic, int partition, RecordBatchWriter writer) in transaction.Batches)
            {
                if (writer.Count > 0)
                {
                    topic.Partitions[partition].RollBack();
                }
            }
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            throw _flush.Fail(error);
        }
    }

    private void Publish(LogTransaction transaction)
    {
        foreach ((LogTopic topic, int partition, RecordBatchWriter writer) in transaction.Batches)
        {
            if (writer.Count > 0)
            {
                topic.Partitions[partition].Publish();
                topic.Partitions[partition].ExpiredBeforeMs = writer.ExpiredBeforeMs;
            }
        }

        _positions.Set(transaction.Positions);
    }

    /// <summary>A long file of commits makes a slow start.</summary>
    private void StartCommitsAnew()
    {
        if (!_commits.IsLongerThan(_options.CommitFileBytes))
        {
            return;
        }

        lock (_appending)
        {
            // What the first entry names must be there after a power failure.
            _flush.Run(_appending);
            _commits.Next.Begin();
            foreach (LogTopic topic in _topics.Values)
            {
                for (int i = 0; i < topic.PartitionCount; i++)
                {
                    _commits.Next.AddEnd(topic.Name, i, topic.CommittedOffset(i));
                }
            }

            _positions.AddTo(_commits.Next);
            _flush.GoOnInNewCommits();
        }
    }
}
