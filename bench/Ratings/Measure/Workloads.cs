using QueryGen.Bench.Ratings.Contenders;
using QueryGen.Bench.Ratings.Data;

namespace QueryGen.Bench.Ratings.Measure;

/// <summary>The rows of the table.</summary>
internal static class Workloads
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    public static readonly Workload[] All =
    [
        new("decode", RatingKey.None, 0,
            () => new Generated("decode-ratings"), () => new HandWritten.DecodeOnly(), () => new Idiomatic.DecodeOnly()),
        new("filter and re-encode", RatingKey.None, 0,
            () => new Generated("filter-ratings"), () => new HandWritten.Filter(), () => new Idiomatic.Filter()),
        new("repartition", RatingKey.None, 0,
            () => new Generated("repartition-ratings"), () => new HandWritten.Repartition(), () => new Idiomatic.Repartition()),
        new("join, 1 K rows", RatingKey.User, Few, Join, () => new HandWritten.Join(), () => new Idiomatic.Join()),
        new("join, 1 M rows", RatingKey.User, Many, Join, () => new HandWritten.Join(), () => new Idiomatic.Join()),
        new("count by minute, 10 K keys", RatingKey.Route, 0,
            () => new Generated("count-ratings"), () => new HandWritten.CountByRoute(), () => new Idiomatic.CountByRoute()),
        new("join and count, 1 K rows", RatingKey.User, Few,
            Club, () => new HandWritten.ClubCountsByTopic(), () => new Idiomatic.ClubCounts(), () => new HandWritten.ClubCounts()),
        new("join and count, 1 M rows", RatingKey.User, Many,
            Club, () => new HandWritten.ClubCountsByTopic(), () => new Idiomatic.ClubCounts(), () => new HandWritten.ClubCounts()),
    ];

    private static Generated Join() => new("join-ratings", "join-customers");

    private static Generated Club() => new("club-ratings", "club-customers");
}
