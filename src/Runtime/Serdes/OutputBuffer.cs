using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
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

    private const int FirstEntries = 64;

    private byte* _data;
    private byte* _at;
    private byte* _end;
    private Entry* _entries;

    // The record that is written, or comes next.
    private Entry* _entry;
    private Entry* _entriesEnd;

    /// <summary>A buffer for a sink.</summary>
    /// <param name="initialBytes">How much memory it starts with.</param>
    public OutputBuffer(int initialBytes = 64 * 1024)
    {
        int capacity = Math.Max(initialBytes, 256);
        _at = _data = (byte*)NativeMemory.Alloc((nuint)(capacity + Padding));
        _end = _data + capacity;
        _entry = _entries = (Entry*)NativeMemory.Alloc(FirstEntries, (nuint)sizeof(Entry));
        _entriesEnd = _entries + FirstEntries;
    }

    /// <summary>How many records are there.</summary>
    public int Count => (int)(_entry - _entries);

    /// <summary>How many bytes of keys, values and headers are there.</summary>
    public int Bytes => (int)(_at - _data);

    /// <summary>Starts a record; its key and value are null until they are written.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="headers">In Kafka's record format; copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(long timestampMs, ReadOnlySpan<byte> headers = default)
    {
        if (_entry == _entriesEnd)
        {
            GrowEntries();
        }

        if (!headers.IsEmpty)
        {
            Append(headers);
        }

        *_entry = new Entry
        {
            TimestampMs = timestampMs,
            Key = (int)(_at - _data),
            HeadersLength = headers.Length,
            KeyLength = -1,
            ValueLength = -1,
        };
    }

    /// <summary>A place to write the key or the value, which looks for room with every piece.</summary>
    public BufferCursor Write() => new(this, _at, _end);

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
    public void End() => _entry++;

    /// <summary>A whole record from elsewhere.</summary>
    public void Add(in RecordRef record)
    {
        Begin(record.TimestampMs, record.Headers);
        if (record.HasKey)
        {
            BufferCursor key = Write();
            key.Raw(record.Key);
            EndKey(key);
        }

        if (record.HasValue)
        {
            BufferCursor value = Write();
            value.Raw(record.Value);
            EndValue(value);
        }

        End();
    }

    /// <summary>A record, counted from 0. Valid until the buffer is written to or cleared. Its offset is its place here.</summary>
    public RecordRef this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        _at = _data;
        _entry = _entries;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_data);
        NativeMemory.Free(_entries);
        _data = _at = _end = null;
        _entries = _entry = _entriesEnd = null;
    }

    /// <summary>Where the key or value that comes next is written, with room for it and for what vectors write too much.</summary>
    /// <param name="bytes">What it takes at most.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Reserve(long bytes)
    {
        if (bytes > _end - _at)
        {
            Grow(_at, bytes, out _);
        }

        return _at;
    }

    /// <summary>Room behind a place that a writer has come to; gives the place, which may have moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Reserve(byte* at, long bytes) => bytes > _end - at ? Grow(at, bytes, out _) : at;

    /// <summary>Makes room behind a position and gives the position's new place; the end of the room is in <paramref
    /// name="end"/>.</summary>
    /// <exception cref="InvalidOperationException">The buffer would have more than 2 GiB.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* Grow(byte* position, long bytes, out byte* end)
    {
        long used = position - _data;
        if (used + bytes > _end - _data)
        {
            long written = _at - _data;
            long capacity = Math.Max((_end - _data) * 2, used + bytes);
            if (capacity > int.MaxValue - Padding)
            {
                throw new InvalidOperationException("The records of one batch and sink together are larger than 2 GiB.");
            }

            _data = (byte*)NativeMemory.Realloc(_data, (nuint)(capacity + Padding));
            _at = _data + written;
            _end = _data + capacity;
        }

        end = _end;
        return _data + used;
    }

    /// <summary>The key ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end)
    {
        Check(end);
        _entry->KeyLength = (int)(end - _at);
        _at = end;
    }

    /// <summary>The key ends here with a window's start; there is room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end, long windowStartMs)
    {
        Unsafe.WriteUnaligned(end, BinaryPrimitives.ReverseEndianness(windowStartMs));
        EndKey(end + sizeof(long));
        _entry->WindowLength = sizeof(long);
    }

    /// <summary>The key ends here with a session's end and start; there is room for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndKey(byte* end, long windowEndMs, long windowStartMs)
    {
        Unsafe.WriteUnaligned(end, BinaryPrimitives.ReverseEndianness(windowEndMs));
        EndKey(end + sizeof(long), windowStartMs);
        _entry->WindowLength = 2 * sizeof(long);
    }

    /// <summary>The value, which has begun behind the key, ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndValue(byte* end)
    {
        Check(end);
        _entry->ValueLength = (int)(end - _at);
        _at = end;
    }

    // A writer that has reserved too little is a fault of the program, and must not go unseen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(byte* end)
    {
        if (end > _end)
        {
            ThrowTooLong();
        }
    }

    [DoesNotReturn]
    private static void ThrowTooLong() =>
        throw new InvalidOperationException("A key or value has more bytes than were reserved for it.");

    private void Append(ReadOnlySpan<byte> bytes)
    {
        byte* to = Reserve(bytes.Length);
        bytes.CopyTo(new Span<byte>(to, bytes.Length));
        _at += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowEntries()
    {
        long count = _entriesEnd - _entries;
        _entries = (Entry*)NativeMemory.Realloc(_entries, (nuint)(2 * count) * (nuint)sizeof(Entry));
        _entry = _entries + count;
        _entriesEnd = _entries + (2 * count);
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
