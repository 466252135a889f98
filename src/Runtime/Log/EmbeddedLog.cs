using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly EmbeddedLogOptions _options;
    private readonly FileStream _lock;
    private readonly ConcurrentDictionary<string, LogTopic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _positions = new(StringComparer.Ordinal);
    private readonly CommitFile _commits;
    private readonly ITimer _flushTimer;
    private TaskCompletionSource _nextCommit = NewSignal();
    private IOException? _flushFailure;
    private bool _isClosed;

    private EmbeddedLog(string folder, EmbeddedLogOptions options, FileStream lockFile)
    {
        _folder = folder;
        _options = options;
        _lock = lockFile;
        string topics = Path.Combine(folder, "topics");
        Directory.CreateDirectory(topics);
        foreach (string topic in Directory.GetDirectories(topics).Where(path => !Path.GetFileName(path).StartsWith('.')))
        {
            _topics[Path.GetFileName(topic)] = OpenTopic(topic);
        }

        _commits = CommitFile.Open(folder, out List<(CommitEntry Entry, long End)> entries);
        Recover(entries);
        _flushTimer = options.Clock.CreateTimer(_ => FlushInBackground(), null, options.FlushInterval, options.FlushInterval);
    }

    /// <summary>Told after each commit, on the committing thread; must be quick.</summary>
    public event Action? Committed;

    /// <summary>Number of commits since the log was opened.</summary>
    public long CommitCount { get; private set; }

    /// <summary>The topics there are, in no order.</summary>
    public IEnumerable<LogTopic> Topics => _topics.Values;

    /// <summary>
    /// Opens the log in a folder, which is made where there is none, and takes it back to its last whole commit.
    /// </summary>
    /// <exception cref="LogInUseException">Another process has it open.</exception>
    public static EmbeddedLog Open(string folder, EmbeddedLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        folder = Path.GetFullPath(folder);
        CreateFolder(folder);
        FileStream lockFile;
        try
        {
            lockFile = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (Directory.Exists(folder))
        {
            throw new LogInUseException(folder, cause);
        }

        try
        {
            return new EmbeddedLog(folder, options ?? new EmbeddedLogOptions(), lockFile);
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>The topic of this name.</summary>
    public bool TryGetTopic(string name, [NotNullWhen(true)] out LogTopic? topic) => _topics.TryGetValue(name, out topic);

    /// <summary>
    /// The topic of this name, made with so many partitions where there is none; one that exists keeps its partitions.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not one that Kafka allows.</exception>
    public LogTopic GetOrCreateTopic(string name, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        CheckName(name);
        lock (_gate)
        {
            if (!_topics.TryGetValue(name, out LogTopic? topic))
            {
                topic = CreateTopic(name, partitions);
                _topics[name] = topic;
            }

            return topic;
        }
    }

    /// <summary>A writer of its own, for one thread.</summary>
    public LogTransaction Begin() => new(this);

    /// <summary>What the last commit that named this position said; null where none did.</summary>
    public byte[]? Position(string name) => _positions.GetValueOrDefault(name);

    /// <summary>A position that is a number.</summary>
    public long? PositionNumber(string name) =>
        Position(name) is { Length: sizeof(long) } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : null;

    /// <summary>
    /// A task that ends with the next commit. Take it before looking for records, so that none is missed.
    /// </summary>
    public Task NextCommit() => Volatile.Read(ref _nextCommit).Task;

    /// <summary>Brings all commits to the disk itself.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushData();
            _commits.Flush();
        }
    }

    /// <summary>Flushes and closes all files.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _flushTimer.Dispose();
            FlushData();
            _commits.Flush();
            _commits.Dispose();
            foreach (LogTopic topic in _topics.Values)
            {
                topic.Dispose();
            }

            _lock.Dispose();
        }

        _nextCommit.TrySetResult();
    }

    internal void Commit(LogTransaction transaction)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_flushFailure is not null)
            {
                throw new IOException($"The embedded log in '{_folder}' could not be brought to disk.", _flushFailure);
            }

            if (!Append(transaction))
            {
                return;
            }

            CommitCount++;
            if (_commits.SizeBytes >= _options.CommitFileBytes)
            {
                StartCommitsAnew();
            }
        }

        transaction.Abort();
        Interlocked.Exchange(ref _nextCommit, NewSignal()).TrySetResult();
        Committed?.Invoke();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // Only the user that runs the worker: the records may be anybody's.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void CheckName(string name)
    {
        bool isLegal = name.Length is > 0 and <= 249 && name is not ("." or "..") && name[0] != '.'
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (!isLegal)
        {
            throw new ArgumentException(
                $"'{name}' cannot name a topic: letters, digits, '.', '_' and '-' can, up to 249 of them.", nameof(name));
        }
    }

    private LogTopic CreateTopic(string name, int partitions)
    {
        string folder = Path.Combine(_folder, "topics", name);
        string unfinished = Path.Combine(_folder, "topics", ".new");
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        for (int partition = 0; partition < partitions; partition++)
        {
            Directory.CreateDirectory(Path.Combine(unfinished, partition.ToString(CultureInfo.InvariantCulture)));
        }

        // One rename, so that a topic is never found with a part of its partitions.
        Directory.Move(unfinished, folder);
        return OpenTopic(folder);
    }

    private LogTopic OpenTopic(string folder)
    {
        int count = Directory.GetDirectories(folder).Length;
        PartitionLog[] partitions = new PartitionLog[count];
        for (int i = 0; i < count; i++)
        {
            partitions[i] = PartitionLog.Open(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture)), _options.SegmentBytes);
        }

        return new LogTopic(Path.GetFileName(folder), partitions);
    }

    private void Recover(List<(CommitEntry Entry, long End)> entries)
    {
        Dictionary<(string Topic, int Partition), long> ends = [];
        long kept = 0;
        foreach ((CommitEntry entry, long end) in entries)
        {
            if (!entry.Ends.All(Holds))
            {
                if (kept == 0)
                {
                    throw new InvalidDataException($"The embedded log in '{_folder}' has lost records that its first commit names.");
                }

                break;
            }

            foreach ((var partition, long offset) in entry.Ends)
            {
                ends[partition] = offset;
            }

            foreach ((string name, byte[] value) in entry.Positions)
            {
                _positions[name] = value;
            }

            kept = end;
        }

        _commits.CutAt(kept);
        foreach (LogTopic topic in _topics.Values)
        {
            for (int i = 0; i < topic.PartitionCount; i++)
            {
                topic.Partitions[i].CommitAt(ends.GetValueOrDefault((topic.Name, i)));
            }
        }
    }

    private bool Holds(KeyValuePair<(string Topic, int Partition), long> end) =>
        _topics.TryGetValue(end.Key.Topic, out LogTopic? topic)
        && end.Key.Partition < topic.PartitionCount
        && topic.Partitions[end.Key.Partition].NextOffset >= end.Value;

    private bool Append(LogTransaction transaction)
    {
        CommitEntry entry = transaction.Entry;
        try
        {
            foreach (((LogTopic topic, int partition), RecordBatchWriter writer) in transaction.Writers)
            {
                if (writer.Count > 0)
                {
                    PartitionLog target = topic.Partitions[partition];
                    target.Append(writer.Finish(target.NextOffset));
                    entry.Ends[(topic.Name, partition)] = target.NextOffset;
                }
            }

            if (entry.Ends.Count == 0 && entry.Positions.Count == 0)
            {
                return false;
            }

            _commits.Append(entry);
        }
        catch
        {
            entry.Ends.Clear();
            foreach ((LogTopic topic, int partition) in transaction.Writers.Keys)
            {
                topic.Partitions[partition].CommitAt(topic.CommittedOffset(partition));
            }

            throw;
        }

        foreach ((LogTopic topic, int partition) in transaction.Writers.Keys)
        {
            topic.Partitions[partition].Commit();
        }

        foreach ((string name, byte[] value) in entry.Positions)
        {
            _positions[name] = value;
        }

        return true;
    }

    private void StartCommitsAnew()
    {
        CommitEntry everything = new();
        foreach (LogTopic topic in _topics.Values)
        {
            for (int i = 0; i < topic.PartitionCount; i++)
            {
                everything.Ends[(topic.Name, i)] = topic.CommittedOffset(i);
            }
        }

        foreach ((string name, byte[] value) in _positions)
        {
            everything.Positions[name] = value;
        }

        // The first entry of a file must hold after a power failure, so what it names goes to disk before it.
        FlushData();
        _commits.StartAnew(everything);
    }

    private void FlushData()
    {
        foreach (LogTopic topic in _topics.Values)
        {
            foreach (PartitionLog partition in topic.Partitions)
            {
                partition.Flush();
            }
        }
    }

    private void FlushInBackground()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            try
            {
                FlushData();
                _commits.Flush();
            }
            catch (IOException failure)
            {
                _flushFailure = failure;
            }
        }
    }
}
