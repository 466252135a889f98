using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>
/// Runs one connector until it is stopped: polls, commits, and after a failure starts it again, later and later.
/// </summary>
internal sealed class ConnectorRunner(
    ConnectorPlan plan,
    ConnectorFactory factory,
    EmbeddedLog log,
    LogTopic topic,
    ConnectorLimits limits,
    QueryGenMeter meter,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly LogThrottle _rejections = new(clock);
    private readonly LogThrottle _waits = new(clock);

    public ConnectorState State { get; } = new(plan.Name);

    /// <summary>The name of the position up to which a sink connector has read a partition.</summary>
    public static string PositionName(string connector, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"connector/{connector}/{partition}");

    /// <summary>Ends when cancelled, or when the connector has nothing more to give.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await (plan.IsSink ? RunSinkAsync(Healthy, cancellationToken) : RunSourceAsync(Healthy, cancellationToken))
                    .ConfigureAwait(false);
                ConnectorLog.Ended(logger, plan.Name);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever a provider throws must not take the worker down; it is logged and shown by the health check.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                State.Problem = cause is ConnectorException ? cause.Message : $"{cause.GetType().Name} in connector {plan.Name}";
                ConnectorLog.Failed(logger, plan.Name, pause.TotalSeconds, cause);
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        void Healthy()
        {
            pause = FirstPause;
            State.Problem = null;
        }
    }

    private async Task RunSourceAsync(Action healthy, CancellationToken cancellationToken)
    {
        using ConnectorOutput output = new(plan.Name, plan.Target, log, topic, clock, limits.MaxUncommittedBytes);
        ConnectorSettings settings = new(plan.Name, plan.Properties);
        using SourceConnector connector = factory.Source(plan, settings, output.Position);
        Started(settings);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WaitForReadersAsync(cancellationToken).ConfigureAwait(false);
            TimeSpan? wait = await connector.PollAsync(output, cancellationToken).ConfigureAwait(false);
            Count(output.Added, output.Rejected, output.Rejection);
            output.Commit(connector.Position);
            healthy();
            if (wait is null)
            {
                return;
            }

            await Task.Delay(wait.Value, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitForReadersAsync(CancellationToken cancellationToken)
    {
        if (limits.Lag.IsReached(limits.Lag.Of(topic)))
        {
            if (_waits.MayLog(1, out _))
            {
                ConnectorLog.Waits(logger, plan.Name, topic.Name);
            }

            await limits.Lag.WaitAsync(topic, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunSinkAsync(Action healthy, CancellationToken cancellationToken)
    {
        string name = $"connector/{plan.Name}";
        LogTransaction transaction = log.Begin();
        ConnectorSettings settings = new(plan.Name, plan.Properties);
        byte[]? position = log.Position(name);
        using SinkConnector connector = ConnectorFactory.Sink(
            plan, settings, position is null ? null : Encoding.UTF8.GetString(position));
        Started(settings);
        if (position is null)
        {
            // What was there before the first row is known from now on, so that a crash before the first commit repeats no row.
            Commit(transaction, name, connector, []);
        }

        LogReader[] readers = OpenReaders();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Task next = log.NextCommit();
                if (Drain(readers, connector))
                {
                    await connector.FlushAsync(cancellationToken).ConfigureAwait(false);
                    Commit(transaction, name, connector, readers);
                    healthy();
                }
                else
                {
                    healthy();
                    await next.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            foreach (LogReader reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    private void Commit(LogTransaction transaction, string name, SinkConnector connector, LogReader[] readers)
    {
        transaction.SetPosition(name, Encoding.UTF8.GetBytes(connector.Position));
        for (int i = 0; i < readers.Length; i++)
        {
            transaction.SetPosition(PositionName(plan.Name, i), readers[i].Offset);
        }

        transaction.Commit();
    }

    private LogReader[] OpenReaders()
    {
        LogReader[] readers = new LogReader[topic.PartitionCount];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i] = new LogReader(topic, i, log.PositionNumber(PositionName(plan.Name, i)) ?? topic.FirstOffset(i));
        }

        return readers;
    }

    // Takes no more than may be held before it is brought out; the partitions get the same share.
    private bool Drain(LogReader[] readers, SinkConnector connector)
    {
        RecordDecoder decoder = new(plan.Target);
        object?[] row = new object?[plan.Target.Columns.Count];
        int records = 0;
        int rejected = 0;
        string? rejection = null;
        foreach (LogReader reader in readers)
        {
            long bytes = 0;
            while (bytes < limits.MaxUncommittedBytes / readers.Length && reader.TryRead(out RecordBatch batch))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    bytes += batch[i].Key.Length + batch[i].Value.Length;
                    try
                    {
                        decoder.Decode(in batch[i], row);
                        connector.Add(row, isTombstone: !batch[i].HasValue);
                        records++;
                    }
                    catch (FormatException problem)
                    {
                        rejected++;
                        rejection = problem.Message;
                    }
                }
            }
        }

        Count(records, rejected, rejection);
        return records + rejected > 0;
    }

    private void Count(int records, int rejected, string? rejection)
    {
        State.Count(records, rejected);
        if (rejected == 0)
        {
            return;
        }

        KeyValuePair<string, object?> connector = new(MetricNames.ConnectorTag, plan.Name);
        KeyValuePair<string, object?> destination = new(MetricNames.DestinationTag, topic.Name);
        meter.Failed.Add(rejected, connector, destination);
        meter.Dropped.Add(rejected, connector, destination);
        if (_rejections.MayLog(rejected, out long count))
        {
            ConnectorLog.Rejected(logger, plan.Name, count, rejection!);
        }
    }

    private void Started(ConnectorSettings settings)
    {
        ConnectorLog.Started(logger, plan.Name, plan.Target.Topic);
        foreach (string property in settings.NotRead)
        {
            ConnectorLog.NotRead(logger, plan.Name, property);
        }
    }
}
