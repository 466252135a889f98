using Microsoft.Extensions.Logging;

namespace QueryGen.Checkpoints;

/// <summary>What is logged of checkpoints; never a record's data.</summary>
internal static partial class CheckpointEvents
{
    [LoggerMessage(
        401,
        LogLevel.Warning,
        "The checkpoint {Path} is damaged and is not used: {Reason}; the store is restored from an older one or from its changelog")]
    public static partial void Damaged(ILogger logger, string path, string reason);

    [LoggerMessage(
        402,
        LogLevel.Warning,
        "The checkpoint {Path} is deleted: it holds commits that the log does not have, whose last record is before {Offset}")]
    public static partial void Ahead(ILogger logger, string path, long offset);

    [LoggerMessage(
        403,
        LogLevel.Information,
        "The checkpoint {Path} is too old to be used: compaction may have deleted what was deleted since")]
    public static partial void TooOld(ILogger logger, string path);

    [LoggerMessage(404, LogLevel.Warning, "The checkpoint {Path} could not be written; a restart reads more of the changelog")]
    public static partial void NotWritten(ILogger logger, string path, Exception error);

    [LoggerMessage(
        405,
        LogLevel.Debug,
        "The checkpoint {Path} holds {Records} records, {Bytes} bytes, and took the task {Milliseconds} ms")]
    public static partial void Written(ILogger logger, string path, long records, long bytes, double milliseconds);
}
