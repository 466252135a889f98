using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>Finds out at start what a partition's folder holds.</summary>
/// <remarks>Not thread-safe; one opener opens many partitions.</remarks>
internal sealed class PartitionOpener(IDisk disk, long segmentBytes, DamageReport damage)
{
    private readonly SegmentScan _scan = new(damage);

    /// <summary>
    /// Opens a partition, or begins it. Its whole batches are found; nothing is visible before <see cref="PartitionLog.CutAt"/>.
    /// </summary>
    /// <param name="folder">The partition's folder.</param>
    /// <param name="durableOffset">Records before it were committed and on disk.</param>
    /// <exception cref="LogDamagedException">Some of them cannot be read, and that is not to be passed over.</exception>
    public PartitionLog Open(string folder, long durableOffset)
    {
        Compactor.DeleteUnfinished(disk, folder);
        List<Segment> segments = [];
        bool isTorn = false;
        foreach (Segment segment in OpenSegments(folder, durableOffset))
        {
            isTorn = isTorn || IsBehindLoss(segments, segment, durableOffset);
            if (isTorn)
            {
                // Written after something that is lost, and gone with it.
                LogFileEvents.TornTail(damage.Logger, segment.Path, segment.FileBytes, segments[^1].NextOffset - 1);
                segment.Delete();
            }
            else
            {
                segments.Add(segment);
            }
        }

        long found = segments.Count > 0 ? segments[^1].NextOffset : 0;
        if (found < durableOffset)
        {
            damage.Check(segments.Count > 0 ? segments[^1].Path : folder, segments.LastOrDefault()?.SizeBytes ?? 0, DamageReport.NoBatch(found));
            damage.Skipped(folder, 0, found, durableOffset);
        }

        if (segments.Count == 0)
        {
            // On disk at once: a partition that begins later is one whose first segments retention has deleted, or that is damaged.
            segments.Add(Segment.Create(disk, folder, durableOffset));
            disk.SyncFolder(folder);
        }

        return new PartitionLog(disk, folder, segmentBytes, [.. segments], damage);
    }

    private List<Segment> OpenSegments(string folder, long durableOffset)
    {
        List<Segment> segments = [];
        foreach (long baseOffset in Segment.BaseOffsets(disk, folder))
        {
            Segment segment = Segment.Open(disk, folder, baseOffset);
            if (!segment.TryLoadIndex(durableOffset))
            {
                _scan.Read(segment, durableOffset);
            }

            segments.Add(segment);
        }

        return Compactor.WithoutCovered(segments);
    }

    /// <summary>Whether what is behind the segments so far, records that were not on disk, is lost.</summary>
    private bool IsBehindLoss(List<Segment> segments, Segment next, long durableOffset)
    {
        if (segments.Count == 0 || next.BaseOffset == segments[^1].NextOffset)
        {
            return false;
        }

        Segment former = segments[^1];
        if (former.NextOffset >= durableOffset && next.BaseOffset >= durableOffset)
        {
            return true;
        }

        damage.Check(former.Path, former.SizeBytes, DamageReport.NoBatch(former.NextOffset));
        damage.Skipped(former.Path, former.SizeBytes, former.NextOffset, next.BaseOffset);
        return false;
    }
}
