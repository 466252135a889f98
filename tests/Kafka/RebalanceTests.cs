using System.Diagnostics;
using Xunit;

namespace QueryGen.Kafka.Tests;

/// <summary>A group whose members come and go all the time.</summary>
public sealed class RebalanceTests
{
    private const int PerSecond = 500;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    [KafkaFact]
    public async Task Workers_that_come_and_go_lose_and_repeat_nothing()
    {
        using Broker broker = new();
        await using Worker first = await StartAsync(broker);
        Task<int> fed = FeedAsync(broker);
        Worker?[] others = new Worker?[2];
        for (int change = 0; !fed.IsCompleted; change++)
        {
            // One, two and three workers in turn.
            int who = change % others.Length;
            if (others[who] is { } leaving)
            {
                others[who] = null;
                await leaving.DisposeAsync();
            }
            else
            {
                others[who] = await StartAsync(broker);
            }

            await Task.Delay(Between);
        }

        int orders = await fed;
        GroupTests.AssertTotals(await Wait.ForRecordsAsync(broker.Servers, "TOTALS", orders), orders);
        foreach (Worker other in others.OfType<Worker>())
        {
            await other.DisposeAsync();
        }
    }

    private static Task<Worker> StartAsync(Broker broker) => Worker.StartAsync(broker.Servers, ("QueryGen:DefaultPartitions", "12"));

    private static async Task<int> FeedAsync(Broker broker)
    {
        const int AtOnce = PerSecond / 5;
        Stopwatch time = Stopwatch.StartNew();
        int written = 0;
        while (time.Elapsed < Time)
        {
            await Task.Run(() => Kcat.Write(broker.Servers, "orders", GroupTests.Orders(written, AtOnce)));
            written += AtOnce;
            TimeSpan due = TimeSpan.FromSeconds((double)written / PerSecond) - time.Elapsed;
            await Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero);
        }

        return written;
    }
}
