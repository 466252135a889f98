using System.Text.Json;
using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class ConnectorTests
{
    private const int Rows = 2000;

    [KafkaFact]
    public async Task A_connector_goes_on_in_another_worker_where_the_killed_one_has_committed()
    {
        using Broker broker = new();
        using ChildWorker first = new(broker.Servers, null, "QueryGen:RunConnectors=true");
        await Wait.UntilAsync(
            () => Task.FromResult(Kcat.Topics(broker.Servers).Contains("\"GENERATED_AGAIN\"", StringComparison.Ordinal)),
            "topics are made");
        await using Worker second = await Worker.StartAsync(broker.Servers, ("QueryGen:RunConnectors", "true"));
        await Wait.ForRecordsAsync(broker.Servers, "generated", 100);
        first.Kill();
        List<string> rows = await Wait.ForRecordsAsync(broker.Servers, "GENERATED_AGAIN", Rows, "%s\n");
        await Task.Delay(1000);
        Assert.Equal(Enumerable.Range(1, Rows), Ids(Kcat.Read(broker.Servers, "generated", "%s\n")));
        Assert.Equal(Enumerable.Range(1, Rows), Ids(rows));
    }

    [KafkaFact]
    public async Task Rows_of_insert_values_are_written_once_by_workers_that_start_at_the_same_time()
    {
        using Broker broker = new();
        Task<Worker>[] starting = [Worker.StartAsync(broker.Servers), Worker.StartAsync(broker.Servers), Worker.StartAsync(broker.Servers)];
        Worker[] workers = await Task.WhenAll(starting);
        await Wait.ForRecordsAsync(broker.Servers, "SEEDED_AGAIN", 3);
        foreach (Worker worker in workers)
        {
            await worker.DisposeAsync();
        }

        await using Worker again = await Worker.StartAsync(broker.Servers);
        await Task.Delay(1000);
        Assert.Equal([1, 2, 3], Ids(Kcat.Read(broker.Servers, "seeded", "%s\n")));
    }

    private static IEnumerable<int> Ids(List<string> values) =>
        values.Select(value => JsonElement.Parse(value).GetProperty("ID").GetInt32()).Order();
}
