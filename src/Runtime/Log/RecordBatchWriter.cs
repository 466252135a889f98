using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Serdes;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Builds record batches of one partition in one growing buffer; offsets are filled in when they are known.
/// </summary>
/// <remarks>Kept and used again: allocates only while the buffer grows.</remarks>
public sealed unsafe class RecordBatchWriter
{
    /// <summary>
    /// A batch is closed when it has reached this size, so that a reader never needs much memory at once, and what is done with it one
    /// after the other finds it in the processor's cache.
    /// </summary>
    internal const int FullBatchBytes = 64 * 1024;

    private readonly List<int> _batchStarts = [];

    // Pinned, so that records are written through plain pointers; the garbage collector takes it with the writer.
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
    private int _length;
    private int _batchStart;
    private int _records;
    private long _baseTimestampMs;
    private long _maxTimestampMs;

    /// <summary>Records written since the last <see cref="Reset"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all batches so far, headers included.</summary>
    public int SizeBytes => _length;

    /// <summary>Records of the partition with a key and an earlier timestamp are not needed any more, once these are committed.</summary>
    internal long ExpiredBeforeMs { get; set; } = long.MinValue;

    /// <summary>Adds one record, as it lies in native memory; its offset is of no account.</summary>
    /// <exception cref="InvalidOperationException">The records of one commit and partition would be larger than 2 GiB.</exception>
    public void Append(in RecordRef record)
    {
        byte* data = Begin(record.TimestampMs, (long)record.Key.Length + record.Value.Length + record.HeadersLength);
        End(record.TimestampMs, data, RecordLayout.Write(data + _length, record.TimestampMs - _baseTimestampMs, _records, in record));
    }

    /// <summary>Adds one record.</summary>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="hasKey">False writes a null key, which is not the same as an empty one.</param>
    /// <param name="key">The key as bytes.</param>
    /// <param name="hasValue">False writes a null value: a tombstone.</param>
    /// <param name="value">The value as bytes.</param>
    /// <param name="headers">Kafka's encoding: a varint count, then the headers; empty for none.</param>
    /// <exception cref="InvalidOperationException">The records of one commit and partition would be larger than 2 GiB.</exception>
    public void Append(
        long timestampMs,
        bool hasKey,
        ReadOnlySpan<byte> key,
        bool hasValue,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers = default)
    {
        byte* data = Begin(timestampMs, (long)key.Length + value.Length + headers.Length);
        byte* end = RecordLayout.Write(
            data + _length, timestampMs - _baseTimestampMs, _records, hasKey, key, hasValue, value, headers);
        End(timestampMs, data, end);
    }

    /// <summary>Gives every batch its offsets, and the bytes to append to the log.</summary>
    /// <param name="baseOffset">Offset of the first record.</param>
    public ReadOnlySpan<byte> Finish(long baseOffset)
    {
        CloseBatch();
        foreach (int start in _batchStarts)
        {
            Span<byte> batch = _buffer.AsSpan(start);
            SetFirstOffset(batch, baseOffset);
            baseOffset = NextOffset(batch);
        }

        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Forgets what was written; the memory stays.</summary>
    public void Reset()
    {
        _batchStarts.Clear();
        _length = 0;
        _records = 0;
        Count = 0;
        ExpiredBeforeMs = long.MinValue;
    }

    // Makes room for a record, and a batch for it where there is none; gives the first byte of the buffer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Begin(long timestampMs, long bytes)
    {
        long most = bytes + RecordLayout.MostOverheadBytes + HeaderBytes;
        if (_buffer.Length - _length < most)
        {
            Grow(most);
        }

        if (_records == 0 || _length - _batchStart >= FullBatchBytes)
        {
            CloseBatch();
            StartBatch(timestampMs);
        }

        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(long timestampMs, byte* data, byte* end)
    {
        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
        _length = (int)(end - data);
        _records++;
        Count++;
    }

    private void StartBatch(long timestampMs)
    {
        StartHeader(_buffer.AsSpan(_length), timestampMs, attributes: 0);
        _batchStarts.Add(_length);
        _batchStart = _length;
        _length += HeaderBytes;
        _records = 0;
        _baseTimestampMs = timestampMs;
        _maxTimestampMs = timestampMs;
    }

    // The checksum is made while the processor's cache has the records still.
    private void CloseBatch()
    {
        if (_records > 0)
        {
            Span<byte> batch = _buffer.AsSpan(_batchStart, _length - _batchStart);
            EndHeader(batch, _records - 1, _maxTimestampMs, _records);
            Seal(batch);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(long bytes)
    {
        long needed = _length + bytes;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException("The records of one commit and partition are larger than 2 GiB; commit more often.");
        }

        byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(_buffer.Length * 2L, needed, Array.MaxLength), pinned: true);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
    }
}
