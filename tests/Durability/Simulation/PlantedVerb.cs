using System.Diagnostics;
using System.Globalization;
using QueryGen.Storage;
using QueryGen.Testing.Simulation;

namespace QueryGen.Durability.Simulation;

/// <summary><c>simulate planted</c>: makes one mistake after the other, and looks for a seed that finds it.</summary>
internal static class PlantedVerb
{
    private const int MostSeeds = 1_000;

    public static int All()
    {
        int found = 0;
        PlantedBug[] bugs = [.. Enum.GetValues<PlantedBug>().Where(bug => bug != PlantedBug.None)];
        foreach (PlantedBug bug in bugs)
        {
            Stopwatch time = Stopwatch.StartNew();
            SimulationException? violation = Find(bug);
            found += violation is null ? 0 : 1;
            string what = violation is null ? "not found" : violation.Message.ReplaceLineEndings(" ");
            double seconds = time.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bug,-26} {seconds,5:F1} s  {Shorten(what)}"));
        }

        Console.WriteLine($"planted {bugs.Length}, found {found}");
        return found == bugs.Length ? 0 : 1;
    }

    /// <summary>Runs one seed with one mistake.</summary>
    public static int One(PlantedBug bug, ulong seed)
    {
        PlantedBugs.Active = bug;
        return SimulateVerb.Seed(seed);
    }

    /// <summary>The violation of the first seed that has one, of those that were tried until then; null where none has.</summary>
    public static SimulationException? Find(PlantedBug bug)
    {
        PlantedBugs.Active = bug;
        SimulationException? found = null;
        Lock finding = new();
        Parallel.For(0, MostSeeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, loop) =>
        {
            try
            {
                SimulateVerb.Orders.Run((ulong)seed);
            }
            catch (SimulationException violation)
            {
                loop.Stop();
                lock (finding)
                {
                    found = found is null || violation.Seed < found.Seed ? violation : found;
                }
            }
        });
        PlantedBugs.Active = PlantedBug.None;
        return found;
    }

    private static string Shorten(string text) => text.Length <= 110 ? text : text[..110];
}
