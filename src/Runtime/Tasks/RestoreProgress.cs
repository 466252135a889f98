namespace QueryGen.Tasks;

/// <summary>How far the restoring of a task's stores has come, in entries of their changelogs. Thread-safe.</summary>
/// <remarks>Entries that a checkpoint stands for count as those of the changelog, or a short restore would seem to jump.</remarks>
public sealed class RestoreProgress
{
    private long _done;

    internal RestoreProgress(long total) => Total = total;

    /// <summary>Entries that the changelogs had when the task was made.</summary>
    public long Total { get; }

    /// <summary>Those that are done; <see cref="Total"/> at the end.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Those that are left.</summary>
    public long Left => Math.Max(0, Total - Done);

    internal void Reach(long done) => Interlocked.Exchange(ref _done, done);

    internal void End() => Reach(Total);
}
