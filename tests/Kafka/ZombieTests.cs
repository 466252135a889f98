using QueryGen.Tasks;
using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A worker that is paused in the middle of a commit, and goes on when another one has its tasks.</summary>
public sealed class ZombieTests
{
    private const int Orders = 400;

    [KafkaTheory]
    [InlineData(TaskCrashPoints.BeforeCommit)]
    [InlineData(KafkaCrashPoints.PositionsSent)]
    public async Task A_zombie_that_resumes_writes_nothing(string pausedAt)
    {
        using Broker broker = new();
        using ChildWorker zombie = new(broker.Servers, pausedAt);
        int written = 0;
        await Wait.UntilAsync(
            () =>
            {
                if (Kcat.Topics(broker.Servers).Contains("\"orders\"", StringComparison.Ordinal))
                {
                    Kcat.Write(broker.Servers, "orders", GroupTests.Orders(written, 20));
                    written += 20;
                }

                return Task.FromResult(zombie.IsPaused);
            },
            "paused");

        // What it has processed last is written, and nobody may see it.
        Assert.NotEqual(Results(broker, "read_committed"), Results(broker, "read_uncommitted"));
        await using Worker successor = await Worker.StartAsync(broker.Servers);
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(written, Orders - written));
        GroupTests.AssertTotals(await Wait.ForRecordsAsync(broker.Servers, "TOTALS", Orders), Orders);

        zombie.Resume();
        await Task.Delay(3000);
        GroupTests.AssertTotals(Kcat.Read(broker.Servers, "TOTALS"), Orders);

        // It is a member like any other again.
        Kcat.Write(broker.Servers, "orders", GroupTests.Orders(Orders, Orders));
        GroupTests.AssertTotals(await Wait.ForRecordsAsync(broker.Servers, "TOTALS", 2 * Orders), 2 * Orders);
    }

    private static int Results(Broker broker, string isolation) =>
        Kcat.Read(broker.Servers, "TOTALS", isolation: isolation).Count + Kcat.Read(broker.Servers, "AMOUNTS", isolation: isolation).Count;
}
