using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Testing.Simulation;

/// <summary>One life of a process that runs a topology: the log, the tasks, and threads that run when they are told to.</summary>
internal sealed class SimulatedWorker : IDisposable
{
    public const string Folder = "/state/log";

    /// <summary>Stands before the names of internal topics.</summary>
    public static readonly TopicNames Names = new("simulation");

    private static readonly TimeSpan s_commitInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<(StreamThread Thread, bool HasBegun)> _threads = [];
    private readonly List<StreamTask> _tasks = [];

    /// <summary>Opens the log, which takes it back to its last commit, and makes topics and tasks.</summary>
    /// <param name="topology">What it runs.</param>
    /// <param name="partitions">Partitions of topics that say nothing of them.</param>
    /// <param name="disk">The machine's disk.</param>
    /// <param name="options">Of the log.</param>
    /// <param name="checkpoints">When they are written.</param>
    /// <param name="random">Spreads the tasks over threads.</param>
    /// <param name="meter">Counts.</param>
    public SimulatedWorker(
        Topology topology,
        int partitions,
        IDisk disk,
        EmbeddedLogOptions options,
        CheckpointOptions checkpoints,
        SeededRandom random,
        QueryGenMeter meter)
    {
        Log = EmbeddedLog.Open(disk, Folder, options, NullLogger.Instance);
        Clock = options.Clock;
        try
        {
            CheckpointPlace place = new(
                disk, Folder + "/checkpoints", checkpoints, options.DeleteRetention, Log.Flush, RunNow, Clock, NullLogger.Instance);
            TopicSetup setup = new(Log, Names, partitions);
            setup.Create(topology);
            foreach (SubTopology part in topology.SubTopologies)
            {
                for (int partition = 0; partition < setup.Tasks(part); partition++)
                {
                    EmbeddedRecordSource source = new(Log, Names, part, partition);
                    EmbeddedRecordSink sink = new(Log, Names, part, partition);
                    _tasks.Add(new StreamTask(part, partition, source, sink, new TestEvents(), Clock)
                    {
                        Checkpoints = new TaskCheckpoints(place, part.Stores.Select(Names.Of), partition),
                    });
                }
            }

            StartThreads(random, meter);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public EmbeddedLog Log { get; }

    public TimeProvider Clock { get; }

    /// <summary>Why a task has failed; null: none has.</summary>
    public Exception? Failure { get; private set; }

    public int Threads => _threads.Count;

    /// <summary>Something is processed and not committed.</summary>
    public bool NeedsCommit => _tasks.Exists(task => task.NeedsCommit);

    /// <summary>Lets a thread restore its stores, or go round once.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="batch">How many records a task takes at most.</param>
    public void Turn(int index, int batch)
    {
        (StreamThread thread, bool hasBegun) = _threads[index];
        _tasks.ForEach(task => task.MostRecordsAtOnce = batch);
        if (hasBegun)
        {
            thread.Turn();
        }
        else
        {
            _threads[index] = (thread, true);
            thread.Begin();
        }
    }

    /// <summary>Commits as a worker that is stopped does.</summary>
    public void End()
    {
        foreach ((StreamThread thread, bool hasBegun) in _threads)
        {
            if (hasBegun)
            {
                thread.End();
            }
        }
    }

    public StreamTask? Task(TaskId id) => _tasks.Find(task => task.Id == id);

    /// <summary>Frees the memory; nothing is written.</summary>
    public void Dispose()
    {
        _threads.ForEach(thread => thread.Thread.Dispose());
        if (_threads.Count == 0)
        {
            _tasks.ForEach(task => task.Dispose());
        }
    }

    private void StartThreads(SeededRandom random, QueryGenMeter meter)
    {
        int count = 1 + random.Next(_tasks.Count);
        List<StreamTask>[] own = [.. Enumerable.Range(0, count).Select(_ => new List<StreamTask>())];
        foreach (StreamTask task in _tasks)
        {
            List<StreamTask> tasks = own[random.Next(count)];
            tasks.Insert(random.Next(tasks.Count + 1), task);
        }

        foreach (List<StreamTask> tasks in own.Where(tasks => tasks.Count > 0))
        {
            _threads.Add((new StreamThread("simulated", tasks, s_commitInterval, meter, OnFailed, Clock), false));
        }
    }

    private static Task RunNow(Action action)
    {
        action();
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private void OnFailed(StreamTask task, Exception error)
    {
        _tasks.Remove(task);
        Failure ??= error;
    }
}
