using QueryGen.Bench;
using QueryGen.Bench.Ratings.Data;
using QueryGen.Bench.Ratings.Measure;

// ./build.sh bench ratings [part of a row's name]: all rows, or those with the name.
const int Records = 1_000_000;
const int OddRecords = 5_000;
const double MostBytesPerRecord = 0.005;

Workload[] workloads =
    [.. Workloads.All.Where(workload => args.Length == 0 || workload.Name.Contains(args[0], StringComparison.Ordinal))];
if (workloads.Length == 0)
{
    string names = string.Join("; ", Workloads.All.Select(workload => workload.Name));
    Console.Error.WriteLine($"There is no row '{args[0]}'. There are: {names}.");
    return 2;
}

try
{
    List<Measurement> rows = [.. workloads.GroupBy(workload => (workload.Key, workload.Customers)).SelectMany(Measure)];
    double mostBytes = rows.Max(row => row.BytesPerRecord);
    Report.Last(rows.Min(row => row.HandWritten.Ratio), mostBytes);
    if (mostBytes >= MostBytesPerRecord)
    {
        Console.Error.WriteLine("Generated code allocated managed memory.");
        return 1;
    }

    return 0;
}
catch (DifferentOutputException different)
{
    Console.Error.WriteLine(different.Message);
    return 1;
}

// The rows that take the same records.
IEnumerable<Measurement> Measure(IGrouping<(RatingKey Key, int Customers), Workload> alike)
{
    (RatingKey key, int count) = alike.Key;
    using RecordSet odd = new OddRatings(seed: 7, key, Math.Max(count, 1000)).Make(OddRecords);
    using RecordSet ratings = new RatingRecords(seed: 42, key, Math.Max(count, 1000)).Make(Records);
    using RecordSet? customers = count == 0 ? null : CustomerRecords.Make(count);
    using RecordSet? some = count == 0 ? null : CustomerRecords.Make(Math.Min(count, 10_000));
    foreach (Workload workload in alike)
    {
        if (workload == workloads[0])
        {
            Report.Head(Records, (double)ratings.Bytes / Records);
        }

        using (Race slow = new(workload, odd, some))
        {
            slow.Compare(withIdiomatic: false);
        }

        using Race race = new(workload, ratings, customers);
        race.Compare(withIdiomatic: true);
        Measurement row = race.Run();
        Report.Row(row);
        yield return row;
    }
}
