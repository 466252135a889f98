using QueryGen.Testing;
using QueryGen.Tests.Hosting;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Testing;

public sealed class TopologyTestDriverTests : IDisposable
{
    private readonly TopologyTestDriver _driver = new(CountTopology.Create());

    [Fact]
    public void A_record_runs_through_its_repartition_topic_to_the_sink_at_once()
    {
        _driver.Topic("words").Pipe("ignored", "tea", timestampMs: 5).Pipe(null, "tea", 7).Pipe(null, "milk", 6);

        Assert.Equal("seed | 1 | 1\ntea | 1 | 5\ntea | 2 | 7\nmilk | 1 | 6", _driver.Topic("COUNTS").ToString());
        Assert.Equal(["seed | null | 1", "tea | null | 5", "tea | null | 7", "milk | null | 6"], Repartitioned());
        Assert.Equal(["seed | 1 | 1", "tea | 2 | 7", "milk | 1 | 6"], _driver.Topic("COUNTS").Table().Select(record => $"{record}"));
    }

    [Fact]
    public void Reading_goes_on_where_it_ended()
    {
        TestTopic counts = _driver.Topic("COUNTS");
        Assert.Equal(["seed | 1 | 1"], counts.Read().Select(record => $"{record}"));
        Assert.Empty(counts.Read());

        _driver.Topic("words").At("00:00:01.500", null, "tea");

        Assert.Equal(["tea | 1 | 1500"], counts.Read().Select(record => $"{record}"));
    }

    [Fact]
    public void Added_records_wait_for_the_run()
    {
        _driver.Topic("words").Add(null, "a", 1).Add(null, "b", 2);
        Assert.Single(_driver.Topic("COUNTS").ReadAll());

        _driver.Run();

        Assert.Equal(3, _driver.Topic("COUNTS").ReadAll().Count);
    }

    [Fact]
    public void A_restart_goes_on_with_the_stores_and_positions_of_the_last_commit()
    {
        _driver.Topic("words").Pipe(null, "tea", 1).Pipe(null, "tea", 2);

        _driver.Restart();
        _driver.Topic("words").Pipe(null, "tea", 3);

        Assert.Equal("tea | 3 | 3", _driver.Topic("COUNTS").ReadAll()[^1].ToString());
        Assert.Equal(4, _driver.Topic("COUNTS").ReadAll().Count);
    }

    [Fact]
    public void A_record_without_a_time_gets_the_clocks()
    {
        _driver.AdvanceTime(TimeSpan.FromSeconds(42));
        _driver.Topic("words").Pipe(null, "tea");

        Assert.Equal(42_000, _driver.Topic("COUNTS").ReadAll()[^1].TimestampMs);
    }

    [Fact]
    public void Headers_go_along_with_their_nulls_and_in_their_order()
    {
        TestHeader[] headers = [new("b", "1"), new("a", (string?)null), new("b", "\u00E9")];

        _driver.Topic("words").Pipe(null, "tea", 1, headers);

        TestRecord repartitioned = _driver.Topic("COUNTS-Aggregate-repartition").ReadAll()[^1];
        Assert.Equal(["b=1", "a=null", "b=\u00E9"], repartitioned.Headers.Select(header => $"{header}"));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_counted_and_named()
    {
        _driver.Topic("words").Pipe(null, "bad", 1);

        Assert.Equal(1, _driver.FailedRecords);
        Assert.Equal("failed: record 1 of words, partition 0: WORD: no word", Assert.Single(_driver.Events));
    }

    [Fact]
    public void A_query_that_throws_throws_into_the_test_and_its_task_is_gone()
    {
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _driver.Topic("words").Pipe(null, "boom", 1));
        Assert.Equal("the query has thrown", thrown.Message);

        _driver.Topic("words").Pipe(null, "tea", 2);
        Assert.Single(_driver.Topic("COUNTS").ReadAll());
    }

    [Fact]
    public void Typed_handles_write_read_and_look_up()
    {
        CountQueries queries = _driver.Handles(handles => new CountQueries(handles));

        queries.WordsProducer.Pipe(new Word("tea"), timestampMs: 5);
        queries.WordsProducer.Pipe(new Word("tea"), timestampMs: 6);

        Assert.Equal(["seed", "tea", "tea"], queries.Words.Rows().Select(row => row.Text));
        Assert.Equal([("seed", 1), ("tea", 1), ("tea", 2)], queries.Counts.Changes().Select(change => (change.Key, change.Row!.Count)));
        Assert.Equal(2, queries.Counts.Row("tea")!.Count);
        Assert.Null(queries.Counts.Row("milk"));
        Assert.Equal("tea | 2 | 6", _driver.ReadState(subTopology: 1, table: 0, "tea")!.ToString());
    }

    [Fact]
    public async Task A_subscription_goes_on_when_records_come()
    {
        CountQueries queries = _driver.Handles(handles => new CountQueries(handles));
        await using IAsyncEnumerator<Word> words = queries.Words.Subscribe(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = words.MoveNextAsync();

        _driver.Topic("words").Pipe(null, "tea", 1);

        Assert.True(await next);
        Assert.Equal("tea", words.Current.Text);
    }

    [Fact]
    public void Several_partitions_hold_the_keys_as_Kafkas_clients_spread_them()
    {
        using TopologyTestDriver driver = new(CountTopology.Create(), new TestDriverOptions { Partitions = 3, WriteSeeds = false });
        for (int i = 0; i < 20; i++)
        {
            driver.Topic("words").Pipe($"{i}", $"word {i % 5}", i);
        }

        Assert.Equal(3, driver.Topic("words").ReadAll().Select(record => record.Partition).Distinct().Count());
        Assert.All(driver.Topic("COUNTS").Table(), count => Assert.Equal("4", count.ValueText));
        Assert.Equal(5, driver.Topic("COUNTS").Table().Count);
    }

    [Fact]
    public void A_name_that_is_no_topic_is_answered_with_those_that_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _driver.Topic("word"));
        Assert.Contains("words, COUNTS-Aggregate-repartition, COUNTS, COUNTS-Aggregate-changelog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topology_that_contradicts_itself_is_refused_with_everything_that_is_wrong()
    {
        Topology topology = CountTopology.Create();
        topology = topology with { Topics = topology.Topics.RemoveAt(2), SubTopologies = [.. topology.SubTopologies.Reverse()] };

        string message = Assert.Throws<InvalidOperationException>(() => new TopologyTestDriver(topology)).Message;

        Assert.Contains("sub-topology 1 does not stand at place 1", message, StringComparison.Ordinal);
        Assert.Contains("topic 'COUNTS' is written and not declared", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_goes_forward_only()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _driver.AdvanceTime(TimeSpan.FromSeconds(-1)));
        Assert.Throws<FormatException>(() => _driver.Topic("words").At("tomorrow", null, "tea"));
    }

    public void Dispose() => _driver.Dispose();

    private IEnumerable<string> Repartitioned() => _driver.Topic("COUNTS-Aggregate-repartition").ReadAll().Select(record => $"{record}");
}
