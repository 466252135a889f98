using QueryGen.Storage;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// One partition of a topic: a row of segments, written by one committer at a time and read by any number of readers.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private readonly IDisk _disk;
    private readonly long _segmentBytes;
    private volatile Segment[] _segments;
    private volatile bool _isClosed;
    private long _committedOffset;

    // A process that was killed may have made or deleted files and told nobody.
    private bool _isFolderDirty = true;

    internal PartitionLog(IDisk disk, string folder, long segmentBytes, Segment[] segments, DamageReport damage)
    {
        _disk = disk;
        _segmentBytes = segmentBytes;
        _segments = segments;
        Folder = folder;
        Damage = damage;
    }

    public string Folder { get; }

    public DamageReport Damage { get; }

    /// <summary>Offset of the oldest record held.</summary>
    public long FirstOffset => _segments[0].BaseOffset;

    /// <summary>Offset behind the last record written, committed or not.</summary>
    public long NextOffset => Last.NextOffset;

    /// <summary>Offset behind the last record that readers see.</summary>
    public long CommittedOffset => Volatile.Read(ref _committedOffset);

    /// <summary>
    /// Committed records with a key and an earlier timestamp are not needed any more; milliseconds since 1970-01-01 UTC. Known again after
    /// a start with the first commit that says it.
    /// </summary>
    public long ExpiredBeforeMs { get; set; } = long.MinValue;

    /// <summary>The segments, oldest first; the last one is written to.</summary>
    public ReadOnlySpan<Segment> Segments => _segments;

    /// <summary>Segments whose records a compacted one holds, and whose files are still there. The cleaner's own.</summary>
    public List<Segment> Covered { get; } = [];

    private Segment Last => _segments[^1];

    /// <summary>
    /// Appends whole batches whose offsets start at <see cref="NextOffset"/>; no reader sees them yet.
    /// </summary>
    public void Append(ReadOnlySpan<byte> batches)
    {
        if (Last.SizeBytes > 0 && Last.SizeBytes + batches.Length > _segmentBytes)
        {
            Roll();
        }

        Last.Append(batches);
    }

    /// <summary>Goes on in a new segment.</summary>
    public void Roll()
    {
        _isFolderDirty = true;
        _segments = [.. _segments, Segment.Create(_disk, Folder, NextOffset)];
        CrashPoints.Reach(CrashPoints.SegmentCreated);
    }

    /// <summary>Lets readers see all that was appended.</summary>
    public void Publish()
    {
        // A reader looks at the offset first, and must then find the bytes.
        Last.Publish();
        Volatile.Write(ref _committedOffset, Last.NextOffset);
    }

    /// <summary>Takes back, for good, what was appended since <see cref="Publish"/>.</summary>
    /// <remarks>
    /// A segment that was begun for it stays, for the one before may have been taken for closed. It was whole: a commit appends to one
    /// segment only.
    /// </remarks>
    public void RollBack()
    {
        if (PlantedBugs.Has(PlantedBug.RollBackForgotten))
        {
            Publish();
            return;
        }

        Last.RollBack(CommittedOffset);
    }

    /// <summary>
    /// Cuts off, for good, what is behind an offset, and lets readers see what is before it: where the last commit ended.
    /// </summary>
    /// <returns>Bytes cut off.</returns>
    /// <exception cref="LogDamagedException">
    /// Records that were on disk, for else they had not been deleted or compacted, are not committed; and that is not to be passed over.
    /// </exception>
    public long CutAt(long offset)
    {
        offset = PlantedBugs.Has(PlantedBug.UncommittedKept) ? Math.Max(offset, NextOffset) : offset;
        if (FirstOffset > offset)
        {
            Damage.Check(_segments[0].Path, 0, DamageReport.NoBatch(offset));
        }

        Segment[] segments = _segments;
        int kept = segments.Length;
        long bytes = 0;
        while (kept > 0 && segments[kept - 1].BaseOffset >= offset && (kept > 1 || segments[0].BaseOffset != offset))
        {
            bytes += segments[--kept].FileBytes;
            segments[kept].Delete();
        }

        if (kept == 0)
        {
            _segments = [Segment.Create(_disk, Folder, offset)];
        }
        else
        {
            _segments = segments[..kept];
            bytes += Last.CutAt(offset);
            FillUpTo(offset);
        }

        foreach (Segment segment in _segments)
        {
            segment.Publish();
        }

        Publish();
        return bytes;
    }

    /// <summary>
    /// The segment that holds an offset, or the first one behind it, kept open for the caller to release; null at the end.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public Segment? Acquire(long offset)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(EmbeddedLog));
            Segment[] segments = _segments;
            int index = segments.Length;
            while (index > 0 && segments[index - 1].NextOffset > offset)
            {
                index--;
            }

            if (index == segments.Length)
            {
                return null;
            }

            // One that is closed already was replaced or deleted a moment ago.
            if (segments[index].TryAcquire())
            {
                return segments[index];
            }
        }
    }

    /// <summary>Hands over what must be flushed for all that was appended to be on the disk.</summary>
    public void TakeDirty(List<Segment> segments, List<string> folders)
    {
        // The dirty ones stand at the end; the last one may be empty.
        Segment[] own = _segments;
        for (int i = own.Length - 1; i >= 0 && (own[i].IsDirty || i == own.Length - 1); i--)
        {
            if (own[i].IsDirty)
            {
                own[i].IsDirty = false;
                segments.Add(own[i]);
            }
        }

        if (_isFolderDirty)
        {
            _isFolderDirty = false;
            folders.Add(Folder);
        }
    }

    /// <summary>Writes the indexes of segments that are on the disk and are not written to any more.</summary>
    /// <param name="isClosed">True: nothing is written to the last one either.</param>
    public void SaveIndexes(bool isClosed)
    {
        Segment[] segments = _segments;
        for (int i = segments.Length - (isClosed ? 1 : 2); i >= 0 && !segments[i].IsIndexSaved; i--)
        {
            if (segments[i].SizeBytes > 0 && !segments[i].IsDirty)
            {
                segments[i].TrySaveIndex();
            }
        }
    }

    /// <summary>Makes sure that the next flush brings all records from an offset on to the disk.</summary>
    /// <remarks>
    /// A process that was killed has flushed nothing; and where a flush has failed, the system may show what it never wrote and call it
    /// flushed. So it is written once more.
    /// </remarks>
    public void WriteAgainFrom(long offset)
    {
        foreach (Segment segment in _segments)
        {
            if (segment.NextOffset > offset && !PlantedBugs.Has(PlantedBug.NotWrittenAgain))
            {
                segment.WriteAgainFrom(offset);
            }
        }
    }

    /// <summary>Puts one segment in the place of several neighbours; readers that are in those stay there to their end.</summary>
    public void Replace(ReadOnlySpan<Segment> old, Segment? replacement)
    {
        List<Segment> segments = [.. _segments];
        int at = segments.IndexOf(old[0]);
        segments.RemoveRange(at, old.Length);
        if (replacement is not null)
        {
            segments.Insert(at, replacement);
        }

        _segments = [.. segments];
    }

    /// <summary>Takes away the files of segments that compaction has made superfluous.</summary>
    public void DeleteCovered()
    {
        while (Covered.Count > 0)
        {
            Covered[^1].DeleteFiles();
            Covered.RemoveAt(Covered.Count - 1);
            CrashPoints.Reach(CrashPoints.CompactionDeleted);
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        foreach (Segment segment in _segments)
        {
            segment.Release();
        }
    }

    /// <summary>Stands in for records that were committed and are lost, so that no later record gets their offsets.</summary>
    private void FillUpTo(long offset)
    {
        if (NextOffset < offset)
        {
            Damage.Check(Last.Path, Last.SizeBytes, DamageReport.NoBatch(NextOffset));
        }

        Span<byte> batch = stackalloc byte[HeaderBytes];
        while (NextOffset < offset)
        {
            StartHeader(batch, baseTimestampMs: 0, attributes: 0);
            EndHeader(batch, (int)Math.Min(offset - NextOffset, int.MaxValue) - 1, maxTimestampMs: 0, records: 0);
            Seal(batch, NextOffset);
            Last.Append(batch);
        }
    }
}
