using Microsoft.Extensions.Logging;
using QueryGen.Metrics;

namespace QueryGen.Connectors;

/// <summary>
/// Runs one connector until it is stopped: polls, commits, and after a failure starts it again, later and later.
/// </summary>
internal abstract class ConnectorRunner(
    ConnectorPlan plan,
    ConnectorFactory factory,
    long maxUncommittedBytes,
    QueryGenMeter meter,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly LogThrottle _rejections = new(clock);

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
        using ConnectorOutput output = new(plan.Name, plan.Target, Open(cancellationToken), clock, maxUncommittedBytes);
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

    /// <summary>Opens what takes the records of a source connector.</summary>
    protected abstract IConnectorWriter Open(CancellationToken cancellationToken);

    /// <summary>Waits while those who read the topic are too far behind.</summary>
    protected abstract ValueTask WaitForReadersAsync(CancellationToken cancellationToken);

    /// <summary>Brings records out until it is cancelled.</summary>
    /// <param name="healthy">Told whenever it goes well.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract Task RunSinkAsync(Action healthy, CancellationToken cancellationToken);

    protected void Count(int records, int rejected, string? rejection)
    {
        State.Count(records, rejected);
        if (rejected == 0)
        {
            return;
        }

        KeyValuePair<string, object?> connector = new(MetricNames.ConnectorTag, plan.Name);
        KeyValuePair<string, object?> destination = new(MetricNames.DestinationTag, plan.Target.Topic);
        meter.Failed.Add(rejected, connector, destination);
        meter.Dropped.Add(rejected, connector, destination);
        if (_rejections.MayLog(rejected, out long count))
        {
            ConnectorLog.Rejected(logger, plan.Name, count, rejection!);
        }
    }

    protected void Started(ConnectorSettings settings)
    {
        ConnectorLog.Started(logger, plan.Name, plan.Target.Topic);
        foreach (string property in settings.NotRead)
        {
            ConnectorLog.NotRead(logger, plan.Name, property);
        }
    }
}
