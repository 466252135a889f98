using QueryGen.Bench.Ratings.Data;
using QueryGen.Bench.Ratings.Measure;

const int Records = 1_000_000;
Workload[] workloads = [.. Workloads.All.Where(workload => args.Length == 0 || workload.Name.Contains(args[0], StringComparison.Ordinal))];
List<Measurement> rows = [];
foreach (IGrouping<(RatingKey Key, int Customers), Workload> alike in workloads.GroupBy(workload => (workload.Key, workload.Customers)))
{
    using RecordSet ratings = new RatingRecords(seed: 42, alike.Key.Key, Math.Max(alike.Key.Customers, 1000)).Make(Records);
    using RecordSet? customers = alike.Key.Customers == 0 ? null : CustomerRecords.Make(alike.Key.Customers);
    if (rows.Count == 0)
    {
        Report.Head(Records, (double)ratings.Bytes / Records);
    }

    foreach (Workload workload in alike)
    {
        using Race race = new(workload, ratings, customers);
        race.Compare();
        Measurement row = race.Run();
        Report.Row(row);
        rows.Add(row);
    }
}

Report.Last(rows.Where(row => row.Workload.Counts).Min(row => row.ToHandWritten), rows.Max(row => row.BytesPerRecord));
