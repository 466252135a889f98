using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>Reads a segment at start: finds its batches, and where they end.</summary>
/// <remarks>Only of segments without an index, and those that may be torn: the others are checked by who reads them.</remarks>
internal sealed class SegmentScan(DamageReport damage)
{
    private const int WindowBytes = 64 * 1024;

    private byte[] _window = new byte[WindowBytes];
    private long _windowStart;
    private int _windowBytes;

    /// <summary>Takes in all whole batches, up to the first one that is none.</summary>
    /// <param name="segment">A segment of which nothing was taken in.</param>
    /// <param name="durableOffset">Records before it were on disk: one that is not there is damage, and no torn tail.</param>
    /// <exception cref="LogDamagedException">Records that were on disk cannot be read, and that is not to be passed over.</exception>
    public void Read(Segment segment, long durableOffset)
    {
        long length = segment.FileBytes;
        _windowBytes = 0;
        while (segment.SizeBytes < length)
        {
            ReadOnlySpan<byte> header = Look(segment, segment.SizeBytes, HeaderBytes);
            if (IsNext(header, segment, length) && IsWhole(segment, header))
            {
                segment.Enter(Look(segment, segment.SizeBytes, HeaderBytes));
            }
            else if (segment.NextOffset >= durableOffset || !TryPassDamage(segment, length, durableOffset))
            {
                return;
            }
        }
    }

    /// <summary>Where behind a damage the next whole batch begins; null where there is none.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="position">Where the damage begins.</param>
    /// <param name="length">Bytes of the segment that count.</param>
    /// <param name="firstOffset">The batch begins behind this offset …</param>
    /// <param name="lastOffset">… and not behind this one.</param>
    public (long Offset, long Position)? FindBehindDamage(
        Segment segment, long position, long length, long firstOffset, long lastOffset)
    {
        _windowBytes = 0;
        for (long at = position + 1; at + HeaderBytes <= length; at++)
        {
            ReadOnlySpan<byte> header = Look(segment, at, HeaderBytes);
            if (header.Length == HeaderBytes && header[Magic] == 2
                && SizeBytes(header) is var size && size > 0 && size <= length - at
                && FirstOffset(header) is var offset && offset > firstOffset && offset <= lastOffset
                && HasValidChecksum(Look(segment, at, size)))
            {
                return (offset, at);
            }
        }

        return null;
    }

    private bool TryPassDamage(Segment segment, long length, long durableOffset)
    {
        damage.Check(segment.Path, segment.SizeBytes, DamageReport.NoBatch(segment.NextOffset));
        if (FindBehindDamage(segment, segment.SizeBytes, length, segment.NextOffset, durableOffset) is not (long offset, long position))
        {
            return false;
        }

        damage.Skipped(segment.Path, segment.SizeBytes, segment.NextOffset, offset);
        segment.EnterDamage(position - segment.SizeBytes, offset);
        return true;
    }

    private static bool IsNext(ReadOnlySpan<byte> header, Segment segment, long length) =>
        header.Length == HeaderBytes
        && SizeBytes(header) is var size && size > 0 && size <= Math.Min(length - segment.SizeBytes, Array.MaxLength)
        && FirstOffset(header) == segment.NextOffset && NextOffset(header) > segment.NextOffset;

    private bool IsWhole(Segment segment, ReadOnlySpan<byte> header)
    {
        long size = SizeBytes(header);
        ReadOnlySpan<byte> batch = Look(segment, segment.SizeBytes, size);
        return batch.Length == size && HasValidChecksum(batch);
    }

    /// <summary>Bytes of the file; fewer where it ends.</summary>
    private ReadOnlySpan<byte> Look(Segment segment, long position, long bytes)
    {
        long offset = position - _windowStart;
        if (_windowBytes == 0 || offset < 0 || offset + bytes > _windowBytes)
        {
            if (_window.Length < bytes)
            {
                _window = new byte[bytes];
            }

            _windowStart = position;
            _windowBytes = segment.Read(_window, position);
            offset = 0;
        }

        return _window.AsSpan((int)offset, (int)Math.Min(bytes, _windowBytes - offset));
    }
}
