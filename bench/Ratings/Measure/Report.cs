using System.Globalization;
using System.Runtime.InteropServices;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>What is printed.</summary>
internal static class Report
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static void Head(int records, double bytesEach)
    {
        Console.WriteLine(string.Create(Plain, $"{records:N0} ratings of {bytesEach:F0} bytes of JSON, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors."));
        Console.WriteLine("Processor time of one thread, medians of rounds in which the three take turns. Every 100,000 records what changed in");
        Console.WriteLine("stores is written as for a changelog, by generated and hand-written code alike; idiomatic code keeps no changelog.");
        Console.WriteLine();
        Console.WriteLine("                                  generated                    hand-written        idiomatic");
        Console.WriteLine("                                  M rec/s  B/record  gen-0     M rec/s  ratio      M rec/s  ratio  rounds");
    }

    public static void Row(Measurement row) => Console.WriteLine(string.Create(
        Plain,
        $"{row.Workload.Name,-32}{1000 / row.GeneratedNs,9:F2}{row.BytesPerRecord,10:F2}{row.Collections,7}{1000 / row.HandWrittenNs,12:F2}{row.ToHandWritten,7:F2}{1000 / row.IdiomaticNs,13:F2}{row.ToIdiomatic,7:F1}{row.Rounds,8}"));

    public static void Last(double worstRatio, double mostBytes)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(Plain, $"bench ratings: worst ratio {worstRatio:F2}, max bytes/event {mostBytes:F2}"));
    }
}
