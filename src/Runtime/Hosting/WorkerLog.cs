using Microsoft.Extensions.Logging;

namespace QueryGen.Hosting;

/// <summary>What the worker logs; never a row's data.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(101, LogLevel.Information, "QueryGen {ApplicationId} runs {Tasks} tasks on {Threads} threads, state in {StateDir}")]
    public static partial void Started(ILogger logger, string applicationId, int tasks, int threads, string stateDir);

    [LoggerMessage(102, LogLevel.Information, "QueryGen has restored its stores")]
    public static partial void Restored(ILogger logger);

    [LoggerMessage(103, LogLevel.Information, "QueryGen has stopped; all that was processed is committed")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "QueryGen could not end within {Seconds} s; what was not committed is processed again at the next start")]
    public static partial void StoppedLate(ILogger logger, double seconds);

    [LoggerMessage(105, LogLevel.Critical, "Task {Task} ({Queries}) has failed and does not run any more")]
    public static partial void TaskFailed(ILogger logger, string task, string queries, Exception error);

    [LoggerMessage(
        106,
        LogLevel.Warning,
        "Nothing reads the configuration key {Key}")]
    public static partial void UnknownKey(ILogger logger, string key);

    [LoggerMessage(
        110,
        LogLevel.Information,
        "QueryGen restores its stores: {Percent} % of {Total} changelog entries, {Rate} a second, about {Seconds} s left")]
    public static partial void Restoring(ILogger logger, long percent, long total, long rate, long seconds);

    [LoggerMessage(
        112,
        LogLevel.Warning,
        "Task {Task} builds its stores anew from its sources, as QueryGen:OnIncompatible says. {Reason}")]
    public static partial void Rebuilding(ILogger logger, string task, string reason);

    [LoggerMessage(
        107,
        LogLevel.Warning,
        "{Type}, {Outcome}, at {Step}: record {Offset} of {Topic}, partition {Partition}: {Error} ({Count} since the last line)")]
    public static partial void ProcessingError(
        ILogger logger, string type, string outcome, string step, long offset, string topic, int partition, string error, long count);

    [LoggerMessage(
        109,
        LogLevel.Warning,
        "{Type}, {Outcome}, at {Step}: record {Offset} of {Topic}, partition {Partition}: {Error}: {Cause} ({Count} since the last line)")]
    public static partial void ProcessingErrorCause(
        ILogger logger,
        string type,
        string outcome,
        string step,
        long offset,
        string topic,
        int partition,
        string error,
        string cause,
        long count);

    [LoggerMessage(
        108,
        LogLevel.Warning,
        "Record {Offset} of {Topic}, partition {Partition}, in base64: key {Key}, value {Value}")]
    public static partial void ProcessingErrorRow(
        ILogger logger, long offset, string topic, int partition, string? key, string? value, Exception? cause);
}
