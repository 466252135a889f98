using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QueryGen.Metrics;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>
/// Counts everything that goes wrong, and logs it under <c>processing.&lt;query&gt;.&lt;step&gt;</c>: at most one line a second of
/// each kind and step, so that a flood of bad records is none of lines.
/// </summary>
internal sealed class WorkerEvents(ILoggerFactory loggers, QueryGenMeter meter, TimeProvider clock, bool includesRows) : TaskEvents
{
    private readonly ConcurrentDictionary<(ProcessingErrorKind Kind, QueryStep Step), StepLog> _logs = [];

    public override void Report(in ProcessingError error)
    {
        Count(in error);
        StepLog log = _logs.GetOrAdd((error.Kind, error.Step), Open, (loggers, clock));
        if (log.Throttle.MayLog(1, out long count) || error.Outcome == ProcessingOutcome.TaskStopped)
        {
            Write(log.Logger, in error, count);
        }
    }

    public override void Rebuilding(string task, string reason) =>
        WorkerLog.Rebuilding(loggers.CreateLogger("QueryGen.Worker"), task, reason);

    private static StepLog Open((ProcessingErrorKind Kind, QueryStep Step) key, (ILoggerFactory Loggers, TimeProvider Clock) worker) =>
        new(worker.Loggers.CreateLogger(key.Step.Logger), new LogThrottle(worker.Clock));

    // A record that cannot be used is counted where it ends up, and one that cannot be read as failed as well.
    private void Count(in ProcessingError error)
    {
        KeyValuePair<string, object?> query = new(MetricNames.QueryTag, error.Step.Query);
        KeyValuePair<string, object?> step = new(MetricNames.OperatorTag, error.Step.Step);
        KeyValuePair<string, object?> topic = new(MetricNames.DestinationTag, error.Topic);
        if (error.Kind == ProcessingErrorKind.Late)
        {
            meter.Late.Add(1, query, step, topic);
            return;
        }

        if (error.Kind is ProcessingErrorKind.Deserialization or ProcessingErrorKind.Row)
        {
            meter.Failed.Add(1, query, step, topic);
        }

        switch (error.Outcome)
        {
            case ProcessingOutcome.Dropped:
                meter.Dropped.Add(1, query, step, topic);
                break;
            case ProcessingOutcome.DeadLettered:
                meter.DeadLettered.Add(1, query, step, topic);
                break;
        }
    }

    private void Write(ILogger logger, in ProcessingError error, long count)
    {
        string kind = NameOf(error.Kind);
        string outcome = NameOf(error.Outcome);
        string step = error.Step.ToString();
        if (error.CauseWithoutData is { } cause)
        {
            WorkerLog.ProcessingErrorCause(
                logger, kind, outcome, step, error.Offset, error.Topic, error.Partition, error.Error, cause, count);
        }
        else
        {
            WorkerLog.ProcessingError(logger, kind, outcome, step, error.Offset, error.Topic, error.Partition, error.Error, count);
        }

        if (includesRows)
        {
            string? key = error.Record is { HasKey: true } withKey ? Convert.ToBase64String(withKey.Key) : null;
            string? value = error.Record is { HasValue: true } withValue ? Convert.ToBase64String(withValue.Value) : null;
            WorkerLog.ProcessingErrorRow(logger, error.Offset, error.Topic, error.Partition, key, value, error.Cause);
        }
    }

    private static string NameOf(ProcessingErrorKind kind) => kind switch
    {
        ProcessingErrorKind.Deserialization => "unreadable record",
        ProcessingErrorKind.Unusable => "unusable record",
        ProcessingErrorKind.Row => "row error",
        _ => "late row",
    };

    private static string NameOf(ProcessingOutcome outcome) => outcome switch
    {
        ProcessingOutcome.Dropped => "left out",
        ProcessingOutcome.DeadLettered => "gone to the dead-letter topic",
        ProcessingOutcome.TaskStopped => "the task stops",
        _ => "NULL instead",
    };

    private sealed record StepLog(ILogger Logger, LogThrottle Throttle);
}
