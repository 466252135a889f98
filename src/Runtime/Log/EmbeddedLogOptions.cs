namespace QueryGen.Log;

/// <summary>How an embedded log keeps its files.</summary>
public sealed record EmbeddedLogOptions
{
    /// <summary>A segment that has reached this size is closed and a new one begun. 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The file of commits is begun anew when it has reached this size. 4 MiB.</summary>
    public long CommitFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How often commits are brought to the disk itself. One second. A commit survives the end of the process at once;
    /// a power failure takes the log back to the last commit of which everything had reached the disk.
    /// </summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of the flushes.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
