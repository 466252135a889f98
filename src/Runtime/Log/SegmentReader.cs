using System.Runtime.InteropServices;
using QueryGen.Storage;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Reads the batches of a segment into native memory and checks each: where it begins, and its checksum. Not thread-safe.
/// </summary>
/// <remarks>Allocates only while its buffer grows. Keeps its segment open.</remarks>
internal sealed unsafe class SegmentReader(DamageReport damage) : IDisposable
{
    private const int ChunkBytes = 256 * 1024;

    private Segment? _segment;

    // Where in the segment the buffer begins, and where in the buffer the next batch does.
    private long _position;
    private int _at;
    private byte* _buffer;
    private int _capacity;
    private int _filled;

    ~SegmentReader() => NativeMemory.Free(_buffer);

    /// <summary>The segment that it reads; null: none.</summary>
    public Segment? Segment => _segment;

    /// <summary>Offset at which the next batch begins.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Begins at or before the batch that holds an offset.</summary>
    /// <param name="segment">A segment that was acquired, and that this reader releases.</param>
    /// <param name="offset">The offset.</param>
    public void Enter(Segment segment, long offset)
    {
        Leave();
        _segment = segment;
        (NextOffset, _position) = segment.Find(offset);
    }

    /// <summary>Gives the segment up.</summary>
    public void Leave()
    {
        _segment?.Release();
        _segment = null;
        _filled = 0;
        _at = 0;
    }

    /// <summary>The next batch; false at the end of what is committed.</summary>
    /// <param name="endOffset">No batch that begins at or behind this offset is looked for behind a damage.</param>
    /// <param name="batch">
    /// Valid until the next call; <see cref="RecordBatchParser.ReadableBytes"/> can be read behind it.
    /// </param>
    /// <param name="size">Its bytes.</param>
    /// <exception cref="LogDamagedException">There is no whole batch, and that is not to be passed over.</exception>
    public bool TryRead(long endOffset, out byte* batch, out int size)
    {
        long limit = _segment!.CommittedBytes;
        while (_position + _at < limit)
        {
            long left = limit - _position - _at;
            ReadOnlySpan<byte> rest = new(_buffer + _at, _filled - _at);
            bool hasHeader = rest.Length >= HeaderBytes;
            long wanted = hasHeader ? SizeBytes(rest) : HeaderBytes;
            if (wanted < 0 || wanted > left || (hasHeader && FirstOffset(rest) != NextOffset))
            {
                PassDamage(limit, endOffset);
            }
            else if (!hasHeader || wanted > rest.Length)
            {
                Fill(wanted, limit, endOffset);
            }
            else if (!HasValidChecksum(rest[..(int)wanted]) && !PlantedBugs.Has(PlantedBug.ReaderChecksumIgnored))
            {
                PassDamage(limit, endOffset);
            }
            else
            {
                batch = _buffer + _at;
                size = (int)wanted;
                _at += size;
                NextOffset = RecordBatchLayout.NextOffset(rest);
                return true;
            }
        }

        batch = null;
        size = 0;
        return false;
    }

    /// <summary>What <see cref="TryRead"/> gave last has a right checksum and is no batch all the same.</summary>
    public LogDamagedException Malformed(long firstOffset, int size) =>
        new(_segment!.Path, _position + _at - size, DamageReport.NoBatch(firstOffset), damage.Folder);

    public void Dispose()
    {
        Leave();
        NativeMemory.Free(_buffer);
        _buffer = null;
        _capacity = 0;
        GC.SuppressFinalize(this);
    }

    /// <summary>Brings more of the segment into the buffer, at least so many bytes from the next batch on.</summary>
    private void Fill(long wanted, long limit, long endOffset)
    {
        int rest = _filled - _at;
        if (_at > 0)
        {
            Buffer.MemoryCopy(_buffer + _at, _buffer, rest, rest);
            _position += _at;
            _at = 0;
            _filled = rest;
        }

        int bytes = (int)Math.Min(Math.Max(wanted, ChunkBytes), limit - _position);
        if (_capacity < bytes)
        {
            _buffer = (byte*)NativeMemory.Realloc(_buffer, (nuint)(bytes + RecordBatchParser.ReadableBytes));
            _capacity = bytes;
        }

        _filled += _segment!.Read(new Span<byte>(_buffer + rest, bytes - rest), _position + rest);
        if (_filled < wanted)
        {
            PassDamage(limit, endOffset);
        }
    }

    /// <summary>Goes on behind what cannot be read, where that is allowed.</summary>
    private void PassDamage(long limit, long endOffset)
    {
        Segment segment = _segment!;
        long position = _position + _at;
        damage.Check(segment.Path, position, DamageReport.NoBatch(NextOffset));
        endOffset = Math.Min(endOffset, segment.NextOffset);
        (long Offset, long Position)? next =
            new SegmentScan(damage).FindBehindDamage(segment, position, limit, NextOffset, endOffset - 1);
        long nextOffset = next?.Offset ?? endOffset;
        damage.Skipped(segment.Path, position, NextOffset, nextOffset);
        NextOffset = nextOffset;
        _position = next?.Position ?? limit;
        _filled = 0;
        _at = 0;
    }
}
