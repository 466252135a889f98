using System.Buffers.Binary;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Builds record batches of one partition in one growing buffer; offsets are filled in when they are known.
/// </summary>
/// <remarks>Kept and used again: allocates only while the buffer grows.</remarks>
public sealed class RecordBatchWriter
{
    /// <summary>
    /// A batch is closed when it has reached this size, so that a reader never needs much memory at once.
    /// </summary>
    private const int FullBatchBytes = 256 * 1024;

    private readonly List<int> _batchStarts = [];
    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _records;
    private long _baseTimestampMs;
    private long _maxTimestampMs;

    /// <summary>Records written since the last <see cref="Reset"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of all batches so far, headers included.</summary>
    public int SizeBytes => _length;

    /// <summary>Adds one record.</summary>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="hasKey">False writes a null key, which is not the same as an empty one.</param>
    /// <param name="key">The key as bytes.</param>
    /// <param name="hasValue">False writes a null value: a tombstone.</param>
    /// <param name="value">The value as bytes.</param>
    /// <param name="headers">Kafka's encoding: a varint count, then the headers; empty for none.</param>
    public void Append(
        long timestampMs,
        bool hasKey,
        ReadOnlySpan<byte> key,
        bool hasValue,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers = default)
    {
        if (_records == 0 || _length - _batchStarts[^1] >= FullBatchBytes)
        {
            StartBatch(timestampMs);
        }

        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
        long timestampDelta = timestampMs - _baseTimestampMs;
        int keyLength = hasKey ? key.Length : -1;
        int valueLength = hasValue ? value.Length : -1;
        int body = 1 + VarintBytes(timestampDelta) + VarintBytes(_records) + VarintBytes(keyLength) + VarintBytes(valueLength)
            + (hasKey ? key.Length : 0) + (hasValue ? value.Length : 0) + Math.Max(1, headers.Length);
        Span<byte> target = Room(body + LongestVarint);
        int at = WriteVarint(target, body);
        target[at++] = 0;
        at += WriteVarint(target[at..], timestampDelta);
        at += WriteVarint(target[at..], _records);
        at = WriteBlock(target, at, keyLength, key);
        at = WriteBlock(target, at, valueLength, value);
        if (headers.IsEmpty)
        {
            target[at++] = 0;
        }
        else
        {
            headers.CopyTo(target[at..]);
            at += headers.Length;
        }

        _length += at;
        _records++;
        Count++;
        CloseHeader();
    }

    /// <summary>Gives every batch its offsets and checksum, and the bytes to append to the log.</summary>
    /// <param name="baseOffset">Offset of the first record.</param>
    public ReadOnlySpan<byte> Finish(long baseOffset)
    {
        for (int i = 0; i < _batchStarts.Count; i++)
        {
            int end = i + 1 < _batchStarts.Count ? _batchStarts[i + 1] : _length;
            Span<byte> batch = _buffer.AsSpan(_batchStarts[i], end - _batchStarts[i]);
            BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
            BinaryPrimitives.WriteInt32BigEndian(batch[BatchLength..], batch.Length - LengthPrefixBytes);
            BinaryPrimitives.WriteUInt32BigEndian(batch[Crc..], Checksum(batch[Attributes..]));
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
    }

    private static int WriteBlock(Span<byte> target, int at, int length, ReadOnlySpan<byte> data)
    {
        at += WriteVarint(target[at..], length);
        if (length > 0)
        {
            data.CopyTo(target[at..]);
            at += length;
        }

        return at;
    }

    private void StartBatch(long timestampMs)
    {
        Span<byte> header = Room(HeaderBytes)[..HeaderBytes];
        header.Clear();
        header[Magic] = 2;
        BinaryPrimitives.WriteInt64BigEndian(header[ProducerId..], -1);
        BinaryPrimitives.WriteInt16BigEndian(header[ProducerEpoch..], -1);
        BinaryPrimitives.WriteInt32BigEndian(header[BaseSequence..], -1);
        BinaryPrimitives.WriteInt64BigEndian(header[BaseTimestamp..], timestampMs);
        _batchStarts.Add(_length);
        _length += HeaderBytes;
        _records = 0;
        _baseTimestampMs = timestampMs;
        _maxTimestampMs = timestampMs;
    }

    private void CloseHeader()
    {
        Span<byte> header = _buffer.AsSpan(_batchStarts[^1], HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(header[LastOffsetDelta..], _records - 1);
        BinaryPrimitives.WriteInt64BigEndian(header[MaxTimestamp..], _maxTimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(header[RecordCount..], _records);
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }

        return _buffer.AsSpan(_length);
    }
}
