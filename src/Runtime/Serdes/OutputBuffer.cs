using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Serdes;

/// <summary>Where a task's operators write the records of one sink. The runtime drains it a batch at a time.</summary>
/// <remarks>
/// Native memory that grows and is kept. A record is written in order: <see cref="Begin"/>, a key, a value, <see cref="End"/>.
/// Key and value are written by one of the formats' writers, which reserve room once and then write without looking. One writer
/// at a time; on the task's thread only.
/// </remarks>
public sealed unsafe class OutputBuffer : IDisposable
{
    /// <summary>Bytes behind the room that a writer has reserved, which it may overwrite: copies run in whole vectors.</summary>
    internal const int Padding = 64;

    /// <summary>Room that writers leave behind a key, for the bounds of a window.</summary>
    internal const int WindowBytes = 2 * sizeof(long);

    private byte* _data;
    private int _capacity;
    private int _length;
    private Entry* _entries;
    private int _entryCapacity = 64;

    /// <summary>A buffer for a sink.</summary>
    /// <param name="initialBytes">How much memory it starts with.</param>
    public OutputBuffer(int initialBytes = 64 * 1024)
    {
        _capacity = Math.Max(initialBytes, 256);
        _data = (byte*)NativeMemory.Alloc((nuint)(_capacity + Padding));
        _entries = (Entry*)NativeMemory.Alloc((nuint)_entryCapacity, (nuint)sizeof(Entry));
    }

    /// <summary>How many records are there.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes of keys, values and headers are there.</summary>
    public int Bytes => _length;

    /// <summary>Starts a record; its key and value are null until they are written.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="headers">In Kafka's record format; copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(long timestampMs, ReadOnlySpan<byte> headers = default)
    {
        if (Count == _entryCapacity)
        {
            GrowEntries();
        }

        if (!headers.IsEmpty)
        {
            Append(headers);
        }

        _entries[Count] = new Entry
        {
            TimestampMs = timestampMs,
            Key = _length,
            HeadersLength = headers.Length,
            KeyLength = -1,
            ValueLength = -1,
        };
    }

    /// <summary>A place to write the key or the value, which looks for room with every piece.</summary>
    public BufferCursor Write() => new(this, _data + _length, _data + _capacity);

    /// <summary>What was written since <see cref="Write"/> is the key.</summary>
    public void EndKey(in BufferCursor cursor) => EndKey(cursor.Position);

    /// <summary>What was written is the key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    public void EndKey(in BufferCursor cursor, long windowStartMs)
    {
        BufferCursor suffixed = cursor;
        suffixed.EnsureRoom(sizeof(long));
        EndKey(suffixed.Position, windowStartMs);
    }

    /// <summary>What was written since the key is the value.</summary>
    public void EndValue(in BufferCursor cursor) => EndValue(cursor.Position);

    /// <summary>Finishes the record.</summary>
    public void End() => Count++;

    /// <summary>A whole record from elsewhere.</summary>
    public void Add(in RecordRef record)
    {
        Begin(record.TimestampMs, record.Headers);
        if (record.HasKey)
        {
            Append(record.Key);
            EndKey(_data + _length);
        }

        if (record.HasValue)
        {
            BufferCursor cursor = Write();
            cursor.Raw(record.Value);
            EndValue(cursor);
        }

        End();
    }

    /// <summary>A record, counted from 0. Valid until the buffer is written to or cleared. Its offset is its place here.</summary>
    public RecordRef this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            Entry* entry = _entries + index;
            byte* key = _data + entry->Key;
            return new RecordRef(
                key, entry->KeyLength, key + Math.Max(entry->KeyLength, 0), entry->ValueLength,
                key - entry->HeadersLength, entry->HeadersLength, entry->TimestampMs, index);
        }
    }

    /// <summary>What decides about a record's partition: its key without the window, so that all windows of a group lie in one.</summary>
    public ReadOnlySpan<byte> PartitionKey(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        Entry* entry = _entries + index;
        return new ReadOnlySpan<byte>(_data + entry->Key, Math.Max(entry->KeyLength - entry->WindowLength, 0));
    }

    /// <summary>Empties it; the memory is kept.</summary>
    public void Clear()
    {
        _length = 0;
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_data);
        NativeMemory.Free(_entries);
        _data = null;
        _entries = null;
        _capacity = _entryCapacity = _length = Count = 0;
    }

    /// <summary>Where the key or value that comes next is written, with room for it and for what vectors write too much.</summary>
    /// <param name="bytes">What it takes at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Reserve(long bytes)
    {
        if (bytes > _capacity - _length)
        {
            Grow(_data + _length, bytes, out _);
        }

        return _data + _length;
    }

    /// <summary>Room behind a place that a writer has come to; gives the place, which may have moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Reserve(byte* at, long bytes) => bytes > _data + _capacity - at ? Grow(at, bytes, out _) : at;

    /// <summary>Makes room behind a position and gives the position's new place; the end of the room is in <paramref
    /// name="end"/>.</summary>
    /// <exception cref="InvalidOperationException">The buffer would have more than 2 GiB.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* Grow(byte* position, long bytes, out byte* end)
    {
        long used = position - _data;
        if (used + bytes > _capacity)
        {
            long capacity = Math.Max(_capacity * 2L, used + bytes);
            _capacity = capacity <= int.MaxValue - Padding
                ? (int)capacity
                : throw new InvalidOperationException("The records of one batch and sink together are larger than 2 GiB.");
            _data = (byte*)NativeMemory.Realloc(_data, (nuint)(_capacity + Padding));
        }

        end = _data + _capacity;
        return _data + used;
    }

    /// <summary>The key ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end)
    {
        Entry* entry = _entries + Count;
        _length = Checked(end);
        entry->KeyLength = _length - entry->Key;
    }

    /// <summary>The key ends here with a window's start; there is room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end, long windowStartMs)
    {
        Unsafe.WriteUnaligned(end, BinaryPrimitives.ReverseEndianness(windowStartMs));
        EndKey(end + sizeof(long));
        _entries[Count].WindowLength = sizeof(long);
    }

    /// <summary>The key ends here with a session's end and start; there is room for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end, long windowEndMs, long windowStartMs)
    {
        Unsafe.WriteUnaligned(end, BinaryPrimitives.ReverseEndianness(windowEndMs));
        EndKey(end + sizeof(long), windowStartMs);
        _entries[Count].WindowLength = 2 * sizeof(long);
    }

    /// <summary>The value, which has begun behind the key, ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndValue(byte* end)
    {
        int length = Checked(end);
        _entries[Count].ValueLength = length - _length;
        _length = length;
    }

    // A writer that has reserved too little is a fault of the program, and must not go unseen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Checked(byte* end)
    {
        long length = end - _data;
        return length <= _capacity
            ? (int)length
            : throw new InvalidOperationException("A key or value has more bytes than were reserved for it.");
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        byte* to = Reserve(bytes.Length);
        bytes.CopyTo(new Span<byte>(to, bytes.Length));
        _length += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowEntries()
    {
        _entryCapacity *= 2;
        _entries = (Entry*)NativeMemory.Realloc(_entries, (nuint)_entryCapacity * (nuint)sizeof(Entry));
    }

    // Headers, key and value lie one behind the other.
    private struct Entry
    {
        public long TimestampMs;
        public int Key;
        public int HeadersLength;
        public int KeyLength;
        public int WindowLength;
        public int ValueLength;
    }
}
