using System.Buffers.Binary;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>What is known of a segment without reading it: how it ends, and where some of its batches stand.</summary>
/// <param name="SizeBytes">Bytes of the segment that this is true of.</param>
/// <param name="NextOffset">Offset behind the last record.</param>
/// <param name="MaxTimestampMs">The highest timestamp.</param>
/// <param name="IsCompacted">Compaction has gone over it.</param>
internal readonly record struct SegmentSummary(long SizeBytes, long NextOffset, long MaxTimestampMs, bool IsCompacted);

/// <summary>
/// A sparse index: offset and place of one batch in so many bytes. Thread-safe.
/// </summary>
/// <remarks>
/// Its file lies beside the segment, is never flushed, and counts only while its checksum is right and it speaks of as many bytes as the
/// segment has; else the segment is read and the index made anew.
/// </remarks>
internal sealed class SegmentIndex
{
    /// <summary>One entry for so many bytes of batches.</summary>
    private const int StepBytes = 64 * 1024;

    private const string Extension = ".index";
    private const ulong Signature = 0x31304E4547524551;
    private const int EntryBytes = 2 * sizeof(long);
    private const int FixedBytes = (4 * sizeof(long)) + (2 * sizeof(int));

    private readonly List<(long Offset, long Position)> _entries = [];

    /// <summary>The index's file for a segment's file.</summary>
    public static string PathOf(string segment) => Path.ChangeExtension(segment, Extension);

    /// <summary>Takes in the batch that begins at a place.</summary>
    public void Add(long offset, long position)
    {
        lock (_entries)
        {
            if (_entries.Count == 0 || position - _entries[^1].Position >= StepBytes)
            {
                _entries.Add((offset, position));
            }
        }
    }

    /// <summary>Takes in the batch behind a damage, so that nobody needs to read through it.</summary>
    public void AddBehindDamage(long offset, long position)
    {
        lock (_entries)
        {
            _entries.Add((offset, position));
        }
    }

    /// <summary>The last known batch that begins at or before an offset; null where there is none.</summary>
    public (long Offset, long Position)? Find(long offset)
    {
        lock (_entries)
        {
            int low = 0;
            int high = _entries.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                if (_entries[middle].Offset <= offset)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return high < 0 ? null : _entries[high];
        }
    }

    /// <summary>Forgets the batches from a place on.</summary>
    public void CutAt(long position)
    {
        lock (_entries)
        {
            int kept = _entries.Count;
            while (kept > 0 && _entries[kept - 1].Position >= position)
            {
                kept--;
            }

            _entries.RemoveRange(kept, _entries.Count - kept);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Save(IDisk disk, string segment, in SegmentSummary summary)
    {
        byte[] data;
        lock (_entries)
        {
            data = new byte[FixedBytes + (_entries.Count * EntryBytes) + sizeof(uint)];
            Span<byte> rest = data.AsSpan(FixedBytes);
            foreach ((long offset, long position) in _entries)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, offset);
                BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], position);
                rest = rest[EntryBytes..];
            }

            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(32), _entries.Count);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(data, Signature);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), summary.SizeBytes);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(16), summary.NextOffset);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(24), summary.MaxTimestampMs);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(36), summary.IsCompacted ? 1 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(data.Length - sizeof(uint)), Checksum.Of(data.AsSpan(0, data.Length - sizeof(uint))));
        using IDiskFile file = disk.Open(PathOf(segment), FileMode.Create);
        file.Write(data, 0);
    }

    /// <summary>Reads the file; null where there is none, or none that is true.</summary>
    /// <param name="disk">Where it lies.</param>
    /// <param name="segment">The segment's file.</param>
    /// <param name="sizeBytes">The segment's bytes.</param>
    public SegmentSummary? Load(IDisk disk, string segment, long sizeBytes)
    {
        string path = PathOf(segment);
        if (!disk.FileExists(path))
        {
            return null;
        }

        using IDiskFile file = disk.Open(path, FileMode.Open);
        byte[] data = new byte[file.Length];
        int length = file.Read(data, 0);
        if (length < FixedBytes + sizeof(uint)
            || BinaryPrimitives.ReadUInt64LittleEndian(data) != Signature
            || BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(8)) != sizeBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(length - sizeof(uint))) != Checksum.Of(data.AsSpan(0, length - sizeof(uint))))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(32));
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = data.AsSpan(FixedBytes + (i * EntryBytes), EntryBytes);
            _entries.Add((BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..])));
        }

        return new SegmentSummary(
            sizeBytes,
            BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(24)),
            BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(36)) != 0);
    }
}
