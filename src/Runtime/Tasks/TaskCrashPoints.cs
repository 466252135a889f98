using QueryGen.Storage;

namespace QueryGen.Tasks;

/// <summary>The named places of a task at which tests end the process; see <see cref="CrashPoints"/>.</summary>
internal static class TaskCrashPoints
{
    /// <summary>Records have changed the stores; their outputs wait in memory.</summary>
    public const string Processed = "task.processed";

    /// <summary>Outputs are handed to the sink, changes of the stores are not.</summary>
    public const string OutputsWritten = "task.outputs-written";

    /// <summary>Changes of the stores are handed to the sink, positions are not.</summary>
    public const string ChangelogWritten = "task.changelog-written";

    /// <summary>All is handed to the sink, and nothing is committed.</summary>
    public const string BeforeCommit = "task.before-commit";

    /// <summary>The commit has happened, and the task does not know yet.</summary>
    public const string Committed = "task.committed";

    /// <summary>One store of a task is restored.</summary>
    public const string Restored = "task.store-restored";

    /// <summary>A checkpoint is written, and may not be on the disk.</summary>
    public const string CheckpointWritten = "checkpoint.written";

    /// <summary>A checkpoint is on the disk under a temporary name; what it stands for may not be.</summary>
    public const string CheckpointFlushed = "checkpoint.flushed";

    /// <summary>A checkpoint has its name, which may not be on the disk.</summary>
    public const string CheckpointRenamed = "checkpoint.renamed";

    /// <summary>An old checkpoint is deleted.</summary>
    public const string CheckpointDeleted = "checkpoint.deleted";

    /// <summary>A store is restored from its checkpoint, and not from what the changelog has behind it.</summary>
    public const string CheckpointRestored = "checkpoint.restored";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Processed, OutputsWritten, ChangelogWritten, BeforeCommit, Committed, Restored, CheckpointWritten, CheckpointFlushed,
        CheckpointRenamed, CheckpointDeleted, CheckpointRestored,
    ];
}
