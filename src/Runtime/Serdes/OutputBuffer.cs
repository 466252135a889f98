using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Serdes;

/// <summary>Where a task's operators write the records of one sink. The runtime drains it a batch at a time.</summary>
/// <remarks>
/// Native memory that grows and is kept. A record is written in order: <see cref="Begin"/>, a key, a value, <see
/// cref="End"/>. One writer at a
/// time; on the task's thread only.
/// </remarks>
public sealed unsafe class OutputBuffer : IDisposable
{
    private const int Padding = 64;

    private byte* _data;
    private int _capacity;
    private int _length;
    private Entry[] _entries = new Entry[64];
    private Entry _open;

    /// <summary>A buffer for a sink.</summary>
    /// <param name="initialBytes">How much memory it starts with.</param>
    public OutputBuffer(int initialBytes = 64 * 1024)
    {
        _capacity = Math.Max(initialBytes, 256);
        _data = (byte*)NativeMemory.Alloc((nuint)(_capacity + Padding));
    }

    /// <summary>How many records are there.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes of keys, values and headers are there.</summary>
    public int Bytes => _length;

    /// <summary>Starts a record; its key and value are null until they are written.</summary>
    /// <param name="timestampMs">Milliseconds since 1970-01-01 UTC.</param>
    /// <param name="headers">In Kafka's record format; copied.</param>
    public void Begin(long timestampMs, ReadOnlySpan<byte> headers = default)
    {
        _open = new Entry { TimestampMs = timestampMs, KeyLength = -1, ValueLength = -1, Headers = _length };
        if (!headers.IsEmpty)
        {
            EnsureRoom(_data + _length, headers.Length);
            headers.CopyTo(new Span<byte>(_data + _length, headers.Length));
            _length += headers.Length;
            _open.HeadersLength = headers.Length;
        }

        _open.Key = _length;
    }

    /// <summary>A place to write the key or the value.</summary>
    public BufferCursor Write() => new(this, _data + _length, _data + _capacity);

    /// <summary>What was written since <see cref="Write"/> is the key.</summary>
    public void EndKey(in BufferCursor cursor)
    {
        _open.KeyLength = (int)(cursor.Position - _data) - _open.Key;
        _length = _open.Key + _open.KeyLength;
    }

    /// <summary>What was written is the key, and a window's start follows it, in 8 bytes, big-endian.</summary>
    public void EndKey(in BufferCursor cursor, long windowStartMs)
    {
        BufferCursor suffixed = cursor;
        suffixed.EnsureRoom(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(new Span<byte>(suffixed.Position, sizeof(long)), windowStartMs);
        suffixed.Position += sizeof(long);
        EndKey(suffixed);
        _open.WindowLength = sizeof(long);
    }

    /// <summary>What was written since the key is the value.</summary>
    public void EndValue(in BufferCursor cursor)
    {
        _open.Value = _length;
        _open.ValueLength = (int)(cursor.Position - _data) - _length;
        _length += _open.ValueLength;
    }

    /// <summary>Finishes the record.</summary>
    public void End()
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _entries[Count++] = _open;
    }

    /// <summary>A whole record from elsewhere.</summary>
    public void Add(in RecordRef record)
    {
        Begin(record.TimestampMs, record.Headers);
        if (record.HasKey)
        {
            BufferCursor cursor = Write();
            cursor.Raw(record.Key);
            EndKey(cursor);
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
            ref readonly Entry entry = ref _entries[index];
            return new RecordRef(
                _data + entry.Key, entry.KeyLength, _data + entry.Value, entry.ValueLength, _data + entry.Headers, entry.HeadersLength,
                entry.TimestampMs, index);
        }
    }

    /// <summary>What decides about a record's partition: its key without the window, so that all windows of a group lie in one.</summary>
    public ReadOnlySpan<byte> PartitionKey(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        ref readonly Entry entry = ref _entries[index];
        return new ReadOnlySpan<byte>(_data + entry.Key, Math.Max(entry.KeyLength - entry.WindowLength, 0));
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
        _data = null;
        _capacity = _length = Count = 0;
    }

    /// <summary>Makes room behind a position and gives the position's new place; the end of the room is in <paramref
    /// name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal byte* Grow(byte* position, int bytes, out byte* end)
    {
        EnsureRoom(position, bytes, out position);
        end = _data + _capacity;
        return position;
    }

    private void EnsureRoom(byte* position, int bytes) => EnsureRoom(position, bytes, out _);

    private void EnsureRoom(byte* position, int bytes, out byte* moved)
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

        moved = _data + used;
    }

    private struct Entry
    {
        public long TimestampMs;
        public int Headers;
        public int HeadersLength;
        public int Key;
        public int KeyLength;
        public int WindowLength;
        public int Value;
        public int ValueLength;
    }
}
