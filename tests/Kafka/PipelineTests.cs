using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class PipelineTests
{
    [KafkaFact]
    public async Task Filter_join_and_aggregations_run_by_configuration_alone()
    {
        using Broker broker = new();
        await using Worker worker = await Worker.StartAsync(broker.Servers);
        Kcat.Write(broker.Servers, "customers", ["ann|{\"city\":\"Oslo\"}", "bob|{\"city\":\"Rome\"}"]);
        await Wait.UntilAsync(async () => (await worker.HealthAsync()).Status == HealthStatus.Healthy, "healthy");
        await Task.Delay(1000);
        Kcat.Write(broker.Servers, "orders", Orders(0, 100));

        Assert.Equal(50, (await Wait.ForRecordsAsync(broker.Servers, "LARGE_ORDERS", 50)).Count);
        Assert.Equal(100, (await Wait.ForRecordsAsync(broker.Servers, "ORDERS_WITH_CITY", 100)).Count);
        List<string> totals = await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 100);
        Assert.Equal("ann|{\"ORDERS\":50,\"TOTAL\":2450}", totals.FindLast(line => line.StartsWith("ann", StringComparison.Ordinal)));
        List<string> amounts = await Wait.ForRecordsAsync(broker.Servers, "AMOUNTS", 100, "%s\n");
        Assert.Equal(100, amounts.Count);
        Assert.All(amounts, value => Assert.Equal("{\"ORDERS\":1}", value));
    }

    [KafkaFact]
    public async Task At_least_once_needs_no_transaction()
    {
        using Broker broker = new();
        await using Worker worker = await Worker.StartAsync(broker.Servers, ("QueryGen:ProcessingGuarantee", "at_least_once"));
        Kcat.Write(broker.Servers, "orders", Orders(0, 100));
        Assert.Equal(50, (await Wait.ForRecordsAsync(broker.Servers, "LARGE_ORDERS", 50)).Count);
        Assert.DoesNotContain("__transaction_state", Kcat.Topics(broker.Servers));
    }

    [KafkaFact]
    public async Task Stores_are_restored_from_their_changelogs_and_positions_go_on()
    {
        using Broker broker = new();
        await using (await Worker.StartAsync(broker.Servers))
        {
            Kcat.Write(broker.Servers, "orders", Orders(0, 100));
            await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 100);
        }

        Kcat.Write(broker.Servers, "orders", Orders(100, 100));
        await using Worker worker = await Worker.StartAsync(broker.Servers);
        List<string> totals = await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 200);
        Assert.Equal(200, totals.Count);
        Assert.Equal("bob|{\"ORDERS\":100,\"TOTAL\":5000}", totals.FindLast(line => line.StartsWith("bob", StringComparison.Ordinal)));
    }

    [KafkaFact]
    public async Task Timestamps_headers_and_tombstones_arrive_as_they_were_written()
    {
        using Broker broker = new();
        await using Worker worker = await Worker.StartAsync(broker.Servers);
        Kcat.Write(broker.Servers, "customers", ["ann|{\"city\":\"Oslo\"}"]);
        Kcat.Write(broker.Servers, "orders", ["ann|{\"id\":1,\"amount\":70}"], "-H", "source=web");
        string source = Assert.Single(Kcat.Read(broker.Servers, "orders", "%T %h\n"));
        string sink = Assert.Single(await Wait.ForRecordsAsync(broker.Servers, "LARGE_ORDERS", 1, "%T %h\n"));
        Assert.Equal(source, sink);

        // A tombstone of the table: the next order has no customer.
        await Wait.ForRecordsAsync(broker.Servers, "ORDERS_WITH_CITY", 1);
        Kcat.Write(broker.Servers, "customers", ["ann|"]);
        await Task.Delay(1000);
        Kcat.Write(broker.Servers, "orders", ["ann|{\"id\":2,\"amount\":80}"]);
        await Wait.ForRecordsAsync(broker.Servers, "LARGE_ORDERS", 2);
        Assert.Single(Kcat.Read(broker.Servers, "ORDERS_WITH_CITY"));
    }

    internal static IEnumerable<string> Orders(int first, int count) => Enumerable.Range(first, count)
        .Select(id => $"{(id % 2 == 0 ? "ann" : "bob")}|{{\"id\":{id},\"amount\":{id % 100}}}");
}
