using System.Globalization;
using QueryGen.Storage;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// One file of a partition: record batches one behind the other, each of which begins with the offset at which the former one ends.
/// </summary>
/// <remarks>
/// Written by one thread at a time. Closed when its partition has given it up and the last reader has left it.
/// </remarks>
internal sealed class Segment
{
    public const string Extension = ".log";

    private const int WriteAgainBytes = 1024 * 1024;

    private readonly IDisk _disk;
    private readonly IDiskFile _file;
    private readonly SegmentIndex _index = new();
    private long _committedBytes;
    private int _users = 1;

    private Segment(IDisk disk, string path, long baseOffset, FileMode mode)
    {
        _disk = disk;
        Path = path;
        BaseOffset = baseOffset;
        NextOffset = baseOffset;
        _file = disk.Open(path, mode);
    }

    public string Path { get; }

    /// <summary>Offset at which the first batch begins, which is also the file's name.</summary>
    public long BaseOffset { get; }

    /// <summary>Offset behind the last record written.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Bytes of whole batches.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The highest timestamp; <see cref="long.MinValue"/> where there is no batch.</summary>
    public long MaxTimestampMs { get; private set; } = long.MinValue;

    /// <summary>Bytes that readers may read.</summary>
    public long CommittedBytes => Volatile.Read(ref _committedBytes);

    /// <summary>Something was written that was not flushed.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Compaction has gone over it.</summary>
    public bool IsCompacted { get; private set; }

    /// <summary>The index lies beside it, and is true.</summary>
    public bool IsIndexSaved { get; private set; }

    /// <summary>Bytes of the file, whole batches or not.</summary>
    public long FileBytes => _file.Length;

    public static Segment Create(IDisk disk, string folder, long baseOffset) =>
        new(disk, NameOf(folder, baseOffset), baseOffset, FileMode.CreateNew);

    /// <summary>Opens a file of which nothing is known yet.</summary>
    public static Segment Open(IDisk disk, string folder, long baseOffset) =>
        new(disk, NameOf(folder, baseOffset), baseOffset, FileMode.Open);

    /// <summary>Base offsets of the segments in a folder, lowest first.</summary>
    public static List<long> BaseOffsets(IDisk disk, string folder)
    {
        List<long> offsets = [];
        foreach (string name in disk.Files(folder))
        {
            if (name.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan()[..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            {
                offsets.Add(offset);
            }
        }

        offsets.Sort();
        return offsets;
    }

    public static string NameOf(string folder, long baseOffset) =>
        System.IO.Path.Combine(folder, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>Appends whole batches of which the first begins at <see cref="NextOffset"/>.</summary>
    public void Append(ReadOnlySpan<byte> batches)
    {
        IsDirty = true;
        IsIndexSaved = false;
        _file.Write(batches, SizeBytes);
        while (!batches.IsEmpty)
        {
            Enter(batches);
            batches = batches[(int)RecordBatchLayout.SizeBytes(batches)..];
        }
    }

    /// <summary>Takes in a batch that the file holds at <see cref="SizeBytes"/>.</summary>
    public void Enter(ReadOnlySpan<byte> header)
    {
        _index.Add(FirstOffset(header), SizeBytes);
        NextOffset = RecordBatchLayout.NextOffset(header);
        SizeBytes += RecordBatchLayout.SizeBytes(header);
        MaxTimestampMs = Math.Max(MaxTimestampMs, RecordBatchLayout.MaxTimestampMs(header));
    }

    /// <summary>Takes in bytes that are no batch, because what comes behind them can be read.</summary>
    public void EnterDamage(long bytes, long nextOffset)
    {
        SizeBytes += bytes;
        NextOffset = nextOffset;
        _index.AddBehindDamage(nextOffset, SizeBytes);
    }

    /// <summary>Lets readers read all that is there.</summary>
    public void Publish() => Volatile.Write(ref _committedBytes, SizeBytes);

    /// <summary>Reads at a place in the file; gives the number of bytes read.</summary>
    public int Read(Span<byte> target, long position) => _file.Read(target, position);

    /// <summary>A batch at or before the one that holds the offset.</summary>
    public (long Offset, long Position) Find(long offset) => _index.Find(offset) ?? (BaseOffset, 0);

    /// <summary>Cuts off all batches from this offset on, for good. A batch that holds the offset goes too.</summary>
    /// <returns>Bytes cut off.</returns>
    public long CutAt(long offset)
    {
        if (offset < NextOffset)
        {
            _disk.DeleteFile(SegmentIndex.PathOf(Path));
            (long from, long position) = Find(Math.Max(offset - 1, BaseOffset));
            long length = SizeBytes;
            NextOffset = from;
            SizeBytes = position;
            _index.CutAt(position);
            byte[] header = new byte[HeaderBytes];
            while (SizeBytes < length && Read(header, SizeBytes) == HeaderBytes && RecordBatchLayout.NextOffset(header) <= offset)
            {
                Enter(header);
            }
        }

        return CutFile();
    }

    /// <summary>Takes back what was appended since <see cref="Publish"/>, for good.</summary>
    /// <param name="nextOffset">Offset behind the last record published.</param>
    public void RollBack(long nextOffset)
    {
        SizeBytes = CommittedBytes;
        NextOffset = nextOffset;
        _index.CutAt(SizeBytes);
        CutFile();
    }

    /// <summary>Writes the records from an offset on once more, so that the next flush must bring them to the disk.</summary>
    public void WriteAgainFrom(long offset)
    {
        IsDirty = true;
        WriteAgain(_file, Find(offset).Position, SizeBytes);
    }

    /// <summary>Reads a part of a file, and writes it where it was.</summary>
    public static void WriteAgain(IDiskFile file, long position, long end)
    {
        byte[] chunk = new byte[Math.Clamp(end - position, 0, WriteAgainBytes)];
        while (position < end)
        {
            int read = file.Read(chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - position)), position);
            if (read == 0)
            {
                throw new EndOfStreamException("A file has become shorter while it was read.");
            }

            file.Write(chunk.AsSpan(0, read), position);
            position += read;
        }
    }

    public void Flush() => _file.Flush();

    /// <summary>
    /// Writes the index beside the segment, so that a start need not read the segment. One that the disk refuses does no harm.
    /// </summary>
    public void TrySaveIndex()
    {
        try
        {
            _index.Save(_disk, Path, new SegmentSummary(SizeBytes, NextOffset, MaxTimestampMs, IsCompacted));
            IsIndexSaved = true;
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            // A part of it fails its checksum, and the segment is read instead.
        }

        CrashPoints.Reach(CrashPoints.IndexWritten);
    }

    /// <summary>Takes over what the index says; false where the segment must be read.</summary>
    /// <param name="trustedOffset">Records behind it may be lost, whatever the index says.</param>
    public bool TryLoadIndex(long trustedOffset)
    {
        if (_index.Load(_disk, Path, FileBytes) is not { } summary)
        {
            return false;
        }

        if (summary.NextOffset > trustedOffset || summary.NextOffset < BaseOffset)
        {
            _index.CutAt(0);
            return false;
        }

        SizeBytes = summary.SizeBytes;
        NextOffset = summary.NextOffset;
        MaxTimestampMs = summary.MaxTimestampMs;
        IsCompacted = summary.IsCompacted;
        IsIndexSaved = true;
        return true;
    }

    /// <summary>Compaction has written it.</summary>
    public void SetCompacted()
    {
        IsCompacted = true;
        IsIndexSaved = false;
    }

    /// <summary>Keeps the file open until <see cref="Release"/>; false where it is closed already.</summary>
    public bool TryAcquire()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>Gives the file up: a reader after <see cref="TryAcquire"/>, the partition once.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _file.Dispose();
        }
    }

    /// <summary>Gives the file up and takes it out of its folder.</summary>
    public void Delete()
    {
        Release();
        DeleteFiles();
    }

    /// <summary>Takes the file out of its folder; who has it open can still read.</summary>
    public void DeleteFiles()
    {
        _disk.DeleteFile(SegmentIndex.PathOf(Path));
        _disk.DeleteFile(Path);
    }

    /// <summary>Cuts off what no whole batch is, for good: it may not come back under later batches.</summary>
    private long CutFile()
    {
        long more = FileBytes - SizeBytes;
        if (more != 0)
        {
            _file.SetLength(SizeBytes);
            _file.Flush();
        }

        return more;
    }
}
