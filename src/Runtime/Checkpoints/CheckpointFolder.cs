using System.Globalization;
using Microsoft.Extensions.Logging;
using QueryGen.Storage;
using QueryGen.Tasks;

namespace QueryGen.Checkpoints;

/// <summary>The checkpoints of one store of one task: the newest two, each named by the changelog's offset that it stands for.</summary>
internal sealed class CheckpointFolder(IDisk disk, string path, int partition, ILogger logger)
{
    private const int Kept = 2;

    // Of folders that are made for it: for all checkpoints, for the changelog, for the partition.
    private const int Levels = 3;
    private const string Suffix = ".checkpoint";

    /// <summary>The file that is being written.</summary>
    public string Temporary => Path.Combine(path, "new.tmp");

    /// <summary>The newest checkpoint that is whole and that the changelog can complete; null: there is none.</summary>
    /// <param name="firstOffset">Where the changelog begins: what stands for nothing behind it is of a store that was built anew.</param>
    /// <param name="endOffset">Behind the changelog's last committed record: what is ahead of it holds what never happened.</param>
    /// <param name="nowMs">The wall clock.</param>
    public CheckpointReader? OpenNewest(long firstOffset, long endOffset, long nowMs)
    {
        foreach ((long offset, string file) in NewestFirst())
        {
            if (offset > endOffset && !PlantedBugs.Has(PlantedBug.CheckpointAhead))
            {
                // Gone for good before the changelog grows to where it would seem to be true.
                CheckpointEvents.Ahead(logger, file, offset);
                disk.DeleteFile(file);
                disk.SyncFolder(path);
            }
            else if (offset <= firstOffset && firstOffset > 0)
            {
                disk.DeleteFile(file);
            }
            else if (TryOpen(file, offset) is { } reader)
            {
                if (offset >= endOffset || (nowMs >= reader.Header.WrittenMs && nowMs < reader.Header.UsableUntilMs))
                {
                    return reader;
                }

                CheckpointEvents.TooOld(logger, file);
                reader.Dispose();
            }
        }

        return null;
    }

    /// <summary>Makes an empty file for a checkpoint.</summary>
    public IDiskFile Create()
    {
        if (!disk.FolderExists(path))
        {
            disk.CreateFolder(path);
            string above = path;
            for (int level = 0; level < Levels; level++)
            {
                above = Path.GetDirectoryName(above)!;
                disk.SyncFolder(above);
            }
        }

        return disk.Open(Temporary, FileMode.Create);
    }

    /// <summary>Gives what was written its name, and deletes the oldest.</summary>
    /// <param name="offset">Of its header.</param>
    /// <returns>The file's path.</returns>
    public string Publish(long offset)
    {
        string file = Path.Combine(path, offset.ToString("D20", CultureInfo.InvariantCulture) + Suffix);
        disk.RenameFile(Temporary, file);
        CrashPoints.Reach(TaskCrashPoints.CheckpointRenamed);
        disk.SyncFolder(path);
        foreach ((_, string old) in NewestFirst().Skip(Kept).ToArray())
        {
            disk.DeleteFile(old);
            CrashPoints.Reach(TaskCrashPoints.CheckpointDeleted);
        }

        return file;
    }

    private IEnumerable<(long Offset, string File)> NewestFirst() => !disk.FolderExists(path) ? [] : disk.Files(path)
        .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(name => (
            IsOffset: long.TryParse(name[..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long offset),
            Offset: offset,
            File: Path.Combine(path, name)))
        .Where(file => file.IsOffset)
        .OrderByDescending(file => file.Offset)
        .Select(file => (file.Offset, file.File));

    // Looked at whole before a record of it is in the store, so that another one can take its place.
    private CheckpointReader? TryOpen(string file, long offset)
    {
        CheckpointReader? reader = null;
        try
        {
            reader = new CheckpointReader(disk, file, partition);
            if (reader.Header.Offset != offset)
            {
                throw new InvalidDataException($"it stands for offset {reader.Header.Offset}, its name says {offset}");
            }

            if (!PlantedBugs.Has(PlantedBug.CheckpointUnchecked))
            {
                reader.Verify();
            }

            return reader;
        }
        catch (InvalidDataException damage)
        {
            CheckpointEvents.Damaged(logger, file, damage.Message);
        }
        catch (Exception refusal) when (DiskErrors.IsRefusal(refusal))
        {
            CheckpointEvents.Damaged(logger, file, refusal.Message);
        }

        reader?.Dispose();
        return null;
    }
}
