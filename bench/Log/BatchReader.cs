using System.Runtime.InteropServices;
using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Bench.Log;

/// <summary>The records of batches that lie in memory, one by one.</summary>
internal sealed unsafe class BatchReader : IDisposable
{
    private readonly RecordBatchParser _parser = new();
    private readonly byte* _bytes;
    private readonly int _length;
    private int _at;
    private int _count;
    private int _next;

    public BatchReader(ReadOnlySpan<byte> batches)
    {
        _length = batches.Length;
        _bytes = (byte*)NativeMemory.Alloc((nuint)(_length + RecordBatchParser.ReadableBytes));
        batches.CopyTo(new Span<byte>(_bytes, _length));
    }

    /// <summary>The next one; valid until the next call.</summary>
    public bool TryRead(out RecordRef record)
    {
        record = default;
        while (_next == _count && _at < _length)
        {
            ReadOnlySpan<byte> batch = new(_bytes + _at, _length - _at);
            int size = (int)RecordBatchLayout.SizeBytes(batch);
            _count = RecordBatchLayout.HasValidChecksum(batch[..size]) ? _parser.Parse(_bytes + _at, size, 0) : -1;
            _next = 0;
            _at += size;
        }

        if (_next < _count)
        {
            record = _parser.Records(_count)[_next++];
            return true;
        }

        return _count < 0 ? throw new InvalidDataException("A batch written by hand is none.") : false;
    }

    public void Dispose()
    {
        _parser.Dispose();
        NativeMemory.Free(_bytes);
    }
}
