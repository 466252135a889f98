using System.Buffers.Binary;

namespace QueryGen.Log;

/// <summary>
/// What one writer wants to write at once: records of any partitions and positions. Not thread-safe; used again after a
/// commit.
/// </summary>
/// <remarks>
/// Held in memory until <see cref="Commit"/>, so that the writers of one partition never mix. Used again it allocates only while its
/// buffers grow.
/// </remarks>
public sealed class LogTransaction
{
    private readonly EmbeddedLog _log;
    private readonly Dictionary<(LogTopic Topic, int Partition), RecordBatchWriter> _byPartition = [];
    private readonly Dictionary<string, NewPosition> _byName = new(StringComparer.Ordinal);

    internal LogTransaction(EmbeddedLog log) => _log = log;

    /// <summary>Bytes that wait for the commit.</summary>
    public long SizeBytes
    {
        get
        {
            long size = 0;
            foreach (PartitionBatches batches in Batches)
            {
                size += batches.Writer.SizeBytes;
            }

            return size;
        }
    }

    /// <summary>Partitions that were ever written to.</summary>
    internal List<PartitionBatches> Batches { get; } = [];

    /// <summary>Positions that were ever set.</summary>
    internal List<NewPosition> Positions { get; } = [];

    /// <summary>Takes the records of one partition, in their order.</summary>
    /// <returns>The same one for the same partition, for as long as the transaction is used.</returns>
    public RecordBatchWriter Writer(LogTopic topic, int partition)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)partition, (uint)topic.PartitionCount, nameof(partition));
        if (!_byPartition.TryGetValue((topic, partition), out RecordBatchWriter? writer))
        {
            writer = new RecordBatchWriter();
            _byPartition.Add((topic, partition), writer);
            Batches.Add(new PartitionBatches(topic, partition, writer));
        }

        return writer;
    }

    /// <summary>Sets a position: a name and what is to be known of it after a restart. No bytes take the position away.</summary>
    public void SetPosition(string name, ReadOnlySpan<byte> value)
    {
        if (!_byName.TryGetValue(name, out NewPosition? position))
        {
            position = new NewPosition(name);
            _byName.Add(name, position);
            Positions.Add(position);
        }

        position.Set(value);
    }

    /// <summary>Sets a position to a number.</summary>
    public void SetPosition(string name, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        SetPosition(name, bytes);
    }

    /// <summary>Writes everything; all of it becomes visible together, or, where this throws, nothing.</summary>
    /// <exception cref="IOException">
    /// The disk refused. The transaction is as before, and may be committed again; unless the log could not be brought to the disk: then
    /// it takes no more commits, and a restart tells whether this one happened.
    /// </exception>
    public void Commit() => _log.Commit(this);

    /// <summary>Forgets what was not committed.</summary>
    public void Abort()
    {
        foreach (PartitionBatches batches in Batches)
        {
            batches.Writer.Reset();
        }

        foreach (NewPosition position in Positions)
        {
            position.Clear();
        }
    }
}

/// <summary>What a transaction has for one partition.</summary>
internal readonly record struct PartitionBatches(LogTopic Topic, int Partition, RecordBatchWriter Writer);

/// <summary>A position that a transaction may set.</summary>
internal sealed class NewPosition(string name)
{
    private byte[] _value = [];
    private int _length;

    public string Name => name;

    /// <summary>Whether the next commit sets it.</summary>
    public bool IsSet { get; private set; }

    public ReadOnlySpan<byte> Value => _value.AsSpan(0, _length);

    public void Set(ReadOnlySpan<byte> value)
    {
        if (_value.Length < value.Length)
        {
            _value = new byte[value.Length];
        }

        value.CopyTo(_value);
        _length = value.Length;
        IsSet = true;
    }

    public void Clear() => IsSet = false;
}
