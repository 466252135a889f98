using System.Globalization;
using System.Runtime.InteropServices;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>What is printed.</summary>
internal static class Report
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>What was measured, and how.</summary>
    public static void Head(int records, double bytesEach)
    {
        string machine = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}";
        Console.WriteLine(string.Create(
            Plain, $"{records:N0} ratings, JSON of {bytesEach:F0} bytes, {machine}, {Environment.ProcessorCount} processors."));
        Console.WriteLine("""
            One thread; its processor time. Medians of rounds in which all take turns; the ratio is what the generated code reaches of the
            other's speed. Outputs are equal, byte by byte, over all records and over odd ones. Every 100,000 records the changes of stores
            are written as for a changelog, by generated and hand-written code alike; idiomatic code keeps no changelog.

                                         generated                     by hand           idiomatic
                                         M rec/s  B/record   gen-0     M rec/s  ratio    M rec/s  ratio   rounds
            """);
    }

    /// <summary>A line of the table, and another where there is a shortcut.</summary>
    public static void Row(Measurement row)
    {
        Console.WriteLine(
            string.Create(Plain, $"{row.Workload.Name,-28}{Rate(row.Generated),8:F2}{row.BytesPerRecord,10:F2}{row.Collections,8}")
            + string.Create(Plain, $"{Rate(row.HandWritten),12:F2}{row.HandWritten.Ratio,7:F2}")
            + string.Create(Plain, $"{Rate(row.Idiomatic),11:F2}{row.Idiomatic.Ratio,7:F1}{row.Rounds,9}"));
        if (row.Shortcut is { } shortcut)
        {
            Console.WriteLine(string.Create(
                Plain, $"{"  by hand, without the topic between them",-54}{Rate(shortcut),12:F2}{shortcut.Ratio,7:F2}"));
        }
    }

    /// <summary>The line for machines.</summary>
    public static void Last(double worstRatio, double mostBytes)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(Plain, $"bench ratings: worst ratio {worstRatio:F2}, max bytes/event {mostBytes:F2}"));
    }

    private static double Rate(Score score) => 1000 / score.Ns;
}
