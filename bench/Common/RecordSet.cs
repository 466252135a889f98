using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Serdes;

namespace QueryGen.Bench;

/// <summary>Records in native memory, as a source hands them to a task: 64 bytes behind each value can be read.</summary>
internal sealed unsafe class RecordSet : IDisposable
{
    private const int Readable = 64;

    private readonly RecordRef[] _records;
    private byte* _bytes;
    private long _capacity;
    private long _length;

    /// <summary>Room for a number of records.</summary>
    /// <param name="count">How many there will be.</param>
    /// <param name="bytesEach">What a record takes on average, at most.</param>
    public RecordSet(int count, int bytesEach)
    {
        _records = new RecordRef[count];
        _capacity = (long)count * bytesEach;
        _bytes = (byte*)NativeMemory.Alloc((nuint)(_capacity + Readable));
    }

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all keys and values.</summary>
    public long Bytes => _length;

    /// <summary>A run of records.</summary>
    public RecordBatch Batch(int start, int count) => new(_records.AsSpan(start, count), 0);

    /// <summary>Adds a record; a null key is an empty one.</summary>
    /// <exception cref="InvalidOperationException">There is no room for it.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        if (_length + key.Length + value.Length > _capacity)
        {
            throw new InvalidOperationException($"{Count} records take {_length} bytes, and there is no room for another.");
        }

        byte* at = _bytes + _length;
        key.CopyTo(new Span<byte>(at, key.Length));
        value.CopyTo(new Span<byte>(at + key.Length, value.Length));
        _records[Count] = new RecordRef(
            at, key.IsEmpty ? -1 : key.Length, at + key.Length, value.Length, null, 0, timestampMs, Count);
        _length += key.Length + value.Length;
        Count++;
    }

    /// <summary>Moves all records on in event time, so that another pass over them does not come late.</summary>
    public void MoveOn(long ms)
    {
        for (int i = 0; i < Count; i++)
        {
            ref readonly RecordRef record = ref _records[i];
            _records[i] = new RecordRef(
                Start(record.Key), record.HasKey ? record.Key.Length : -1, Start(record.Value), record.Value.Length, null, 0,
                record.TimestampMs + ms, record.Offset);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
        _capacity = _length = Count = 0;
    }

    private static byte* Start(ReadOnlySpan<byte> bytes) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
}
