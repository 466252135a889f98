using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;
using QueryGen.Bench.Ratings.Measure;
using HandWritten = QueryGen.Bench.Ratings.HandWritten;
using Idiomatic = QueryGen.Bench.Ratings.Idiomatic;

const int Records = 1_000_000;
Workload[] workloads =
[
    new("decode", RatingKey.None, 0,
        () => new Generated("decode-ratings"), () => new HandWritten.DecodeOnly(), () => new Idiomatic.DecodeOnly()),
    new("filter and re-encode", RatingKey.None, 0,
        () => new Generated("filter-ratings"), () => new HandWritten.Filter(), () => new Idiomatic.Filter()),
];

using RecordSet ratings = new RatingRecords(seed: 42, RatingKey.None, 1000).Make(Records);
Report.Head(Records, (double)ratings.Bytes / Records);
List<Measurement> rows = [];
foreach (Workload workload in workloads)
{
    using Race race = new(workload, ratings, null);
    race.Compare();
    Measurement row = race.Run();
    Report.Row(row);
    rows.Add(row);
}

Report.Last(rows.Min(row => row.ToHandWritten), rows.Max(row => row.BytesPerRecord));
