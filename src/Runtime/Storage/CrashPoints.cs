using System.Diagnostics;
using System.Globalization;

namespace QueryGen.Storage;

/// <summary>
/// Named places between two steps that belong together, at which tests end the process, or a simulated machine, to see that a restart
/// mends it.
/// </summary>
/// <remarks>
/// Costs a look at a field that is false. Two ways to arm it: the environment variable <c>QUERYGEN_CRASH_AT=name</c>, or
/// <c>name:n</c> for the n-th time that the place is reached, ends this process as SIGKILL does; <see cref="Watch"/> calls a test's own
/// code on the thread that asked for it.
/// </remarks>
internal static class CrashPoints
{
    /// <summary>The environment variable that arms one place of a process.</summary>
    public const string Variable = "QUERYGEN_CRASH_AT";

    /// <summary>A commit has appended the batches of one partition.</summary>
    public const string PartitionAppended = "commit.partition-appended";

    /// <summary>A commit has appended all its batches, and its entry is not written.</summary>
    public const string BatchesAppended = "commit.batches-appended";

    /// <summary>A commit's entry is written, and no reader sees it yet.</summary>
    public const string EntryAppended = "commit.entry-appended";

    /// <summary>Readers see the commit; who made it has not been told.</summary>
    public const string CommitPublished = "commit.published";

    /// <summary>A partition goes on in a new segment, which is empty.</summary>
    public const string SegmentCreated = "segment.created";

    /// <summary>All batches are on disk, the entries of their commits may not be.</summary>
    public const string BatchesFlushed = "flush.batches-flushed";

    /// <summary>Batches and entries are on disk, and no mark says so.</summary>
    public const string EntriesFlushed = "flush.entries-flushed";

    /// <summary>A mark says that commits are on disk.</summary>
    public const string DurableMarked = "flush.durable-marked";

    /// <summary>The index of a segment is written.</summary>
    public const string IndexWritten = "segment.index-written";

    /// <summary>A new file of commits is on disk under a temporary name.</summary>
    public const string CommitsWritten = "commits.written";

    /// <summary>A new file of commits has its name; the old one is there too.</summary>
    public const string CommitsRenamed = "commits.renamed";

    /// <summary>A topic's folders are made under a temporary name.</summary>
    public const string TopicPrepared = "topic.prepared";

    /// <summary>A topic's folder has its name, which may not be on disk.</summary>
    public const string TopicRenamed = "topic.renamed";

    /// <summary>Retention has deleted one segment.</summary>
    public const string SegmentDeleted = "retention.segment-deleted";

    /// <summary>Compaction has written a segment under a temporary name.</summary>
    public const string CompactionWritten = "compaction.written";

    /// <summary>A compacted segment has taken the place of the first of those that it holds.</summary>
    public const string CompactionRenamed = "compaction.renamed";

    /// <summary>Compaction has deleted one of the other segments whose records the new one holds.</summary>
    public const string CompactionDeleted = "compaction.covered-deleted";

    /// <summary>A restart has cut the file of commits behind the last whole one.</summary>
    public const string CommitsCut = "recovery.commits-cut";

    /// <summary>A restart has cut one partition behind its last commit.</summary>
    public const string PartitionCut = "recovery.partition-cut";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PartitionAppended, BatchesAppended, EntryAppended, CommitPublished, SegmentCreated, BatchesFlushed, EntriesFlushed, DurableMarked,
        IndexWritten, CommitsWritten, CommitsRenamed, TopicPrepared, TopicRenamed, SegmentDeleted, CompactionWritten, CompactionRenamed,
        CompactionDeleted, CommitsCut, PartitionCut,
    ];

    [ThreadStatic]
    private static Action<string>? s_watch;

    private static Action<string>? s_watchAll;
    private static bool s_isArmed;
    private static string? s_fatal;
    private static long s_left;

    static CrashPoints() => Arm(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Says that a place is reached; returns where no test wants to crash there.</summary>
    public static void Reach(string point)
    {
        if (s_isArmed)
        {
            Reached(point);
        }
    }

    /// <summary>Calls a test's own code at each place that this thread reaches, until disposed of.</summary>
    /// <param name="reached">Gets the place; throws to crash there.</param>
    public static IDisposable Watch(Action<string> reached)
    {
        s_watch = reached;
        s_isArmed = true;
        return new Watching();
    }

    /// <summary>Calls a test's own code at each place that any thread reaches, for the rest of the process.</summary>
    public static void WatchAll(Action<string> reached)
    {
        s_watchAll = reached;
        s_isArmed = true;
    }

    private static void Arm(string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            string[] parts = value.Split(':');
            s_fatal = parts[0];
            s_left = parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
            s_isArmed = true;
        }
    }

    private static void Reached(string point)
    {
        s_watch?.Invoke(point);
        s_watchAll?.Invoke(point);
        if (point == s_fatal && Interlocked.Decrement(ref s_left) == 0)
        {
            // SIGKILL, TerminateProcess: nothing of this process runs after it, no finally block and no flush.
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private sealed class Watching : IDisposable
    {
        public void Dispose() => s_watch = null;
    }
}
