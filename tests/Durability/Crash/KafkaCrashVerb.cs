using System.Diagnostics;
using System.Globalization;
using QueryGen.Kafka;
using QueryGen.Kafka.Tests;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Crash;

/// <summary>
/// <c>crash-kafka N [--records R]</c>: two workers share the orders of a real broker; one of them is killed N times, and the other one goes
/// on; at last both are stopped, and every record is verified.
/// </summary>
internal sealed class KafkaCrashVerb : IDisposable
{
    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMinutes(3);
    private static readonly string[] s_points =
    [
        KafkaCrashPoints.PositionsSent, TaskCrashPoints.BeforeCommit, KafkaCrashPoints.Committed, TaskCrashPoints.Restored,
        TaskCrashPoints.ChangelogWritten, KafkaCrashPoints.Assigned, TaskCrashPoints.Processed, TaskCrashPoints.OutputsWritten,
    ];

    private readonly int _kills;
    private readonly long _records;
    private readonly string _folder = Directory.CreateTempSubdirectory("querygen-crash-kafka-").FullName;
    private readonly Broker _broker = new();
    private readonly SeededRandom _random = new(30_000);
    private readonly Process?[] _workers = new Process?[2];
    private readonly HashSet<string> _died = [];

    private KafkaCrashVerb(int kills, long records)
    {
        _kills = kills;
        _records = records;
    }

    /// <summary>Runs it on a broker of its own; says so where there is none.</summary>
    public static int Run(int kills, long records)
    {
        if (Requirements.Missing is { } missing)
        {
            Console.WriteLine($"crash-kafka: skipped, {missing}");
            return 0;
        }

        using KafkaCrashVerb verb = new(kills, records);
        return verb.Run() ? 0 : 1;
    }

    public void Dispose()
    {
        foreach (Process? worker in _workers)
        {
            worker?.Kill();
            worker?.Dispose();
        }

        _broker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool Run()
    {
        Stopwatch time = Stopwatch.StartNew();
        _broker.CreateTopic("orders", CrashWorker.Partitions);
        _broker.CreateTopic("customers", CrashWorker.Partitions);

        // About as long as the kills take.
        KafkaCrashFeed feed = new(_broker.Servers, _records, _records / (6.0 * (_kills + 1)));
        Task fed = Task.Run(feed.RunAsync);
        int dead = 0;
        _workers[1] = Start(1, null);
        int named = 0;
        for (int kill = 0; kill < _kills; kill++)
        {
            // Two of three at named places, each third at any time.
            dead = kill % 3 == 2 ? KillOther(dead) : KillAt(dead, s_points[named++ % s_points.Length]);
        }

        _workers[dead] = Start(dead, null);
        fed.GetAwaiter().GetResult();
        if (!WaitForAll(feed.Large) || !Stop())
        {
            return false;
        }

        string summary = string.Create(
            CultureInfo.InvariantCulture, $"died at {_died.Count} named places, {time.Elapsed.TotalSeconds:F0} s");
        return new CrashVerifier(new KafkaCrashTopics(_broker.Servers), _records).Report("crash-kafka", _kills, summary);
    }

    /// <summary>Starts the worker that is dead, and has it die at a place.</summary>
    private int KillAt(int worker, string point)
    {
        // Those that are reached with each commit let a life go on for a while.
        bool isFrequent = point is not (TaskCrashPoints.Restored or KafkaCrashPoints.Assigned);
        int times = 1 + _random.Next(isFrequent ? 60 : 3);
        using Process started = Start(worker, string.Create(CultureInfo.InvariantCulture, $"{point}:{times}"));
        if (started.WaitForExit(s_longestLife))
        {
            Expect.True(
                started.ExitCode == CrashVerb.Killed, $"The worker has ended by itself with {started.ExitCode}, and was not killed.");
            _died.Add(point);
        }
        else
        {
            started.Kill();
            started.WaitForExit();
        }

        return worker;
    }

    /// <summary>Starts the worker that is dead, and kills the other one at any time.</summary>
    /// <returns>Who is dead now.</returns>
    private int KillOther(int dead)
    {
        _workers[dead] = Start(dead, null);
        Thread.Sleep(300 + _random.Next(6_000));
        int other = 1 - dead;
        Expect.True(!_workers[other]!.HasExited, "A worker has ended by itself.");
        _workers[other]!.Kill();
        _workers[other]!.WaitForExit();
        _workers[other]!.Dispose();
        _workers[other] = null;
        return other;
    }

    /// <summary>Each order must have come to the end of each query.</summary>
    private bool WaitForAll(long large)
    {
        (string Topic, long Records)[] ends =
            [("LARGE_ORDERS", large), ("ORDERS_BY_CUSTOMER", _records), ("ORDERS_WITH_CUSTOMER", _records), ("TOTALS", _records)];
        Stopwatch time = Stopwatch.StartNew();
        while (time.Elapsed < s_longestEnd)
        {
            KafkaCrashTopics topics = new(_broker.Servers);
            string[] missing = [.. ends.Select(end => (end.Topic, Left: end.Records - Count(topics, end.Topic)))
                .Where(end => end.Left > 0).Select(end => $"{end.Topic}: {end.Left} records are missing")];
            if (missing.Length == 0)
            {
                return true;
            }

            Thread.Sleep(1000);
            if (time.Elapsed >= s_longestEnd)
            {
                Array.ForEach(missing, Console.WriteLine);
            }
        }

        Console.WriteLine($"crash-kafka: the workers have not come to the end within {s_longestEnd.TotalSeconds:F0} s");
        return false;
    }

    private bool Stop()
    {
        foreach (Process? worker in _workers)
        {
            Processes.Signal(worker!, "TERM");
        }

        return _workers.All(worker =>
        {
            bool hasEnded = worker!.WaitForExit(TimeSpan.FromSeconds(30)) && worker.ExitCode == 0;
            Console.Write(hasEnded ? "" : "crash-kafka: a worker does not stop\n");
            return hasEnded;
        });
    }

    private Process Start(int worker, string? point)
    {
        // Each has a folder of its own, as on a machine of its own.
        string folder = Path.Combine(_folder, worker.ToString(CultureInfo.InvariantCulture));
        ProcessStartInfo start = new(
            Environment.ProcessPath!, [typeof(KafkaCrashVerb).Assembly.Location, "kafka-worker", folder, _broker.Servers]);
        if (point is not null)
        {
            start.Environment[CrashPoints.Variable] = point;
        }

        return Process.Start(start)!;
    }

    private static long Count(KafkaCrashTopics topics, string topic) =>
        Enumerable.Range(0, CrashWorker.Partitions).Sum(partition => topics.Count(topic, partition));
}
