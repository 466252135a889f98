using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueryGen.Connectors;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Hosting;

/// <summary>
/// Runs the topologies of this host: opens the log, makes topics, writes seeds, starts tasks and connectors; commits
/// when it is stopped.
/// </summary>
internal sealed class StreamsWorker(
    EmbeddedRuntime runtime,
    TaskRegistry registry,
    WorkerState state,
    QueryGenMeter meter,
    ILoggerFactory loggers,
    IServiceProvider services) : IHostedService, IDisposable
{
    private static readonly TimeSpan s_restoreReports = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger("QueryGen.Worker");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<StreamThread> _threads = [];
    private readonly List<Task> _connectors = [];
    private Backpressure? _backpressure;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string key in runtime.Options.UnknownKeys)
        {
            WorkerLog.UnknownKey(_logger, key);
        }

        if (runtime.Options.UsesKafka)
        {
            return Task.CompletedTask;
        }

        try
        {
            EmbeddedLog log = runtime.Log;
            foreach (Topology topology in runtime.Topologies)
            {
                WriteSeeds(log, topology);
            }

            _backpressure = new Backpressure(runtime);
            StartThreads(log);
            StartConnectors(log);
        }
        catch (Exception error)
        {
            state.Failure = error.Message;
            throw;
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_backpressure is not null)
        {
            runtime.Lag.End();
        }

        foreach (StreamThread thread in _threads)
        {
            thread.Stop();
        }

        try
        {
            await Task.WhenAll(_connectors.Concat(_threads.Select(thread => thread.Ended)))
                .WaitAsync(runtime.Options.StopTimeout, runtime.Clock, cancellationToken).ConfigureAwait(false);
            WorkerLog.Stopped(_logger);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            WorkerLog.StoppedLate(_logger, runtime.Options.StopTimeout.TotalSeconds);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (StreamThread thread in _threads)
        {
            thread.Dispose();
        }

        _threads.Clear();
        _stop.Dispose();
    }

    private void WriteSeeds(EmbeddedLog log, Topology topology)
    {
        string position = $"seeds/{runtime.Options.ApplicationId}/{topology.Name}";
        long written = log.PositionNumber(position) ?? 0;
        if (written >= topology.Seeds.Length)
        {
            return;
        }

        LogTransaction transaction = log.Begin();
        using RecordArena arena = new(runtime.Clock);
        using OutputBuffer output = new();
        foreach (SeedRecord seed in topology.Seeds.Skip((int)written))
        {
            LogTopic topic = runtime.Topic(seed.Topic);
            seed.Write(arena, output);
            for (int i = 0; i < output.Count; i++)
            {
                RecordRef record = output[i];
                int partition = record.HasKey ? Murmur2.Partition(record.Key, topic.PartitionCount) : 0;
                transaction.Writer(topic, partition).Append(
                    record.TimestampMs, record.HasKey, record.Key, record.HasValue, record.Value, record.Headers);
            }

            output.Clear();
            arena.Reset();
        }

        transaction.SetPosition(position, topology.Seeds.Length);
        transaction.Commit();
    }

    private void StartThreads(EmbeddedLog log)
    {
        List<(Topology Topology, StreamTask Task)> tasks = CreateTasks(log);
        WorkerGauges.Of(log, runtime.Names, tasks).AddTo(meter);
        Dictionary<StreamTask, Topology> topologies = tasks.ToDictionary(pair => pair.Task, pair => pair.Topology);
        int count = Math.Min(runtime.Options.NumStreamThreads, Math.Max(1, tasks.Count));
        for (int i = 0; i < count; i++)
        {
            // Tasks of one sub-topology stand together in the list, so that taking every n-th spreads them over the
            // threads.
            List<StreamTask> own = [.. tasks.Where((_, index) => index % count == i).Select(pair => pair.Task)];
            StreamThread thread = new(
                $"QueryGen {runtime.Options.ApplicationId} {i + 1}",
                own,
                runtime.Options.CommitInterval,
                meter,
                (task, error) => OnFailed(topologies[task], task, error),
                runtime.Clock,
                runtime.Options.MaxUncommittedBytes);
            _threads.Add(thread);
            own.ForEach(task => registry.Add(topologies[task], task, thread));
        }

        state.Restoring = [.. tasks.Select(pair => pair.Task.Restoring)];
        state.Threads = [.. _threads];
        WorkerLog.Started(
            _logger, runtime.Options.ApplicationId, tasks.Count, count, Path.GetFullPath(runtime.Options.StateDir));
        log.Committed += () => _threads.ForEach(thread => thread.Wake());
        _threads.ForEach(thread => thread.Start());
        _ = ReportRestoredAsync();
    }

    private List<(Topology Topology, StreamTask Task)> CreateTasks(EmbeddedLog log)
    {
        WorkerEvents events = new(loggers, meter, runtime.Clock, runtime.Options.IncludeRows);
        List<(Topology Topology, StreamTask Task)> tasks = [];
        foreach (Topology topology in runtime.Topologies)
        {
            foreach (SubTopology subTopology in topology.SubTopologies)
            {
                int partitions = runtime.Setup(log).Tasks(subTopology);
                Func<bool>? isFull = _backpressure!.IsFull(subTopology);
                for (int partition = 0; partition < partitions; partition++)
                {
                    EmbeddedRecordSource source = new(log, runtime.Names, subTopology, partition);
                    EmbeddedRecordSink sink = new(log, runtime.Names, subTopology, partition, isFull);
                    StreamTask task = new(
                        subTopology, partition, source, sink, events, runtime.Clock, runtime.Options.MaxTaskIdle,
                        runtime.Options.ErrorHandling)
                    {
                        Checkpoints = runtime.Checkpoints(log, subTopology, partition),
                        OnIncompatible = runtime.Options.OnIncompatible,
                    };
                    tasks.Add((topology, task));
                }
            }
        }

        return tasks;
    }

    private async Task ReportRestoredAsync()
    {
        Task restored = Task.WhenAll(_threads.Select(thread => thread.Restored));
        long start = runtime.Clock.GetTimestamp();
        while (await Task.WhenAny(restored, Task.Delay(s_restoreReports, runtime.Clock)).ConfigureAwait(false) != restored)
        {
            (long done, long total) = state.Restored;
            double rate = done / runtime.Clock.GetElapsedTime(start).TotalSeconds;
            WorkerLog.Restoring(
                _logger, 100 * done / Math.Max(total, 1), total, (long)rate, (long)((total - done) / Math.Max(rate, 1)));
        }

        WorkerLog.Restored(_logger);
    }

    private void OnFailed(Topology topology, StreamTask task, Exception error)
    {
        SubTopology subTopology = topology.SubTopologies[task.Id.SubTopology];
        WorkerLog.TaskFailed(_logger, task.Id.ToString(), string.Join(", ", subTopology.Queries), error);
        registry.SetFailed(topology, task, error);
        _backpressure!.Leave(subTopology, task.Id.Partition);
    }

    private void StartConnectors(EmbeddedLog log)
    {
        if (!runtime.Options.RunConnectors)
        {
            return;
        }

        ConnectorFactory factory = new(services);
        List<ConnectorState> states = [];
        foreach (ConnectorDescriptor connector in runtime.Topologies.SelectMany(topology => topology.Connectors))
        {
            EmbeddedConnectorRunner runner = new(
                ConnectorPlans.Of(connector),
                factory,
                log,
                runtime.Topic(connector.Topic),
                new ConnectorLimits(runtime.Lag, runtime.Options.MaxUncommittedBytes),
                meter,
                runtime.Clock,
                loggers.CreateLogger($"QueryGen.Connectors.{connector.Name}"));
            states.Add(runner.State);
            _connectors.Add(Task.Run(() => runner.RunAsync(_stop.Token)));
        }

        state.Connectors = states;
    }
}
