using QueryGen.Connectors;
using QueryGen.Hosting;
using QueryGen.Serdes;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>Runs source connectors: each in the worker that has the first partition of its topic, and so in one at a time.</summary>
internal sealed class KafkaConnectors(KafkaRuntime runtime, IServiceProvider services) : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    /// <summary>Starts them; each waits until its topic's first partition is here.</summary>
    /// <param name="threads">Know which partitions are here.</param>
    /// <returns>How they are doing.</returns>
    public IReadOnlyList<ConnectorState> Start(IReadOnlyList<KafkaStreamThread> threads)
    {
        if (!runtime.Options.RunConnectors)
        {
            return [];
        }

        List<ConnectorState> states = [];
        foreach (ConnectorDescriptor connector in runtime.Topologies.SelectMany(topology => topology.Connectors))
        {
            KafkaConnectorRunner runner = new(ConnectorPlans.Of(connector), new ConnectorFactory(services), runtime);
            states.Add(runner.State);
            _running.Add(Task.Run(() => RunAsync(runner, connector.Topic, threads)));
        }

        return states;
    }

    /// <summary>Ends them. What is not committed comes again.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(KafkaConnectorRunner runner, string topic, IReadOnlyList<KafkaStreamThread> threads)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (IsHere())
            {
                using CancellationTokenSource turn = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task run = Task.Run(() => runner.RunAsync(turn.Token));
                while (!run.IsCompleted && IsHere())
                {
                    await RestAsync().ConfigureAwait(false);
                }

                await turn.CancelAsync().ConfigureAwait(false);
                await run.ConfigureAwait(false);
                runner.State.Problem = null;
            }

            await RestAsync().ConfigureAwait(false);
        }

        bool IsHere() => !_stop.IsCancellationRequested && threads.Any(
            thread => thread.Partitions.Any(partition => partition.Partition == 0 && partition.Topic == topic));
    }

    private async Task RestAsync() => await Task.Delay(Rest, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>Runs one source connector on Kafka.</summary>
internal sealed class KafkaConnectorRunner(ConnectorPlan plan, ConnectorFactory factory, KafkaRuntime runtime) : ConnectorRunner(
    plan, factory, runtime.Options.MaxUncommittedBytes, runtime.Meter, runtime.Clock, runtime.Connectors(plan.Name))
{
    private readonly ConnectorPlan _plan = plan;

    protected override IConnectorWriter Open(CancellationToken cancellationToken) => new KafkaConnectorWriter(
        new PositionedWriter(
            runtime.Settings,
            $"{runtime.Options.ApplicationId}-connector-{_plan.Name}",
            _plan.Target.Topic,
            new KafkaPatience(giveUp: cancellationToken)),
        _plan.Target.Topic,
        runtime.Partitions.Partitions(_plan.Target.Topic));

    // Kafka keeps what readers have not read.
    protected override ValueTask WaitForReadersAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    protected override Task RunSinkAsync(Action healthy, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Sink connectors do not run on Kafka; the start says so.");
}

/// <summary>Takes the records of a source connector to a topic of Kafka.</summary>
internal sealed unsafe class KafkaConnectorWriter(PositionedWriter writer, string topic, int partitions) : IConnectorWriter
{
    public int Partitions => partitions;

    public string? Position => writer.Position;

    public void Append(
        int partition, long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyStart = key)
        fixed (byte* valueStart = value)
        {
            writer.Write(topic, partition, new RecordRef(
                keyStart, hasKey ? key.Length : -1, valueStart, hasValue ? value.Length : -1, null, 0, timestampMs, 0));
        }
    }

    public void Commit(string position) => writer.Commit(position);

    public void Abort() => writer.Abort();

    public void Dispose() => writer.Dispose();
}
