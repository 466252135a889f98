using System.Runtime.InteropServices;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Testing;

/// <summary>Topics in memory, and how far each task has read them.</summary>
internal sealed class MemoryLog(int partitions) : IDisposable
{
    private readonly Dictionary<string, MemoryTopic> _topics = new(StringComparer.Ordinal);

    /// <summary>The next record of a topic's partition; committed.</summary>
    public Dictionary<(string Topic, int Partition), long> Positions { get; } = [];

    public MemoryTopic Topic(string name)
    {
        if (!_topics.TryGetValue(name, out MemoryTopic? topic))
        {
            topic = new MemoryTopic(name, partitions);
            _topics.Add(name, topic);
        }

        return topic;
    }

    public void Dispose()
    {
        foreach (MemoryTopic topic in _topics.Values)
        {
            foreach (MemoryPartition partition in topic.Partitions)
            {
                partition.Dispose();
            }
        }

        _topics.Clear();
    }
}

/// <summary>A topic.</summary>
internal sealed class MemoryTopic(string name, int partitions)
{
    public string Name => name;

    public MemoryPartition[] Partitions { get; } = [.. Enumerable.Range(0, partitions).Select(_ => new MemoryPartition())];
}

/// <summary>Bytes of a record that is not visible yet.</summary>
internal readonly unsafe struct StagedRecord
{
    public byte* Headers { get; init; }

    public int HeadersLength { get; init; }

    public int KeyLength { get; init; }

    public int ValueLength { get; init; }

    public long TimestampMs { get; init; }
}

/// <summary>Records of one partition, in memory that does not move until the log is closed.</summary>
internal sealed unsafe class MemoryPartition : IDisposable
{
    // What a decoder may read behind a value.
    private const int Padding = 64;

    private readonly RecordArena _memory = new();
    private readonly List<RecordRef> _records = [];

    public int Count => _records.Count;

    public RecordRef this[long offset] => _records[(int)offset];

    /// <summary>The records from an offset on; valid until the next one is appended.</summary>
    public ReadOnlySpan<RecordRef> From(long offset) => CollectionsMarshal.AsSpan(_records)[(int)offset..];

    public StagedRecord Stage(in RecordRef record) =>
        Stage(record.HasKey, record.Key, record.HasValue, record.Value, record.Headers, record.TimestampMs);

    public StagedRecord Stage(
        bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, ReadOnlySpan<byte> headers, long timestampMs)
    {
        int length = headers.Length + key.Length + value.Length;
        Span<byte> memory = new(_memory.Allocate(length + Padding), length + Padding);
        headers.CopyTo(memory);
        key.CopyTo(memory[headers.Length..]);
        value.CopyTo(memory[(headers.Length + key.Length)..]);
        memory[length..].Clear();
        return new StagedRecord
        {
            Headers = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)),
            HeadersLength = headers.Length,
            KeyLength = hasKey ? key.Length : -1,
            ValueLength = hasValue ? value.Length : -1,
            TimestampMs = timestampMs,
        };
    }

    public void Append(in StagedRecord staged)
    {
        byte* key = staged.Headers + staged.HeadersLength;
        byte* value = key + Math.Max(staged.KeyLength, 0);
        _records.Add(new RecordRef(
            key, staged.KeyLength, value, staged.ValueLength, staged.Headers, staged.HeadersLength, staged.TimestampMs, _records.Count));
    }

    public void Dispose() => _memory.Dispose();
}
