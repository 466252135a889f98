using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A broker that goes away, in all ways in which one does.</summary>
public sealed class OutageTests
{
    private const int PerRound = 400;

    [KafkaTheory]
    [InlineData("stopped")]
    [InlineData("killed")]
    [InlineData("paused")]
    public async Task A_broker_that_goes_away_is_told_and_costs_nothing(string how)
    {
        using Broker broker = new();
        await using Worker worker = await Worker.StartAsync(broker.Servers);
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(0, PerRound));
        await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 1);

        // In the middle of its work: some of it is processed and not committed.
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(PerRound, PerRound));
        Action away = how == "stopped" ? broker.Stop : how == "killed" ? broker.Kill : broker.Pause;
        away();
        await Wait.UntilAsync(
            async () => (await worker.HealthAsync()).Status == HealthStatus.Unhealthy, "unhealthy", 2 * Worker.SessionTimeoutSeconds);
        Action back = how == "paused" ? broker.Resume : broker.Start;
        back();

        await Wait.UntilAsync(async () => (await worker.HealthAsync()).Status == HealthStatus.Healthy, "healthy");
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(2 * PerRound, PerRound));
        GroupTests.AssertTotals(await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 3 * PerRound), 3 * PerRound);
    }
}
