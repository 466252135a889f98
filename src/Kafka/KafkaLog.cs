using Microsoft.Extensions.Logging;

namespace QueryGen.Kafka;

/// <summary>What the worker logs on Kafka; never a row's data.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(201, LogLevel.Information, "QueryGen {ApplicationId} runs on Kafka at {Servers} with {Threads} threads, {Guarantee}")]
    public static partial void Started(ILogger logger, string applicationId, string servers, int threads, string guarantee);

    [LoggerMessage(202, LogLevel.Information, "{Thread} runs {Tasks} tasks, their stores are restored")]
    public static partial void Assigned(ILogger logger, string thread, int tasks);

    [LoggerMessage(203, LogLevel.Warning, "{Thread} goes back to the last commit and joins its group again")]
    public static partial void SessionFailed(ILogger logger, string thread, Exception error);

    [LoggerMessage(204, LogLevel.Critical, "{Thread} has failed and does not run any more")]
    public static partial void ThreadFailed(ILogger logger, string thread, Exception error);

    [LoggerMessage(205, LogLevel.Warning, "Task {Task} is left to the other members of the group")]
    public static partial void TaskGone(ILogger logger, string task);
}
