using System.Diagnostics;
using System.Globalization;
using QueryGen.Durability.Queries;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Simulation;

/// <summary><c>simulate N</c> and <c>simulate --seed S</c>.</summary>
internal static class SimulateVerb
{
    private const int Partitions = 3;

    public static Testing.Simulation.Simulation Orders { get; } = new(CompiledQueries.Topology, new SimulationOptions
    {
        Input = OrdersInput.Of,
        Check = run => OrdersModel.Check(run, Partitions),
        Partitions = Partitions,
    });

    /// <summary>Runs the seeds from 0 on; a violation is told with its seed.</summary>
    public static int Seeds(int count)
    {
        Stopwatch time = Stopwatch.StartNew();
        int violations = 0;
        long crashes = 0;
        Lock telling = new();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            try
            {
                Interlocked.Add(ref crashes, Orders.Run((ulong)seed).Crashes);
            }
            catch (SimulationException violation)
            {
                Interlocked.Increment(ref violations);
                lock (telling)
                {
                    Console.WriteLine($"{violation.Message}\n  run it alone: ./build.sh simulate --seed {seed}");
                }
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{crashes} crashes, {time.Elapsed.TotalSeconds:F1} s with {Environment.ProcessorCount} threads"));
        Console.WriteLine($"simulate: seeds {count}, violations {violations}");
        return violations == 0 ? 0 : 1;
    }

    /// <summary>Runs one seed and tells all that it did.</summary>
    public static int Seed(ulong seed)
    {
        try
        {
            SimulationRun run = Orders.Run(seed);
            Console.Write(run.Story);
            Console.WriteLine($"trace {run.TraceHash:x16}");
            Console.WriteLine($"simulate: seed {seed}, violations 0");
            return 0;
        }
        catch (SimulationException violation)
        {
            Console.Write(violation.Story);
            Console.WriteLine(violation.InnerException);
            Console.WriteLine($"simulate: seed {seed}, violations 1");
            return 1;
        }
    }
}
