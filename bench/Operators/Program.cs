using System.Globalization;
using QueryGen.Bench.Operators;
using QueryGen.Bench.Operators.Measure;

// ./build.sh bench operators [part of a row's name]: all rows, or those with the name.
const double MostBytesPerRecord = 0.005;
CultureInfo plain = CultureInfo.InvariantCulture;
Workload[] workloads =
    [.. Workloads.All.Where(workload => args.Length == 0 || workload.Name.Contains(args[0], StringComparison.Ordinal))];
if (workloads.Length == 0)
{
    string names = string.Join("; ", Workloads.All.Select(workload => workload.Name));
    Console.Error.WriteLine($"There is no row '{args[0]}'. There are: {names}.");
    return 2;
}

Console.WriteLine("""
    One thread; its processor time. Medians of rounds in which both take turns; outputs are equal, byte by byte. Every 100,000 records the
    changes of stores are written as for a changelog, by both.

                                            generated              by hand
                                            M rec/s  B/record      M rec/s  ratio
    """);
List<Measurement> rows = [];
try
{
    foreach (Workload workload in workloads)
    {
        using Race race = new(workload);
        race.Compare();
        Measurement row = race.Run();
        rows.Add(row);
        Console.WriteLine(
            string.Create(plain, $"{workload.Name,-39}{1000 / row.GeneratedNs,8:F2}{row.BytesPerRecord,10:F2}")
            + string.Create(plain, $"{1000 / row.HandWrittenNs,13:F2}{row.Ratio,7:F2}"));
    }
}
catch (DifferentOutputException different)
{
    Console.Error.WriteLine(different.Message);
    return 1;
}

double mostBytes = rows.Max(row => row.BytesPerRecord);
Console.WriteLine();
Console.WriteLine(string.Create(
    plain, $"bench operators: worst ratio {rows.Min(row => row.Ratio):F2}, max bytes/event {mostBytes:F2}"));
if (mostBytes >= MostBytesPerRecord)
{
    Console.Error.WriteLine("Generated code allocated managed memory.");
    return 1;
}

return 0;
