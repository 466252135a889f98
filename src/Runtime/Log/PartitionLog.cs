namespace QueryGen.Log;

/// <summary>Up to where readers may read: set by a commit, never by an append.</summary>
/// <param name="Offset">Offset behind the last committed record.</param>
/// <param name="Segment">The file that the end is in.</param>
/// <param name="Position">Bytes of that file that are committed.</param>
internal sealed record CommittedEnd(long Offset, Segment Segment, long Position);

/// <summary>
/// One partition of a topic: a row of segments, written by one committer at a time and read by any number of readers.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private readonly string _folder;
    private readonly long _segmentBytes;
    private volatile Segment[] _segments;
    private volatile CommittedEnd _committed;
    private bool _isDirty;

    private PartitionLog(string folder, long segmentBytes, Segment[] segments)
    {
        _folder = folder;
        _segmentBytes = segmentBytes;
        _segments = segments;
        _committed = new CommittedEnd(segments[0].BaseOffset, segments[0], 0);
    }

    /// <summary>Offset of the oldest record held.</summary>
    public long FirstOffset => _segments[0].BaseOffset;

    /// <summary>Offset behind the last record written, committed or not.</summary>
    public long NextOffset => Last.NextOffset;

    public CommittedEnd Committed => _committed;

    private Segment Last => _segments[^1];

    /// <summary>Opens a partition, or makes it; nothing is committed before <see cref="CommitAt"/>.</summary>
    public static PartitionLog Open(string folder, long segmentBytes)
    {
        Directory.CreateDirectory(folder);
        string[] files = Directory.GetFiles(folder, "*" + Segment.Extension);
        Array.Sort(files, StringComparer.Ordinal);
        List<Segment> segments = [];
        for (int i = 0; i < files.Length; i++)
        {
            // What is behind a gap was written after data that is lost, and goes with it.
            Segment segment = Segment.Open(files[i], verify: i >= files.Length - 2);
            if (segments.Count > 0 && segment.BaseOffset != segments[^1].NextOffset)
            {
                Delete(segment);
                continue;
            }

            segments.Add(segment);
        }

        if (segments.Count == 0)
        {
            segments.Add(Segment.Create(folder, 0));
        }

        return new PartitionLog(folder, segmentBytes, [.. segments]);
    }

    /// <summary>
    /// Appends whole batches whose offsets start at <see cref="NextOffset"/>; no reader sees them yet.
    /// </summary>
    public void Append(ReadOnlySpan<byte> batches)
    {
        if (Last.SizeBytes >= _segmentBytes)
        {
            Last.Flush();
            _segments = [.. _segments, Segment.Create(_folder, NextOffset)];
        }

        _isDirty = true;
        Last.Append(batches);
    }

    /// <summary>Lets readers see all that was appended.</summary>
    public void Commit() => _committed = new CommittedEnd(NextOffset, Last, Last.SizeBytes);

    /// <summary>Cuts off what is behind the offset, and commits what is before it.</summary>
    public void CommitAt(long offset)
    {
        Segment[] segments = _segments;
        int kept = segments.Length;
        while (kept > 1 && segments[kept - 1].BaseOffset >= offset)
        {
            Delete(segments[--kept]);
        }

        _segments = segments[..kept];
        Last.CutAt(offset);
        Commit();
    }

    /// <summary>The segment that holds the offset, or the first one behind it.</summary>
    public Segment Find(long offset)
    {
        Segment[] segments = _segments;
        int index = segments.Length - 1;
        while (index > 0 && segments[index].BaseOffset > offset)
        {
            index--;
        }

        return segments[index];
    }

    /// <summary>The segment behind this one, or null.</summary>
    public Segment? Next(Segment segment)
    {
        Segment[] segments = _segments;
        int index = Array.IndexOf(segments, segment);
        return index >= 0 && index + 1 < segments.Length ? segments[index + 1] : null;
    }

    /// <summary>Brings what was appended to the disk itself.</summary>
    public void Flush()
    {
        if (_isDirty)
        {
            _isDirty = false;
            Last.Flush();
        }
    }

    public void Dispose()
    {
        foreach (Segment segment in _segments)
        {
            segment.Dispose();
        }
    }

    private static void Delete(Segment segment)
    {
        segment.Dispose();
        File.Delete(segment.Path);
    }
}
