using Microsoft.Extensions.Hosting;
using QueryGen.Hosting;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>Runs the topologies of this host on Kafka, where <c>QueryGen:Kafka:bootstrap.servers</c> is set.</summary>
internal sealed class KafkaWorker(KafkaRuntime runtime, WorkerState state, IServiceProvider services) : IHostedService, IDisposable
{
    private readonly List<KafkaStreamThread> _threads = [];
    private readonly KafkaConnectors _connectors = new(runtime, services);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!runtime.Options.UsesKafka)
        {
            return;
        }

        try
        {
            runtime.Check();
            await runtime.MakeTopicsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var subTopology in runtime.Topologies.SelectMany(topology => topology.SubTopologies))
            {
                // Throws where topics that are read together differ in their partitions.
                _ = runtime.Partitions.Tasks(subTopology);
            }

            KafkaSeeds seeds = new(runtime);
            await Task.Run(
                () =>
                {
                    foreach (Topology topology in runtime.Topologies)
                    {
                        seeds.Write(topology, cancellationToken);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            state.Failure = error.Message;
            throw;
        }

        for (int number = 1; number <= runtime.Options.NumStreamThreads; number++)
        {
            _threads.Add(new KafkaStreamThread(runtime, ShowRestoring, number));
        }

        KafkaStreamThread[] threads = [.. _threads];
        state.Threads = threads;
        new WorkerGauges(
            () => threads.SelectMany(thread => thread.Tasks),
            () => threads.SelectMany(thread => thread.Partitions).Where(partition => partition.Behind >= 0)
                .Select(partition => WorkerGauges.Lag(partition.Topic, partition.Partition, partition.Behind))).AddTo(runtime.Meter);
        KafkaLog.Started(
            runtime.Logger,
            runtime.Options.ApplicationId,
            runtime.Settings.Servers,
            _threads.Count,
            runtime.Settings.IsExactlyOnce ? "exactly once" : "at least once");
        _threads.ForEach(thread => thread.Start());
        state.Connectors = _connectors.Start(threads);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task connectors = _connectors.StopAsync();
        _threads.ForEach(thread => thread.Stop());
        try
        {
            await Task.WhenAll(_threads.Select(thread => thread.Ended).Append(connectors))
                .WaitAsync(runtime.Options.StopTimeout, runtime.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            WorkerLog.StoppedLate(runtime.Logger, runtime.Options.StopTimeout.TotalSeconds);
        }
    }

    public void Dispose()
    {
        foreach (KafkaStreamThread thread in _threads)
        {
            thread.Dispose();
        }

        _threads.Clear();
        _connectors.Dispose();
    }

    private void ShowRestoring() => state.Restoring =
        [.. state.Threads.OfType<KafkaStreamThread>().SelectMany(thread => thread.Tasks).Select(entry => entry.Task.Restoring)];
}
