using System.Globalization;
using System.Text;
using QueryGen.Testing;
using QueryGen.Testing.Simulation;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>How a user simulates a topology of their own: input from the seed, and a check in plain C#.</summary>
public sealed class SimulationTests
{
    private const ulong Seeds = 40;

    private static readonly Topology s_topology = CompiledScript.Load(
        """
        CREATE STREAM clicks (page VARCHAR KEY, visitor VARCHAR) WITH (kafka_topic='clicks', value_format='JSON');
        CREATE TABLE clicks_by_visitor AS SELECT visitor, COUNT(*) AS clicks FROM clicks GROUP BY visitor EMIT CHANGES;
        """,
        csharp: "");

    [Fact]
    public void Every_click_counts_once_whatever_crashes()
    {
        Simulation simulation = new(s_topology, new SimulationOptions { Input = Clicks, Check = EachVisitorCountsFromOne });
        int crashes = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            crashes += simulation.Run(seed).Crashes;
        }

        Assert.True(crashes > (int)Seeds);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        Simulation simulation = new(s_topology, new SimulationOptions { Input = Clicks, Check = EachVisitorCountsFromOne });
        List<ulong> traces = [];
        for (ulong seed = 0; seed < 10; seed++)
        {
            SimulationRun run = simulation.Run(seed);
            SimulationRun again = simulation.Run(seed);
            Assert.Equal((run.TraceHash, run.Story), (again.TraceHash, again.Story));
            traces.Add(run.TraceHash);
        }

        Assert.Equal(traces.Count, traces.Distinct().Count());
    }

    [Fact]
    public void A_broken_promise_is_told_with_its_seed()
    {
        Simulation simulation = new(s_topology, new SimulationOptions
        {
            Input = Clicks,
            Check = run => throw new InvalidOperationException($"{run.Input.Count} clicks are too many"),
        });
        SimulationException violation = Assert.Throws<SimulationException>(() => simulation.Run(7));
        Assert.Equal("seed 7: 60 clicks are too many", violation.Message);
        Assert.Equal(7UL, violation.Seed);
        Assert.NotEmpty(violation.Story);
    }

    private static IEnumerable<SimulatedRecord> Clicks(SeededRandom random)
    {
        for (int i = 0; i < 60; i++)
        {
            yield return new SimulatedRecord("clicks", $"page{random.Next(5)}", $$"""{"VISITOR":"v{{random.Next(4)}}"}""", timestampMs: i);
        }
    }

    private static void EachVisitorCountsFromOne(SimulationRun run)
    {
        foreach (IGrouping<string, SimulatedRecord> clicks in run.Input.GroupBy(click => Encoding.UTF8.GetString(click.Value!.Value.Span)))
        {
            string visitor = clicks.Key.Split('"')[3];
            TestRecord[] counts = [.. run.Records("CLICKS_BY_VISITOR").Where(record => record.KeyText == visitor)];
            Assert.Equal(
                Enumerable.Range(1, clicks.Count()).Select(count => $$"""{"CLICKS":{{count.ToString(CultureInfo.InvariantCulture)}}}"""),
                counts.Select(record => record.ValueText));
        }
    }
}
