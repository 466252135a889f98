using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>
/// Runs one connector until it is stopped: polls, commits, and after a failure starts it again, later and later.
/// </summary>
internal sealed class ConnectorRunner(
    ConnectorPlan plan, ConnectorFactory factory, EmbeddedLog log, LogTopic topic, TimeProvider clock, ILogger logger)
{
    private const int MostSinkBatches = 64;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public ConnectorState State { get; } = new(plan.Name);

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
        using ConnectorOutput output = new(plan.Name, plan.Target, log, topic, clock);
        ConnectorSettings settings = new(plan.Name, plan.Properties);
        using SourceConnector connector = factory.Source(plan, settings, output.Position);
        Started(settings);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan? wait = await connector.PollAsync(output, cancellationToken).ConfigureAwait(false);
            State.Count(output.Added, output.Rejected);
            if (output.Rejection is { } reason)
            {
                ConnectorLog.Rejected(logger, plan.Name, output.Rejected, reason);
            }

            output.Commit(connector.Position);
            healthy();
            if (wait is null)
            {
                return;
            }

            await Task.Delay(wait.Value, clock, cancellationToken).ConfigureAwait(false);
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
        LogReader[] readers = OpenReaders(name);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Task next = log.NextCommit();
                if (Drain(readers, connector))
                {
                    await connector.FlushAsync(cancellationToken).ConfigureAwait(false);
                    transaction.SetPosition(name, Encoding.UTF8.GetBytes(connector.Position));
                    for (int i = 0; i < readers.Length; i++)
                    {
                        transaction.SetPosition(PartitionName(name, i), readers[i].Offset);
                    }

                    transaction.Commit();
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

    private LogReader[] OpenReaders(string name)
    {
        LogReader[] readers = new LogReader[topic.PartitionCount];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i] = new LogReader(topic, i, log.PositionNumber(PartitionName(name, i)) ?? topic.FirstOffset(i));
        }

        return readers;
    }

    private bool Drain(LogReader[] readers, SinkConnector connector)
    {
        RecordDecoder decoder = new(plan.Target);
        object?[] row = new object?[plan.Target.Columns.Count];
        int records = 0;
        int rejected = 0;
        foreach (LogReader reader in readers)
        {
            for (int batches = 0; batches < MostSinkBatches && reader.TryRead(out RecordBatch batch); batches++)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    try
                    {
                        decoder.Decode(in batch[i], row);
                        connector.Add(row, isTombstone: !batch[i].HasValue);
                        records++;
                    }
                    catch (FormatException problem)
                    {
                        rejected++;
                        ConnectorLog.Rejected(logger, plan.Name, 1, problem.Message);
                    }
                }
            }
        }

        State.Count(records, rejected);
        return records + rejected > 0;
    }

    private void Started(ConnectorSettings settings)
    {
        ConnectorLog.Started(logger, plan.Name, plan.Target.Topic);
        foreach (string property in settings.NotRead)
        {
            ConnectorLog.NotRead(logger, plan.Name, property);
        }
    }

    private static string PartitionName(string name, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}/{partition}");
}
