using System.Runtime.InteropServices;
using QueryGen.Serdes;
using QueryGen.Storage;
using static QueryGen.Log.RecordBatchLayout;

namespace QueryGen.Log;

/// <summary>
/// Rewrites closed segments without the records whose key a later record has, and without tombstones and windows whose time is over.
/// </summary>
/// <remarks>
/// <para>
/// Neighbours that fit into one segment become one. The new file is on the disk before it takes, in one step, the name of the first of
/// those that it holds; a start that finds the others still there knows by their offsets that they are held already.
/// </para>
/// <para>
/// A tombstone's time begins when compaction first sees it; the batch says when it ends, as Kafka's does. Semantics: Kafka's log cleaner;
/// but a record without a key stays.
/// </para>
/// </remarks>
internal sealed unsafe class Compactor(IDisk disk, EmbeddedLogOptions options, DamageReport damage, Func<bool> isStopped)
{
    private const string Unfinished = ".compacted";

    /// <summary>Compaction waits until so much of the closed segments is new, so that it does not rewrite all for little.</summary>
    private const double LeastNew = 0.5;

    /// <summary>A map of more keys than this takes no further segment in, so that memory stays bounded.</summary>
    private const long MostKeys = 8_000_000;

    /// <summary>Takes away what a compaction that did not end has left.</summary>
    public static void DeleteUnfinished(IDisk disk, string folder)
    {
        foreach (string name in disk.Files(folder))
        {
            if (name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                disk.DeleteFile(Path.Combine(folder, name));
            }
        }
    }

    /// <summary>Takes away, of segments just opened, those whose records a compacted one before them holds.</summary>
    public static List<Segment> WithoutCovered(List<Segment> segments)
    {
        List<Segment> kept = [];
        for (int i = 0; i < segments.Count; i++)
        {
            Segment segment = segments[i];
            kept.Add(segment);
            int next = i + 1;
            while (next < segments.Count && segments[next].BaseOffset < segment.NextOffset)
            {
                next++;
            }

            // Only where the offsets fit exactly; anything else is damage, and is found as such.
            if (next > i + 1 && next < segments.Count && segments[next].BaseOffset == segment.NextOffset)
            {
                segments[(i + 1)..next].ForEach(covered => covered.Delete());
                i = next - 1;
            }
        }

        return kept;
    }

    /// <summary>Compacts a partition where there is enough to gain.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="durableOffset">Records behind it stay as they are: a power failure may take them back.</param>
    /// <param name="times">What goes by its time.</param>
    /// <param name="appending">The lock of appends; taken for moments.</param>
    public void Run(PartitionLog partition, long durableOffset, CompactionTimes times, Lock appending)
    {
        List<Segment> closed = [];
        foreach (Segment segment in partition.Segments[..^1])
        {
            if (segment.NextOffset <= durableOffset)
            {
                closed.Add(segment);
            }
        }

        long all = closed.Sum(segment => segment.SizeBytes);
        int firstNew = closed.FindIndex(segment => !segment.IsCompacted);
        if (firstNew < 0 || closed.Where(segment => !segment.IsCompacted).Sum(segment => segment.SizeBytes) < LeastNew * all)
        {
            return;
        }

        using CompactionMap map = new();
        int end = firstNew;
        while (end < closed.Count && map.Count < MostKeys)
        {
            if (!TryRead(closed[end++], map))
            {
                return;
            }
        }

        for (int start = 0; start < end && !isStopped();)
        {
            start += Rewrite(partition, CollectionsMarshal.AsSpan(closed)[start..end], map, times, appending);
        }
    }

    private bool TryRead(Segment segment, CompactionMap map)
    {
        return ForEachBatch(segment, (_, records) =>
        {
            foreach (ref readonly RecordRef record in records)
            {
                if (record.HasKey)
                {
                    map.Set(record.Key, record.Offset);
                }
            }
        });
    }

    /// <summary>Makes one segment of the first ones, of as many as fit; gives how many.</summary>
    private int Rewrite(PartitionLog partition, ReadOnlySpan<Segment> segments, CompactionMap map, CompactionTimes times, Lock appending)
    {
        string path = segments[0].Path;
        int count = 0;
        long records = 0;
        CompactedWriter writer;
        using (IDiskFile file = disk.Open(path + Unfinished, FileMode.Create))
        {
            writer = new CompactedWriter(file, segments[0].BaseOffset);
            do
            {
                bool isDone = ForEachBatch(segments[count++], (header, batch) =>
                {
                    records += batch.Length;
                    Keep(header, batch, map, times, writer);
                });
                if (!isDone)
                {
                    return count;
                }
            }
            while (count < segments.Length && writer.SizeBytes + segments[count].SizeBytes <= options.SegmentBytes);
            writer.Finish(segments[count - 1].NextOffset);
        }

        CrashPoints.Reach(CrashPoints.CompactionWritten);
        long freed = TakePlace(partition, [.. segments[..count]], appending) - writer.SizeBytes;
        LogFileEvents.Compacted(damage.Logger, path, writer.Records, records, freed);
        return count;
    }

    /// <summary>Gives the new file the name of the first of those that it holds; gives how many bytes they have.</summary>
    private long TakePlace(PartitionLog partition, List<Segment> old, Lock appending)
    {
        // An index that came back after a power failure would speak of a file that is not there any more.
        old.ForEach(segment => disk.DeleteFile(SegmentIndex.PathOf(segment.Path)));
        disk.SyncFolder(partition.Folder);
        disk.RenameFile(old[0].Path + Unfinished, old[0].Path);
        disk.SyncFolder(partition.Folder);
        CrashPoints.Reach(CrashPoints.CompactionRenamed);

        Segment compacted = Segment.Open(disk, partition.Folder, old[0].BaseOffset);
        new SegmentScan(damage).Read(compacted, durableOffset: long.MaxValue);
        compacted.SetCompacted();
        compacted.Publish();
        lock (appending)
        {
            partition.Replace(CollectionsMarshal.AsSpan(old), compacted);
        }

        old.ForEach(segment => segment.Release());
        partition.Covered.AddRange(old.Skip(1));
        partition.DeleteCovered();
        compacted.TrySaveIndex();
        return old.Sum(segment => segment.SizeBytes);
    }

    private void Keep(
        ReadOnlySpan<byte> header, ReadOnlySpan<RecordRef> records, CompactionMap map, CompactionTimes times, CompactedWriter writer)
    {
        long horizonMs = DeleteHorizonMs(header) ?? times.NowMs + (long)options.DeleteRetention.TotalMilliseconds;
        foreach (ref readonly RecordRef record in records)
        {
            bool isOld = record.HasKey && map.IsSuperseded(record.Key, record.Offset) != PlantedBugs.Has(PlantedBug.NewestCompacted);
            bool isTombstone = record.HasKey && !record.HasValue;

            // An empty key is that of the record which says what a store keeps.
            bool isExpired = record.Key.Length > 0 && record.TimestampMs < times.ExpiredBeforeMs;
            if (!isOld && !isExpired && !(isTombstone && horizonMs <= times.NowMs))
            {
                writer.Add(record, isTombstone ? horizonMs : null);
            }
        }
    }

    /// <summary>Hands over the batches of a segment; false where the log is being closed.</summary>
    private bool ForEachBatch(Segment segment, BatchAction action)
    {
        using SegmentReader reader = new(damage);
        using RecordBatchParser parser = new();
        if (!segment.TryAcquire())
        {
            return false;
        }

        reader.Enter(segment, segment.BaseOffset);
        while (reader.TryRead(segment.NextOffset, out byte* batch, out int size))
        {
            int count = parser.Parse(batch, size, fromOffset: 0);
            if (count < 0)
            {
                throw reader.Malformed(FirstOffset(new ReadOnlySpan<byte>(batch, size)), size);
            }

            action(new ReadOnlySpan<byte>(batch, HeaderBytes), parser.Records(count));
            if (isStopped())
            {
                return false;
            }
        }

        return true;
    }

    private delegate void BatchAction(ReadOnlySpan<byte> header, ReadOnlySpan<RecordRef> records);
}

/// <summary>What compaction takes away by its time; milliseconds since 1970-01-01 UTC.</summary>
/// <param name="NowMs">The wall clock: tombstones whose time ends before it go.</param>
/// <param name="ExpiredBeforeMs">Records with a key that have an earlier timestamp go.</param>
internal readonly record struct CompactionTimes(long NowMs, long ExpiredBeforeMs);
