using System.Diagnostics;
using System.Globalization;
using QueryGen.Log;
using QueryGen.Storage;
using QueryGen.Tasks;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Crash;

/// <summary><c>crash N [--records R]</c>: kills a worker N times, lets it end at last, and verifies.</summary>
internal sealed class CrashVerb(int kills, long records, string folder)
{
    public const string Records = "QUERYGEN_CRASH_RECORDS";

    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMinutes(4);

    /// <summary>What a process that was killed leaves as its exit code: 128 and SIGKILL's number; of TerminateProcess, -1.</summary>
    public static readonly int Killed = OperatingSystem.IsWindows() ? -1 : 137;

    // Those of making topics first, for that is done once.
    private static readonly string[] s_points =
        [.. CrashPoints.All.Concat(TaskCrashPoints.All).OrderBy(point => point.StartsWith("topic.", StringComparison.Ordinal) ? 0 : 1)];

    private readonly SeededRandom _random = new(20_000);
    private readonly HashSet<string> _died = [];

    /// <summary>Runs it in a folder of its own, which goes when nothing was wrong.</summary>
    public static int Run(int kills, long records)
    {
        string folder = Directory.CreateTempSubdirectory("querygen-crash-").FullName;
        Stopwatch time = Stopwatch.StartNew();
        CrashVerb verb = new(kills, records, folder);
        if (!verb.KillAndEnd())
        {
            Console.Error.WriteLine($"The worker did not end; its state is in {folder}");
            return 1;
        }

        EmbeddedLogOptions options = CrashWorker.LogOptions with { CleanInterval = Timeout.InfiniteTimeSpan };
        using (EmbeddedLog log = EmbeddedLog.Open(Path.Combine(folder, "log"), options))
        {
            string summary = $"died at {verb._died.Count} named places, {time.Elapsed.TotalSeconds:F0} s";
            if (!new CrashVerifier(new EmbeddedCrashTopics(log), records) { ChecksMore = true }.Report("crash", kills, summary))
            {
                Console.WriteLine($"The worker's state is in {folder}");
                return 1;
            }
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private bool KillAndEnd()
    {
        int named = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            // Two of three at named places, each third at any time.
            Kill(kill % 3 == 2 ? null : s_points[named++ % s_points.Length]);
        }

        using Process last = Start(null);
        bool hasEnded = last.WaitForExit(s_longestEnd);
        if (!hasEnded)
        {
            last.Kill();
            last.WaitForExit();
        }

        return hasEnded && last.ExitCode == 0;
    }

    private void Kill(string? point)
    {
        // Those that are reached with each commit let a life go on for a while.
        bool isFrequent = point is not null && (point.StartsWith("commit.", StringComparison.Ordinal)
            || point.StartsWith("task.", StringComparison.Ordinal)) && point != TaskCrashPoints.Restored;
        int times = 1 + _random.Next(isFrequent ? 150 : 4);
        using Process worker = Start(point is null ? null : string.Create(CultureInfo.InvariantCulture, $"{point}:{times}"));
        TimeSpan life = point is null ? TimeSpan.FromMilliseconds(300 + _random.Next(1_500)) : s_longestLife;
        if (worker.WaitForExit(life))
        {
            bool isKilled = point is not null && worker.ExitCode == Killed;
            Expect.True(isKilled, $"The worker has ended by itself with {worker.ExitCode}, and was not killed.");
            _died.Add(point!);
        }
        else
        {
            worker.Kill();
            worker.WaitForExit();
        }
    }

    private Process Start(string? point)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [typeof(CrashVerb).Assembly.Location, "worker", folder]);
        start.Environment[Records] = records.ToString(CultureInfo.InvariantCulture);
        start.Environment["QUERYGEN_CRASH_RATE"] = Math.Max(20_000, records / (1 + kills)).ToString(CultureInfo.InvariantCulture);
        start.Environment["QUERYGEN_CRASH_CHANGES"] = (records / 100).ToString(CultureInfo.InvariantCulture);
        if (point is not null)
        {
            start.Environment[CrashPoints.Variable] = point;
        }

        return Process.Start(start)!;
    }
}
