using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using QueryGen.State;
using QueryGen.Storage;
using QueryGen.Tasks;

namespace QueryGen.Checkpoints;

/// <inheritdoc cref="ITaskCheckpoints"/>
/// <remarks>
/// A store is written between two batches, behind a commit, into the system's memory; it is brought to the disk and gets its name on
/// another thread. What it stands for must be on the disk before: else a power failure could leave a checkpoint of commits that never
/// happened.
/// </remarks>
internal sealed class TaskCheckpoints : ITaskCheckpoints
{
    private readonly CheckpointPlace _place;
    private readonly Slot[] _slots;
    private readonly CheckpointWriter _writer = new();

    /// <summary>The checkpoints of one task.</summary>
    /// <param name="place">Where they are and when they are written.</param>
    /// <param name="changelogs">Names of the stores' changelogs.</param>
    /// <param name="partition">The task's partition.</param>
    public TaskCheckpoints(CheckpointPlace place, IEnumerable<string> changelogs, int partition)
    {
        _place = place;
        long now = place.Clock.GetTimestamp();
        _slots = [.. changelogs.Select(name => new Slot(new CheckpointFolder(
            place.Disk, Path.Combine(place.Folder, name, $"{partition}"), partition, place.Logger)) { WrittenAt = now })];
    }

    public long? Restore(int index, long firstOffset, long endOffset, CheckpointBatch restore)
    {
        if (!_place.IsOn)
        {
            return null;
        }

        using CheckpointReader? reader = _slots[index].Folder.OpenNewest(firstOffset, endOffset, NowMs);
        if (reader is null)
        {
            return null;
        }

        CheckpointHeader header = reader.Header;
        reader.Read(batch => restore(batch, header.Records, header.Offset));
        CrashPoints.Reach(TaskCrashPoints.CheckpointRestored);
        return PlantedBugs.Active switch
        {
            PlantedBug.CheckpointTailSkipped => endOffset,
            PlantedBug.CheckpointOffsetTooHigh => header.Offset + 1,
            _ => header.Offset,
        };
    }

    public void Count(int index, long entries) => _slots[index].Entries += entries;

    public void Write(ImmutableArray<StateStore?> stores, IRecordSource source, bool isEnd)
    {
        for (int index = 0; _place.IsOn && index < _slots.Length; index++)
        {
            Slot slot = _slots[index];
            if (isEnd)
            {
                slot.Publishing?.Wait();
            }

            if (stores[index] is { } store && IsDue(slot, store, isEnd))
            {
                Write(slot, store, source.Changelog(index).End);
                if (isEnd)
                {
                    slot.Publishing?.Wait();
                }
            }
        }
    }

    public void Dispose()
    {
        foreach (Slot slot in _slots)
        {
            slot.Publishing?.Wait();
        }

        _writer.Dispose();
    }

    private long NowMs => _place.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsDue(Slot slot, StateStore store, bool isEnd) =>
        slot.Publishing is not { IsCompleted: false }
        && slot.Entries > 0
        && (isEnd || (slot.Entries >= Math.Max(_place.Options.MinEntries, store.Count / 4)
            && _place.Clock.GetElapsedTime(slot.WrittenAt) >= _place.Options.Interval));

    private void Write(Slot slot, StateStore store, long offset)
    {
        slot.Entries = 0;
        slot.WrittenAt = _place.Clock.GetTimestamp();
        long start = Stopwatch.GetTimestamp();
        IDiskFile? file = null;
        try
        {
            long nowMs = NowMs;
            file = slot.Folder.Create();
            CheckpointHeader header = new(offset, 0, 0, nowMs, nowMs + (long)_place.TombstonesStay.TotalMilliseconds);
            header = _writer.Write(store, file, header);
            CrashPoints.Reach(TaskCrashPoints.CheckpointWritten);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            IDiskFile written = file;
            slot.Publishing = _place.Run(() => Publish(slot.Folder, written, header, milliseconds));
        }
        catch (Exception refusal) when (DiskErrors.IsRefusal(refusal))
        {
            file?.Dispose();
            CheckpointEvents.NotWritten(_place.Logger, slot.Folder.Temporary, refusal);
        }
    }

    private void Publish(CheckpointFolder folder, IDiskFile file, CheckpointHeader header, double milliseconds)
    {
        try
        {
            using (file)
            {
                if (!PlantedBugs.Has(PlantedBug.CheckpointUnchecked))
                {
                    file.Flush();
                }
            }

            CrashPoints.Reach(TaskCrashPoints.CheckpointFlushed);
            if (!PlantedBugs.Has(PlantedBug.CheckpointAhead))
            {
                _place.FlushLog();
            }

            string path = folder.Publish(header.Offset);
            CheckpointEvents.Written(_place.Logger, path, header.Records, header.FileBytes, milliseconds);
        }
        catch (Exception refusal) when (DiskErrors.IsRefusal(refusal))
        {
            CheckpointEvents.NotWritten(_place.Logger, folder.Temporary, refusal);
        }
    }

    /// <summary>One store's.</summary>
    private sealed class Slot(CheckpointFolder folder)
    {
        public CheckpointFolder Folder => folder;

        public long Entries { get; set; }

        public long WrittenAt { get; set; }

        public Task? Publishing { get; set; }
    }
}
