using QueryGen.Bench.Operators.Data;
using QueryGen.Bench.Operators.HandWritten;
using QueryGen.Bench.Operators.Measure;

namespace QueryGen.Bench.Operators;

/// <summary>The rows of the table.</summary>
internal static class Workloads
{
    public static readonly Workload[] All =
    [
        new("stream-stream join, 10 K keys", null, ClickRecords.Make,
            () => new Generated("clicks", "impressions"), () => new ClicksWithImpressions()),
        new("foreign-key join, 100 K rows", OrderRecords.Customers, OrderRecords.Orders,
            () => new Generated("fk-orders", "fk-customers"), () => new OrdersWithCustomers()),
        new("hopping windows, 10 K keys, 4 windows", null, () => ViewRecords.Make(jitterMs: 50),
            () => new Generated("page-views"), () => new ViewsPerMinute()),
        new("sessions, 10 K keys", null, () => ViewRecords.Make(jitterMs: 2000),
            () => new Generated("visit-views"), () => new Visits()),
    ];
}
