using System.Buffers.Binary;
using System.Runtime.InteropServices;
using QueryGen.Serdes;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Reads the committed records of one partition, batch by batch, into native memory. Not thread-safe.
/// </summary>
/// <remarks>Allocates only while its buffers grow.</remarks>
public sealed unsafe class LogReader : IDisposable
{
    /// <summary>Bytes behind a batch that vector instructions may read; what they hold means nothing.</summary>
    private const int ReadableBytes = 64;

    private const int ChunkBytes = 1024 * 1024;

    private readonly PartitionLog _log;
    private readonly int _partition;
    private Segment? _segment;
    private long _position;
    private byte* _buffer;
    private int _capacity;
    private int _filled;
    private int _at;
    private RecordRef* _records;
    private int _recordCapacity;

    /// <summary>A reader that starts at an offset.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">Number of the partition.</param>
    /// <param name="offset">Offset of the first record to read; brought to the oldest one held where that is
    /// later.</param>
    public LogReader(LogTopic topic, int partition, long offset)
    {
        ArgumentNullException.ThrowIfNull(topic);
        _log = topic.Partitions[partition];
        _partition = partition;
        Offset = offset;
    }

    /// <summary>Frees the memory where nobody disposed of the reader.</summary>
    ~LogReader() => Free();

    /// <summary>Offset of the next record.</summary>
    public long Offset { get; private set; }

    /// <summary>Records committed but not read.</summary>
    public long Lag => Math.Max(0, _log.Committed.Offset - Offset);

    /// <summary>Goes on at another offset.</summary>
    public void Seek(long offset)
    {
        Offset = offset;
        _segment = null;
    }

    /// <summary>The next batch, or false where all committed records are read.</summary>
    /// <param name="batch">Valid until the next call.</param>
    /// <exception cref="InvalidDataException">The file holds something that is no record batch.</exception>
    public bool TryRead(out RecordBatch batch)
    {
        while (TryNextBatch(out ReadOnlySpan<byte> bytes))
        {
            int count = Parse(bytes);
            Offset = Math.Max(Offset, NextOffset(bytes));
            if (count > 0)
            {
                batch = new RecordBatch(new ReadOnlySpan<RecordRef>(_records, count), _partition);
                return true;
            }
        }

        batch = default;
        return false;
    }

    /// <summary>Frees the memory; batches given out are gone.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private bool TryNextBatch(out ReadOnlySpan<byte> batch)
    {
        CommittedEnd end = _log.Committed;
        batch = default;
        if (Offset >= end.Offset)
        {
            return false;
        }

        if (_segment is null)
        {
            Offset = Math.Max(Offset, _log.FirstOffset);
            _segment = _log.Find(Offset);
            _position = _segment.PositionBefore(Offset);
            _filled = 0;
            _at = 0;
        }

        while (true)
        {
            if (TryTakeBuffered(out batch))
            {
                return true;
            }

            long limit = _segment == end.Segment ? end.Position : _segment.SizeBytes;
            if (_position + _at >= limit)
            {
                if (_segment == end.Segment)
                {
                    // Records at the end may be gone; nothing is left to read, so nothing lags.
                    Offset = Math.Max(Offset, end.Offset);
                    return false;
                }

                _segment = _log.Next(_segment) ?? throw Damaged();
                _position = 0;
                _filled = 0;
                _at = 0;
                continue;
            }

            Fill(limit);
        }
    }

    private bool TryTakeBuffered(out ReadOnlySpan<byte> batch)
    {
        ReadOnlySpan<byte> rest = new(_buffer + _at, _filled - _at);
        batch = default;
        if (rest.Length < HeaderBytes)
        {
            return false;
        }

        long size = SizeBytes(rest);
        if (size < 0)
        {
            throw Damaged();
        }

        if (size > rest.Length)
        {
            return false;
        }

        batch = rest[..(int)size];
        _at += (int)size;
        return true;
    }

    /// <summary>Brings at least the whole next batch into the buffer.</summary>
    private void Fill(long limit)
    {
        _position += _at;
        _at = 0;
        _filled = 0;
        Read(Math.Min(ChunkBytes, limit - _position));
        ReadOnlySpan<byte> start = new(_buffer, _filled);
        long size = start.Length < HeaderBytes ? -1 : SizeBytes(start);
        if (size < 0 || size > limit - _position)
        {
            throw Damaged();
        }

        if (size > _filled)
        {
            Read(size);
        }
    }

    private void Read(long bytes)
    {
        if (_capacity < bytes)
        {
            NativeMemory.Free(_buffer);
            _buffer = null;
            _capacity = 0;
            _buffer = (byte*)NativeMemory.Alloc((nuint)bytes + ReadableBytes);
            _capacity = (int)bytes;
        }

        Span<byte> target = new(_buffer, (int)bytes);
        _filled = 0;
        while (_filled < target.Length)
        {
            int read = _segment!.Read(target[_filled..], _position + _filled);
            if (read == 0)
            {
                throw Damaged();
            }

            _filled += read;
        }
    }

    private int Parse(ReadOnlySpan<byte> batch)
    {
        long baseOffset = FirstOffset(batch);
        long baseTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[BaseTimestamp..]);
        int total = BinaryPrimitives.ReadInt32BigEndian(batch[RecordCount..]);
        Reserve(total);
        fixed (byte* start = batch)
        {
            int at = HeaderBytes;
            int count = 0;
            for (int i = 0; i < total; i++)
            {
                if (!TryReadVarint(batch, ref at, out long length) || length <= 0 || length > batch.Length - at)
                {
                    throw Damaged();
                }

                RecordRef record = ParseRecord(start + at, (int)length, baseOffset, baseTimestamp);
                at += (int)length;
                if (record.Offset >= Offset)
                {
                    _records[count++] = record;
                }
            }

            return count;
        }
    }

    private RecordRef ParseRecord(byte* start, int length, long baseOffset, long baseTimestamp)
    {
        ReadOnlySpan<byte> record = new(start, length);
        int at = 1;
        if (!TryReadVarint(record, ref at, out long timestampDelta)
            || !TryReadVarint(record, ref at, out long offsetDelta)
            || !TryReadBlock(record, ref at, out int keyAt, out int keyLength)
            || !TryReadBlock(record, ref at, out int valueAt, out int valueLength))
        {
            throw Damaged();
        }

        return new RecordRef(
            start + keyAt,
            keyLength,
            start + valueAt,
            valueLength,
            start + at,
            length - at,
            baseTimestamp + timestampDelta,
            baseOffset + offsetDelta);
    }

    private static bool TryReadBlock(ReadOnlySpan<byte> record, ref int at, out int start, out int length)
    {
        bool isRead = TryReadVarint(record, ref at, out long size) && size >= -1 && size <= record.Length - at;
        start = at;
        length = (int)size;
        at += Math.Max(0, length);
        return isRead;
    }

    private void Reserve(int records)
    {
        if (_recordCapacity < records)
        {
            NativeMemory.Free(_records);
            _records = null;
            _recordCapacity = 0;
            _records = (RecordRef*)NativeMemory.Alloc((nuint)records, (nuint)sizeof(RecordRef));
            _recordCapacity = records;
        }
    }

    private InvalidDataException Damaged() =>
        new($"The embedded log is damaged at offset {Offset} in '{_segment?.Path}'.");

    private void Free()
    {
        NativeMemory.Free(_buffer);
        NativeMemory.Free(_records);
        _buffer = null;
        _records = null;
        _capacity = 0;
        _recordCapacity = 0;
        _filled = 0;
        _at = 0;
    }
}
