using Microsoft.Extensions.Logging;
using QueryGen.Storage;

namespace QueryGen.Checkpoints;

/// <summary>What all tasks of a worker have in common for their checkpoints.</summary>
/// <param name="Disk">The disk.</param>
/// <param name="Folder">A folder for all checkpoints; it goes when the log goes, or they would speak of another one.</param>
/// <param name="Options">When they are written.</param>
/// <param name="TombstonesStay">How long compaction keeps a deletion at least: no longer is a checkpoint true.</param>
/// <param name="FlushLog">Brings all that is committed to the disk.</param>
/// <param name="Run">Does something on another thread; a simulation does it at once.</param>
/// <param name="Clock">The wall clock.</param>
/// <param name="Logger">Told what cannot be written or used.</param>
internal sealed record CheckpointPlace(
    IDisk Disk,
    string Folder,
    CheckpointOptions Options,
    TimeSpan TombstonesStay,
    Action FlushLog,
    Func<Action, Task> Run,
    TimeProvider Clock,
    ILogger Logger)
{
    public bool IsOn => Options.Interval != Timeout.InfiniteTimeSpan;
}
