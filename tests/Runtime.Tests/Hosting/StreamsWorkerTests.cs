using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueryGen.Access;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Tests.Log;
using QueryGen.Tasks;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Hosting;

public sealed class StreamsWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_go_in_by_a_producer_and_come_out_by_subscription_and_look_up()
    {
        using IHost host = Build();
        await host.StartAsync();
        CountQueries queries = host.Services.GetRequiredService<CountQueries>();
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(20));
        IAsyncEnumerable<TableChange<string, WordCount>> changes =
            queries.Counts.Subscribe(new SubscribeOptions { FromBeginning = true }, stop.Token);
        foreach (string word in (string[])["a", "b", "a", "c", "a"])
        {
            await queries.WordsProducer.ProduceAsync(new Word(word));
        }

        List<string> seen = [];
        await foreach (TableChange<string, WordCount> change in changes)
        {
            seen.Add($"{change.Key}={change.Row!.Count}");
            if (seen.Count == 6)
            {
                break;
            }
        }

        Assert.Equal(["a=1", "a=2", "a=3", "b=1", "c=1", "seed=1"], seen.Order(StringComparer.Ordinal));
        Assert.Equal(3, (await queries.Counts.GetAsync("a", stop.Token))?.Count);
        Assert.Null(await queries.Counts.GetAsync("nowhere", stop.Token));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        for (int run = 1; run <= 3; run++)
        {
            using IHost host = Build();
            await host.StartAsync();
            CountQueries queries = host.Services.GetRequiredService<CountQueries>();
            await queries.WordsProducer.ProduceAsync(new Word("again"));
            await CountBecomes(queries, "again", run);
            Assert.Equal(1, (await queries.Counts.GetAsync("seed"))?.Count);
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task A_stop_leaves_checkpoints_from_which_the_next_start_restores()
    {
        for (int run = 1; run <= 3; run++)
        {
            using IHost host = Build();
            await host.StartAsync();
            CountQueries queries = host.Services.GetRequiredService<CountQueries>();
            await queries.WordsProducer.ProduceAsync(new Word("again"));
            await CountBecomes(queries, "again", run);
            await host.StopAsync();
        }

        string[] files = Directory.GetFiles(_folder["log/checkpoints"], "*.checkpoint", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.Contains("test-COUNTS-Aggregate", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder["log/checkpoints"], "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_store_of_another_layout_is_built_anew_where_the_configuration_says_so()
    {
        using (IHost host = Build())
        {
            await host.StartAsync();
            CountQueries queries = host.Services.GetRequiredService<CountQueries>();
            await queries.WordsProducer.ProduceAsync(new Word("again"));
            await CountBecomes(queries, "again", 1);
            await host.StopAsync();
        }

        Topology topology = CountTopology.Create();
        SubTopology changed = topology.SubTopologies[1] with { Stores = [new StoreDescriptor("COUNTS-Aggregate", "COUNT INTEGER")] };
        ConcurrentQueue<string> messages = [];
        using IHost other = Build(
            logs: messages,
            configuration: [new("QueryGen:OnIncompatible", "rebuild")],
            topology: topology with { SubTopologies = [topology.SubTopologies[0], changed] });
        await other.StartAsync();
        CountQueries again = other.Services.GetRequiredService<CountQueries>();
        await CountBecomes(again, "again", 1);
        await again.WordsProducer.ProduceAsync(new Word("again"));
        await CountBecomes(again, "again", 2);
        Assert.Contains(messages, message => message.StartsWith(
            "Task 1_0 builds its stores anew from its sources, as QueryGen:OnIncompatible says. Store COUNTS-Aggregate was written by",
            StringComparison.Ordinal));
        await other.StopAsync();
    }

    [Fact]
    public void A_worker_that_restores_says_how_far_it_is() => Assert.Equal(
        "stores are being restored: 43 % of 1000 changelog entries", ReadyHealthCheck.Restoring((430, 1000)));

    [Fact]
    public async Task A_graceful_stop_commits_what_was_processed()
    {
        using (IHost host = Build(options => options.CommitInterval = TimeSpan.FromMinutes(30)))
        {
            await host.StartAsync();
            CountQueries queries = host.Services.GetRequiredService<CountQueries>();
            await queries.WordsProducer.ProduceAsync(new Word("a"));
            await Task.Delay(300);
            await host.StopAsync();
        }

        using EmbeddedLog log = EmbeddedLog.Open(_folder["log"]);
        LogTopic words = log.GetOrCreateTopic("words", 2);
        long positions = Enumerable.Range(0, 2).Sum(partition => log.PositionNumber($"group/test/words/{partition}") ?? 0);
        Assert.Equal(words.CommittedOffset(0) + words.CommittedOffset(1), positions);
        Assert.Equal(2, positions);
    }

    [Fact]
    public async Task Health_follows_the_worker_from_start_to_a_failed_task()
    {
        using IHost host = Build();
        Assert.Equal(HealthStatus.Unhealthy, await Health(host, "ready"));
        await host.StartAsync();
        CountQueries queries = host.Services.GetRequiredService<CountQueries>();
        await CountBecomes(queries, "seed", 1);
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Healthy), (await Health(host, "ready"), await Health(host, "live")));

        await queries.WordsProducer.ProduceAsync(new Word("boom"));
        await Until(async () => await Health(host, "ready") == HealthStatus.Unhealthy);
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Matches("task 0_[01] failed: the query has thrown", report.Entries["querygen-ready"].Description);
        Assert.Equal(HealthStatus.Healthy, await Health(host, "live"));

        // The tasks that have not failed go on.
        Assert.Equal(1, (await queries.Counts.GetAsync("seed"))?.Count);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_counted_logged_without_its_data_and_left_out()
    {
        ConcurrentQueue<string> messages = [];
        long failed = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "querygen.records.failed")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref failed, value));
        listener.Start();
        using IHost host = Build(logs: messages);
        await host.StartAsync();
        CountQueries queries = host.Services.GetRequiredService<CountQueries>();
        await queries.WordsProducer.ProduceAsync(new Word("bad"));
        await queries.WordsProducer.ProduceAsync(new Word("good"));
        await CountBecomes(queries, "good", 1);
        await Until(() => Task.FromResult(messages.Any(message => message.Contains("WORD: no word", StringComparison.Ordinal))));
        await host.StopAsync();
        Assert.True(Interlocked.Read(ref failed) >= 1);
        Assert.DoesNotContain(messages, message => message.Contains("bad", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_tell_what_was_done_and_what_is_kept()
    {
        ConcurrentDictionary<string, long> sums = [];
        ConcurrentDictionary<string, long> gauges = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "QueryGen")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            (instrument.IsObservable ? gauges : sums).AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        using IHost host = Build();
        await host.StartAsync();
        CountQueries queries = host.Services.GetRequiredService<CountQueries>();
        await queries.WordsProducer.ProduceAsync(new Word("a"));
        await CountBecomes(queries, "a", 1);
        await Until(() =>
        {
            gauges.Clear();
            listener.RecordObservableInstruments();

            // Sizes of stores are measured at each task's commit, which may come after the last record was consumed.
            return Task.FromResult(
                gauges["querygen.consumer.lag"] == 0
                && gauges["querygen.state.keys"] >= 2
                && gauges["querygen.state.bytes"] > 0
                && sums.GetValueOrDefault("querygen.records.consumed") >= 4
                && sums.GetValueOrDefault("querygen.records.produced") >= 4);
        });
        await host.StopAsync();
    }

    [Fact]
    public async Task A_second_worker_on_the_same_folder_is_refused()
    {
        using IHost first = Build();
        await first.StartAsync();
        using IHost second = Build();
        LogInUseException error = await Assert.ThrowsAsync<LogInUseException>(() => second.StartAsync());
        Assert.Contains("QueryGen:StateDir", error.Message, StringComparison.Ordinal);
        await first.StopAsync();
    }

    [Theory]
    [InlineData("CommitInterval", "soon", "QueryGen:CommitInterval is 'soon'")]
    [InlineData("CommitInterval", "0", "QueryGen:CommitInterval must be 1 ms to 1 hour")]
    [InlineData("NumStreamThreads", "many", "QueryGen:NumStreamThreads is 'many'; write a whole number")]
    [InlineData("NumStreamThreads", "0", "QueryGen:NumStreamThreads must be 1 to 256")]
    [InlineData("ProcessingGuarantee", "twice", "QueryGen:ProcessingGuarantee is 'twice'; write exactly_once_v2 or at_least_once")]
    [InlineData("OnError", "ignore", "QueryGen:OnError is 'ignore'; write skip, fail or dlq")]
    [InlineData("OnIncompatible", "delete", "QueryGen:OnIncompatible is 'delete'; write fail or rebuild")]
    [InlineData("ProcessingLog:Topic", "a b", "QueryGen:ProcessingLog:Topic must be the name of a topic")]
    [InlineData("ProcessingLog:IncludeRows", "some", "QueryGen:ProcessingLog:IncludeRows is 'some'; write true or false")]
    [InlineData("FailureLimit:Share", "half", "QueryGen:FailureLimit:Share is 'half'; write a share from 0 to 1")]
    [InlineData("FailureLimit:Share", "1.5", "QueryGen:FailureLimit:Share must be 0 to 1")]
    [InlineData("FailureLimit:Records", "0", "QueryGen:FailureLimit:Records must be 1 to 1000000")]
    [InlineData("MaxUncommittedBytes", "1000", "QueryGen:MaxUncommittedBytes must be 65536 or more")]
    [InlineData("MaxLag", "-1", "QueryGen:MaxLag must be 0 or more")]
    [InlineData("MaxPendingLookups", "0", "QueryGen:MaxPendingLookups must be 1 to 1000000")]
    [InlineData("ApplicationId", "a b", "QueryGen:ApplicationId must be letters")]
    [InlineData("Kafka:bootstrap.servers", "localhost:9092", "QueryGen:Kafka:bootstrap.servers is set")]
    public async Task A_wrong_option_stops_the_start_and_is_named(string key, string value, string expected)
    {
        using IHost host = Build(configuration: [new($"QueryGen:{key}", value)]);
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_warned_of_and_known_ones_are_read()
    {
        ConcurrentQueue<string> messages = [];
        using IHost host = Build(
            logs: messages,
            configuration:
            [
                new("QueryGen:ComitInterval", "5"),
                new("QueryGen:CommitInterval", "00:00:00.050"),
                new("QueryGen:NumStreamThreads", "2"),
                new("QueryGen:OnError", "dlq"),
                new("QueryGen:OnIncompatible", "rebuild"),
                new("QueryGen:ProcessingLog:Topic", "processing-log"),
                new("QueryGen:ProcessingLog:IncludeRow", "true"),
                new("QueryGen:FailureLimit:Share", "0.25"),
                new("QueryGen:FailureLimit:Records", "400"),
                new("QueryGen:MaxLag", "5000000000"),
            ]);
        await host.StartAsync();
        QueryGenOptions options = host.Services.GetRequiredService<IOptions<QueryGenOptions>>().Value;
        Assert.Equal((50, 2), (options.CommitInterval.TotalMilliseconds, options.NumStreamThreads));
        Assert.Equal((ErrorPolicy.DeadLetter, "processing-log", false), (options.OnError, options.ProcessingLogTopic, options.IncludeRows));
        Assert.Equal(IncompatiblePolicy.Rebuild, options.OnIncompatible);
        Assert.Equal((0.25, 400, 5_000_000_000), (options.FailureShare, options.FailureWindow, options.MaxLag));
        Assert.Equal(
            [
                "Nothing reads the configuration key QueryGen:ComitInterval",
                "Nothing reads the configuration key QueryGen:ProcessingLog:IncludeRow",
            ],
            messages.Where(message => message.StartsWith("Nothing reads", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await CountBecomes(host.Services.GetRequiredService<CountQueries>(), "seed", 1);
        await host.StopAsync();
    }

    private static async Task CountBecomes(CountQueries queries, string word, long count)
    {
        await Until(async () => (await queries.Counts.GetAsync(word))?.Count >= count);
        Assert.Equal(count, (await queries.Counts.GetAsync(word))?.Count);
    }

    private static async Task<HealthStatus> Health(IHost host, string tag) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag))).Status;

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (int i = 0; i < 500; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("The condition did not come true in 10 seconds.");
    }

    private IHost Build(
        Action<QueryGenOptions>? configure = null,
        ConcurrentQueue<string>? logs = null,
        KeyValuePair<string, string?>[]? configuration = null,
        Topology? topology = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(configuration ?? []);
        if (logs is not null)
        {
            builder.Logging.AddProvider(new CollectingLoggerProvider(logs));
        }

        builder.Services.AddQueryGen(builder.Configuration.GetSection("QueryGen"));
        builder.Services.AddQueryGen(options =>
        {
            options.StateDir = _folder.Path;
            options.ApplicationId = options.ApplicationId == "querygen" ? "test" : options.ApplicationId;
            options.CommitInterval = options.CommitInterval.TotalMilliseconds == 100
                ? TimeSpan.FromMilliseconds(20)
                : options.CommitInterval;
            configure?.Invoke(options);
        }).AddTopology(topology ?? CountTopology.Create(), handles => new CountQueries(handles));
        return builder.Build();
    }

    private sealed class CollectingLoggerProvider(ConcurrentQueue<string> messages) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
