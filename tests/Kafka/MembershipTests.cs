using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace QueryGen.Kafka.Tests;

public sealed class MembershipTests
{
    [KafkaFact]
    public async Task A_static_member_that_is_soon_back_costs_the_others_no_rebalance()
    {
        using Broker broker = new();
        await using Worker first = await Worker.StartAsync(broker.Servers, ("QueryGen:Kafka:group.instance.id", "a"));
        await Wait.UntilAsync(async () => (await first.HealthAsync()).Status == HealthStatus.Healthy, "all tasks run");
        int all = first.Tasks.Count;
        using ChildWorker second = new(broker.Servers, null, "QueryGen:Kafka:group.instance.id=b");
        await Wait.UntilAsync(() => Task.FromResult(first.Tasks.Count == all / 2), "half of the tasks");

        object before = first.Tasks;
        second.Kill();
        second.Restart();
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(0, 400));
        GroupTests.AssertTotals(await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 400), 400);
        Assert.Same(before, first.Tasks);
    }

    [Fact]
    public void A_worker_keeps_its_name_over_restarts_and_shares_it_with_nobody()
    {
        string folder = Directory.CreateTempSubdirectory("querygen-identity-").FullName;
        string former;
        using (ProcessIdentity first = new(folder, "app"))
        {
            former = first.Id;
            using ProcessIdentity other = new(folder, "app");
            Assert.NotEqual(former, other.Id);
        }

        using (ProcessIdentity again = new(folder, "app"))
        {
            Assert.Equal(former, again.Id);
        }

        Directory.Delete(folder, recursive: true);
    }
}
