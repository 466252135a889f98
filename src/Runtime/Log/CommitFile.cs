using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Storage;

namespace QueryGen.Log;

/// <summary>
/// The file of commits: framed, checksummed entries, the first of which says all that was true before it.
/// </summary>
/// <remarks>
/// <para>
/// An entry counts when its frame is whole and the records that it names are; so do all before it, and none behind one that does not
/// count. Each entry also says how much of the file was on disk with its records when it was written: damage before that place is
/// damage, and no torn tail.
/// </para>
/// <para>A file begins with an entry that was on disk, with all that it names, before the file got its name.</para>
/// </remarks>
internal sealed class CommitFile : IDisposable
{
    private const string Prefix = "commits-";
    private const string Suffix = ".log";
    private const string Unfinished = "commits.new";

    private readonly IDisk _disk;
    private readonly string _folder;
    private IDiskFile _file;
    private long _number;
    private long _firstBytes;

    private CommitFile(IDisk disk, string folder, long number, IDiskFile file)
    {
        _disk = disk;
        _folder = folder;
        _number = number;
        _file = file;
    }

    /// <summary>The entry to be written next.</summary>
    public CommitFrame Next { get; } = new();

    /// <summary>Bytes of whole entries.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Bytes of entries that are on disk with all their records.</summary>
    public long DurableBytes { get; private set; }

    private string Path => NameOf(_folder, _number);

    /// <summary>
    /// Whether it should be begun anew; one whose first entry alone is long may grow longer.
    /// </summary>
    public bool IsLongerThan(long bytes) => SizeBytes >= Math.Max(bytes, 4 * _firstBytes);

    /// <summary>Whether the folder has a file of commits.</summary>
    public static bool IsIn(IDisk disk, string folder) => Numbers(disk, folder).Count > 0;

    /// <summary>Makes the first file of a folder, with an entry that says nothing.</summary>
    public static CommitFile Create(IDisk disk, string folder)
    {
        using CommitFrame nothing = new();
        nothing.Begin();
        WriteUnfinished(disk, folder, nothing);
        GiveName(disk, folder, 1);
        return Open(disk, folder, new DamageReport(folder, CorruptionPolicy.Fail, NullLogger.Instance), out _);
    }

    /// <summary>Opens the newest file of the folder.</summary>
    public static CommitFile Open(IDisk disk, string folder, DamageReport damage, out CommitHistory history)
    {
        List<long> numbers = Numbers(disk, folder);
        for (int i = 0; i < numbers.Count - 1; i++)
        {
            disk.DeleteFile(NameOf(folder, numbers[i]));
        }

        disk.DeleteFile(System.IO.Path.Combine(folder, Unfinished));
        IDiskFile file = disk.Open(NameOf(folder, numbers[^1]), FileMode.Open);
        CommitFile commits = new(disk, folder, numbers[^1], file);
        try
        {
            history = commits.Read(damage);
            return commits;
        }
        catch
        {
            commits.Dispose();
            throw;
        }
    }

    /// <summary>Writes <see cref="Next"/>; the commit has happened when this returns.</summary>
    /// <exception cref="IOException">The disk refused, and the file is as before.</exception>
    public void Append()
    {
        ReadOnlySpan<byte> frame = Next.Finish(SizeBytes, DurableBytes);
        _file.Write(frame, SizeBytes);
        SizeBytes += frame.Length;
    }

    /// <summary>Takes away what a failed <see cref="Append"/> left, for good.</summary>
    public void RollBack()
    {
        if (_file.Length != SizeBytes)
        {
            CutAt(SizeBytes);
        }
    }

    /// <summary>Cuts off the entries behind a place, for good: none of them may come back under later ones.</summary>
    public void CutAt(long end)
    {
        SizeBytes = end;
        DurableBytes = Math.Min(DurableBytes, end);
        if (_file.Length != end)
        {
            _file.SetLength(end);
            _file.Flush();
        }
    }

    /// <summary>Makes sure that the next flush brings all entries to the disk; see <see cref="PartitionLog.WriteAgainFrom"/>.</summary>
    public void WriteAgain() => Segment.WriteAgain(_file, DurableBytes, SizeBytes);

    /// <summary>Brings the entries to the disk; their records must be there.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Says, in an entry of its own, that the file is on disk up to a place with all records that it names.</summary>
    public void MarkDurable(long bytes)
    {
        if (bytes > DurableBytes)
        {
            DurableBytes = bytes;
            Next.Begin();
            Append();
        }
    }

    /// <summary>
    /// Writes <see cref="Next"/>, which must say everything, as the first entry of a new file; <see cref="GoOnInNew"/> takes it. False
    /// where the disk refuses.
    /// </summary>
    public bool TryPrepareNew()
    {
        try
        {
            WriteUnfinished(_disk, _folder, Next);
            return true;
        }
        catch (Exception error) when (DiskErrors.IsRefusal(error))
        {
            return false;
        }
    }

    /// <summary>Gives the new file its name; all that its first entry names must be on disk.</summary>
    /// <exception cref="IOException">The disk refused; nobody knows which file counts, so nothing may be appended.</exception>
    public void GoOnInNew()
    {
        string old = Path;
        _number++;
        GiveName(_disk, _folder, _number);
        CrashPoints.Reach(CrashPoints.CommitsRenamed);
        _file.Dispose();
        _file = _disk.Open(Path, FileMode.Open);
        SizeBytes = _file.Length;
        DurableBytes = SizeBytes;
        _firstBytes = SizeBytes;
        _disk.DeleteFile(old);
    }

    public void Dispose()
    {
        Next.Dispose();
        _file.Dispose();
    }

    private static void WriteUnfinished(IDisk disk, string folder, CommitFrame everything)
    {
        using IDiskFile file = disk.Open(System.IO.Path.Combine(folder, Unfinished), FileMode.Create);
        file.Write(everything.Finish(place: 0, durableBytes: 0), 0);
        file.Flush();
        CrashPoints.Reach(CrashPoints.CommitsWritten);
    }

    private static void GiveName(IDisk disk, string folder, long number)
    {
        disk.RenameFile(System.IO.Path.Combine(folder, Unfinished), NameOf(folder, number));
        disk.SyncFolder(folder);
    }

    private static List<long> Numbers(IDisk disk, string folder)
    {
        List<long> numbers = [];
        foreach (string name in disk.Files(folder))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    private static string NameOf(string folder, long number) =>
        System.IO.Path.Combine(folder, Prefix + number.ToString("D10", CultureInfo.InvariantCulture) + Suffix);

    private CommitHistory Read(DamageReport damage)
    {
        byte[] data = new byte[_file.Length];
        _ = _file.Read(data, 0);
        List<(CommitEntry Entry, long End)> entries = [];
        long durable = 0;
        int at = 0;
        for (int size; at < data.Length && (size = CommitFrame.SizeAt(data, at, out long said)) > 0; at += size)
        {
            entries.Add((CommitFrame.Read(data, at, size), at + size));
            durable = Math.Max(durable, said);
        }

        CheckTail(data, at, entries.Count == 0, damage);
        SizeBytes = at;
        _firstBytes = entries[0].End;

        // The first entry was on disk before the file was.
        DurableBytes = Math.Max(durable, entries[0].End);
        CommitEntry known = new();
        int count = 0;
        for (; count < entries.Count && entries[count].End <= DurableBytes; count++)
        {
            known.Add(entries[count].Entry);
        }

        return new CommitHistory(known, DurableBytes, entries[count..]);
    }

    /// <summary>Behind the last whole entry there may be a torn one, but none that was on disk.</summary>
    private void CheckTail(byte[] data, int end, bool isEmpty, DamageReport damage)
    {
        int lost = 0;
        bool isDamage = isEmpty;
        for (int at = end + 1; at < data.Length; at++)
        {
            int size = CommitFrame.SizeAt(data, at, out long said);
            if (size > 0)
            {
                lost++;
                isDamage |= said > end;
                at += size - 1;
            }
        }

        if (isEmpty)
        {
            throw new LogDamagedException(Path, 0, "there is no whole entry, so nobody knows what was committed", damage.Folder);
        }

        if (isDamage)
        {
            damage.Check(Path, end, "there is no whole entry, and there are whole ones behind it");
            LogFileEvents.CommitsSkipped(damage.Logger, Path, end, lost);
        }
    }
}
