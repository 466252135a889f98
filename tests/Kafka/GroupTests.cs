using QueryGen.Hosting;
using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class GroupTests
{
    [KafkaFact]
    public void Of_two_producers_with_one_transactional_id_the_older_one_is_fenced()
    {
        using Broker broker = new();
        broker.CreateTopic("t", 1);
        QueryGenOptions options = new();
        options.Kafka["bootstrap.servers"] = broker.Servers;
        KafkaSettings settings = new(options);
        using KafkaProducer zombie = new(settings, "same", new KafkaPatience());
        Written.One(zombie, "t", "zombie");
        using KafkaProducer successor = new(settings, "same", new KafkaPatience());
        Written.One(successor, "t", "successor");
        Assert.Throws<KafkaException>(() => Written.Commit(settings, zombie));
        Written.Commit(settings, successor);
        Assert.Equal(["|successor"], Kcat.Read(broker.Servers, "t"));
    }

    [KafkaFact]
    public async Task Records_of_an_aborted_transaction_are_not_processed()
    {
        using Broker broker = new();
        await using Worker worker = await Worker.StartAsync(broker.Servers);
        QueryGenOptions options = new();
        options.Kafka["bootstrap.servers"] = broker.Servers;
        KafkaSettings settings = new(options);
        using (KafkaProducer aborted = new(settings, "other", new KafkaPatience()))
        {
            Written.One(aborted, "orders", "{\"id\":1,\"amount\":99}");
            aborted.Flush();
        }

        Kcat.Write(broker.Servers, "orders", ["ann|{\"id\":2,\"amount\":99}"]);
        Assert.Contains("\"ID\":2", Assert.Single(await Wait.ForRecordsAsync(broker.Servers, "LARGE_ORDERS", 1)), StringComparison.Ordinal);
    }

    [KafkaFact]
    public async Task Unequal_partitions_of_joined_topics_are_an_error_that_names_both()
    {
        using Broker broker = new();
        broker.CreateTopic("orders", 3);
        broker.CreateTopic("customers", 2);
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => Worker.StartAsync(broker.Servers));
        Assert.Contains("'orders' (3", error.Message, StringComparison.Ordinal);
        Assert.Contains("'customers' (2", error.Message, StringComparison.Ordinal);
    }

    // Each change of each customer once, in order: a total that was restored wrong, or counted twice, would not be in line.
    internal static void AssertTotals(List<string> totals, int orders)
    {
        Assert.Equal(orders, totals.Count);
        for (int customer = 0; customer < 20; customer++)
        {
            List<string> own = totals.FindAll(line => line.StartsWith($"c{customer}|", StringComparison.Ordinal));
            IEnumerable<int> counts = Enumerable.Range(1, orders / 20);
            Assert.Equal(counts.Select(count => $"c{customer}|{{\"ORDERS\":{count},\"TOTAL\":{count}}}"), own);
        }
    }

    internal static IEnumerable<string> Orders(int first, int count) =>
        Enumerable.Range(first, count).Select(id => $"c{id % 20}|{{\"id\":{id},\"amount\":1}}");
}
