using System.Buffers.Binary;

namespace QueryGen.Log;

/// <summary>
/// What one writer wants to write at once: records of any partitions and positions. Not thread-safe; used again after a
/// commit.
/// </summary>
/// <remarks>Held in memory until <see cref="Commit"/>, so that the writers of one partition never mix.</remarks>
public sealed class LogTransaction
{
    private readonly EmbeddedLog _log;
    private readonly Dictionary<(LogTopic Topic, int Partition), RecordBatchWriter> _writers = [];

    internal LogTransaction(EmbeddedLog log) => _log = log;

    /// <summary>Bytes that wait for the commit.</summary>
    public long SizeBytes
    {
        get
        {
            long size = 0;
            foreach (RecordBatchWriter writer in _writers.Values)
            {
                size += writer.SizeBytes;
            }

            return size;
        }
    }

    internal Dictionary<(LogTopic Topic, int Partition), RecordBatchWriter> Writers => _writers;

    internal CommitEntry Entry { get; } = new();

    /// <summary>Takes the records of one partition, in their order.</summary>
    public RecordBatchWriter Writer(LogTopic topic, int partition)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)topic.PartitionCount, nameof(partition));
        if (!_writers.TryGetValue((topic, partition), out RecordBatchWriter? writer))
        {
            writer = new RecordBatchWriter();
            _writers.Add((topic, partition), writer);
        }

        return writer;
    }

    /// <summary>Sets a position: a name and what is to be known of it after a restart.</summary>
    public void SetPosition(string name, ReadOnlySpan<byte> value) => Entry.Positions[name] = value.ToArray();

    /// <summary>Sets a position to a number.</summary>
    public void SetPosition(string name, long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Entry.Positions[name] = bytes;
    }

    /// <summary>Writes everything; all of it becomes visible together, or, where this throws, nothing.</summary>
    /// <exception cref="IOException">The disk refused; the log is as before.</exception>
    public void Commit() => _log.Commit(this);

    /// <summary>Forgets what was not committed.</summary>
    public void Abort()
    {
        foreach (RecordBatchWriter writer in _writers.Values)
        {
            writer.Reset();
        }

        Entry.Clear();
    }
}
