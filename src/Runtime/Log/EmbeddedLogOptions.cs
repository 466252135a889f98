namespace QueryGen.Log;

/// <summary>How an embedded log keeps its files: the configuration section <c>QueryGen:Log</c>.</summary>
public sealed record EmbeddedLogOptions
{
    /// <summary>A segment that would grow beyond this size is closed and a new one begun. Bytes; 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The file of commits is begun anew when it has reached this size. Bytes; 4 MiB.</summary>
    public long CommitFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How often commits are brought to the disk itself. One second. Zero: each commit is on the disk before anybody sees it.
    /// <see cref="Timeout.InfiniteTimeSpan"/>: only when the log is closed or told to.
    /// </summary>
    /// <remarks>
    /// A commit survives the end of the process in any case; a power failure takes the log back to a commit of which everything had
    /// reached the disk, and that is no older than this.
    /// </remarks>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a topic that says nothing of it keeps its records, by their timestamps and the wall clock; null, the default: for ever.
    /// Not for compacted topics. Records go a whole segment at a time.
    /// </summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// How much a partition of a topic that says nothing of it keeps; null, the default: everything. Not for compacted topics. Bytes.
    /// </summary>
    public long? RetentionBytes { get; init; }

    /// <summary>
    /// How long compaction keeps a tombstone after it has first seen it, so that who reads slowly learns of the deletion. 24 hours.
    /// </summary>
    public TimeSpan DeleteRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often retention and compaction look for work. 30 seconds. <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    public TimeSpan CleanInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What happens when a part of the log that was on disk whole cannot be read any more.</summary>
    public CorruptionPolicy OnCorruption { get; init; }

    /// <summary>The clock of flushes, retention and compaction.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
