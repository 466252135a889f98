using Microsoft.Extensions.Logging;

namespace QueryGen.Log;

/// <summary>What the embedded log logs of its files; never a record's data.</summary>
internal static partial class LogFileEvents
{
    [LoggerMessage(
        301,
        LogLevel.Warning,
        "The embedded log in {Folder} was not closed; its last {Commits} commits were not whole and never happened")]
    public static partial void CommitsLost(ILogger logger, string folder, int commits);

    [LoggerMessage(302, LogLevel.Warning, "{Path}: a torn tail of {Bytes} bytes is cut off behind record {Offset}")]
    public static partial void TornTail(ILogger logger, string path, long bytes, long offset);

    [LoggerMessage(
        303,
        LogLevel.Error,
        "{Path} is damaged at byte {Position}: records {First} to {Last} cannot be read and are left out, as OnCorruption says")]
    public static partial void RecordsSkipped(ILogger logger, string path, long position, long first, long last);

    [LoggerMessage(
        304,
        LogLevel.Error,
        "{Path} is damaged at byte {Position}: {Commits} commits or more behind it are taken back, as OnCorruption says")]
    public static partial void CommitsSkipped(ILogger logger, string path, long position, int commits);

    [LoggerMessage(
        305,
        LogLevel.Critical,
        "The embedded log in {Folder} could not be brought to the disk and takes no more commits; restart the process to go on with "
        + "what is on the disk")]
    public static partial void FlushFailed(ILogger logger, string folder, Exception cause);

    [LoggerMessage(306, LogLevel.Error, "Retention and compaction of the embedded log in {Folder} have failed, and are tried again later")]
    public static partial void CleaningFailed(ILogger logger, string folder, Exception cause);

    [LoggerMessage(307, LogLevel.Information, "{Path}: compaction keeps {Kept} of {Records} records, {Bytes} bytes are free")]
    public static partial void Compacted(ILogger logger, string path, long kept, long records, long bytes);

    [LoggerMessage(308, LogLevel.Information, "{Path}: retention has deleted records {First} to {Last}")]
    public static partial void Deleted(ILogger logger, string path, long first, long last);

    [LoggerMessage(
        309,
        LogLevel.Warning,
        "{Path}: records {First} to {Last} were deleted before a reader came to them; it goes on behind them")]
    public static partial void ReaderTooLate(ILogger logger, string path, long first, long last);
}
