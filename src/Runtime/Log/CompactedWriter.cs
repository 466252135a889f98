using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Serdes;
using QueryGen.Storage;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Writes the records that compaction keeps: with their offsets, in batches that follow each other without a gap.
/// </summary>
/// <remarks>
/// A batch begins where the former one ends, and so spans the offsets of records that are gone; the last one spans those at the end. So a
/// reader sees that nothing is missing, and the segment ends where it did.
/// </remarks>
internal sealed unsafe class CompactedWriter(IDiskFile file, long baseOffset)
{
    private const int FirstBytes = 16 * 1024;
    private const int ChunkBytes = 1024 * 1024;

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(FirstBytes, pinned: true);
    private long _fileBytes;
    private int _length;
    private int _batchStart;
    private int _batchRecords;
    private long _baseOffset = baseOffset;
    private long _nextOffset = baseOffset;
    private long _baseTimestampMs;
    private long _maxTimestampMs;
    private long? _deleteHorizonMs;

    /// <summary>Bytes written, to the file or not yet.</summary>
    public long SizeBytes => _fileBytes + _length;

    /// <summary>Records written.</summary>
    public long Records { get; private set; }

    /// <summary>Writes a record; offsets go up.</summary>
    /// <param name="record">The record.</param>
    /// <param name="deleteHorizonMs">
    /// From when on a tombstone may go; null for others. Milliseconds since 1970-01-01 UTC.
    /// </param>
    public void Add(in RecordRef record, long? deleteHorizonMs)
    {
        bool isFull = _length - _batchStart >= RecordBatchWriter.FullBatchBytes || record.Offset - _baseOffset >= int.MaxValue;
        bool isOther = deleteHorizonMs is not null && deleteHorizonMs != _deleteHorizonMs;
        if (_batchRecords > 0 && (isFull || isOther))
        {
            EndBatch(_nextOffset);
        }

        if (_batchRecords == 0)
        {
            SpanUpTo(record.Offset);
            StartBatch(record.TimestampMs, deleteHorizonMs);
        }

        Reserve((long)record.Key.Length + record.Value.Length + record.Headers.Length + RecordLayout.MostOverheadBytes);
        byte* data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer));
        byte* end = RecordLayout.Write(
            data + _length, record.TimestampMs - _baseTimestampMs, (int)(record.Offset - _baseOffset), in record);
        _length = (int)(end - data);
        _maxTimestampMs = Math.Max(_maxTimestampMs, record.TimestampMs);
        _nextOffset = record.Offset + 1;
        _batchRecords++;
        Records++;
    }

    /// <summary>Writes what is left, up to the offset at which the segment ends.</summary>
    public void Finish(long endOffset)
    {
        if (_batchRecords > 0)
        {
            EndBatch(endOffset - _baseOffset <= int.MaxValue ? endOffset : _nextOffset);
        }

        SpanUpTo(endOffset, hasRecordsBehind: false);
        WriteOut();
        if (!PlantedBugs.Has(PlantedBug.CompactedNotFlushed))
        {
            file.Flush();
        }
    }

    /// <summary>Writes batches without records, where the offsets without a record are more than one batch can span.</summary>
    private void SpanUpTo(long offset, bool hasRecordsBehind = true)
    {
        while (offset - _baseOffset >= (hasRecordsBehind ? int.MaxValue : 1))
        {
            StartBatch(0, null);
            EndBatch(_baseOffset + Math.Min(offset - _baseOffset, int.MaxValue));
        }
    }

    private void StartBatch(long timestampMs, long? deleteHorizonMs)
    {
        Reserve(HeaderBytes);
        _batchStart = _length;
        _deleteHorizonMs = deleteHorizonMs;
        _baseTimestampMs = deleteHorizonMs ?? timestampMs;
        _maxTimestampMs = timestampMs;
        StartHeader(_buffer.AsSpan(_length), _baseTimestampMs, deleteHorizonMs is null ? (short)0 : HasDeleteHorizon);
        _length += HeaderBytes;
    }

    private void EndBatch(long nextOffset)
    {
        Span<byte> batch = _buffer.AsSpan(_batchStart, _length - _batchStart);
        EndHeader(batch, (int)(nextOffset - _baseOffset - 1), _maxTimestampMs, _batchRecords);
        Seal(batch, _baseOffset);
        _baseOffset = nextOffset;
        _nextOffset = nextOffset;
        _batchRecords = 0;
        _batchStart = _length;
        if (_length >= ChunkBytes)
        {
            WriteOut();
        }
    }

    private void WriteOut()
    {
        file.Write(_buffer.AsSpan(0, _length), _fileBytes);
        _fileBytes += _length;
        _length = 0;
        _batchStart = 0;
    }

    private void Reserve(long bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(_buffer.Length * 2L, _length + bytes)), pinned: true);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            _buffer = larger;
        }
    }
}
