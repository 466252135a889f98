using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using QueryGen.Access;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Tests.Log;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>A fast generator, a query, a sink that does not get on: the sink holds the query up, and the query the generator.</summary>
public sealed class BackpressureTests : IDisposable
{
    private const long MaxLag = 1000;

    // A task and a connector pass the limit by what they hold uncommitted, 64 KiB of records, and by one batch.
    private const long Slack = 4000;

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["out.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sink_that_is_stuck_stops_the_source_and_a_mended_one_gets_every_record()
    {
        // A folder where the file is to be: the connector fails and tries again.
        Directory.CreateDirectory(Target);
        using IHost host = Build(MaxLag);
        await host.StartAsync();
        EmbeddedLog log = host.Services.GetRequiredService<EmbeddedRuntime>().Log;
        await Until(() => Offset(log, "out") > MaxLag && Offset(log, "in") > Offset(log, "out") + MaxLag);
        await Task.Delay(500);
        Assert.InRange(Offset(log, "out"), MaxLag, MaxLag + Slack);
        Assert.InRange(Offset(log, "in"), MaxLag, Offset(log, "out") + MaxLag + Slack);

        Directory.Delete(Target);
        await Until(() => Offset(log, "in") > 20_000 && File.Exists(Target) && new FileInfo(Target).Length > 1_000_000);
        await host.StopAsync();
        int number = 0;
        foreach (string line in (await File.ReadAllLinesAsync(Target)).SkipLast(1))
        {
            Assert.Equal(++number, JsonDocument.Parse(line).RootElement.GetProperty("RATING_ID").GetInt32());
        }
    }

    [Fact]
    public async Task Without_a_limit_the_log_takes_it_all()
    {
        Directory.CreateDirectory(Target);
        using IHost host = Build(maxLag: 0);
        await host.StartAsync();
        EmbeddedLog log = host.Services.GetRequiredService<EmbeddedRuntime>().Log;
        await Until(() => Offset(log, "out") > 4 * (MaxLag + Slack));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_producer_waits_until_it_is_cancelled_or_the_worker_stops()
    {
        Directory.CreateDirectory(Target);
        using IHost host = Build(MaxLag, generates: false);
        await host.StartAsync();
        EmbeddedLog log = host.Services.GetRequiredService<EmbeddedRuntime>().Log;
        Producer<Word> producer = host.Services.GetRequiredService<Handles>().Words;
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));
        Task<int> producing = Task.Run(async () =>
        {
            for (int i = 0; ; i++)
            {
                ValueTask produced = producer.ProduceAsync(new Word($$"""{"RATING_ID":{{i}}}"""), cancellationToken: stop.Token);
                if (!produced.IsCompleted && i > 2 * MaxLag)
                {
                    await Task.Delay(300);
                    Assert.False(produced.IsCompleted);
                    await stop.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(produced.AsTask);
                    return i;
                }

                await produced;
            }
        });

        Assert.InRange(await producing, 2 * MaxLag, (2 * MaxLag) + Slack);
        Task last = producer.ProduceAsync(new Word("{}")).AsTask();
        Assert.False(last.IsCompleted);
        await host.StopAsync();
        await last.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Look_ups_wait_for_a_place_in_the_mailbox_also_when_others_have_given_up()
    {
        Counting program = null!;
        using StreamTask task = new(
            new SubTopology(0, ["Q"], [new SourceNode("a", "A", IsTable: false)], [], [], context => program = new Counting(context)),
            0,
            new Tasks.ScriptedSource(1),
            new Tasks.ScriptedSink(),
            new WorkerEvents(NullLoggerFactory.Instance, new QueryGenMeter(), TimeProvider.System, includesRows: false),
            new TestClock(DateTimeOffset.UnixEpoch));
        using StreamThread thread = new(
            "never started", [], TimeSpan.FromSeconds(1), new QueryGenMeter(), (_, _) => { }, TimeProvider.System);
        TaskRegistry registry = new(Options.Create(new QueryGenOptions { MaxPendingLookups = 2 }));
        Topology topology = Topology([]);
        registry.Add(topology, task, thread);
        using CancellationTokenSource stop = new();

        TableLookup[] lookups = [.. Enumerable.Range(0, 5).Select(_ => new TableLookup(0, null, TimeProvider.System))];
        Task[] asked = [.. lookups.Select(lookup =>
        {
            lookup.WriteKey((_, output) => { output.Begin(0); output.End(); }, 1);
            return registry.AskAsync(topology, 0, 0, lookup, stop.Token);
        })];
        await stop.CancelAsync();
        foreach (Task one in asked)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        task.AnswerMail();
        Assert.Equal(2, program.Answers);

        // The places are free again.
        Task next = registry.AskAsync(topology, 0, 0, lookups[0], default);
        task.AnswerMail();
        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Array.ForEach(lookups, lookup => lookup.Dispose());
    }

    private static long Offset(EmbeddedLog log, string topic) => log.GetOrCreateTopic(topic, 1).CommittedOffset(0);

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 1500 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(condition(), "The condition did not come true in 30 seconds.");
    }

    private IHost Build(long maxLag, bool generates = true)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        ConnectorDescriptor datagen = Connector("datagen", "in", isSink: false, ("quickstart", "ratings"), ("rate", "100000"));
        ConnectorDescriptor sink = Connector("file", "out", isSink: true, ("file", Target));
        builder.Services.AddQueryGen(options =>
        {
            options.StateDir = _folder["state"];
            options.CommitInterval = TimeSpan.FromMilliseconds(20);
            options.MaxUncommittedBytes = 64 * 1024;
            options.MaxLag = maxLag;
        }).AddTopology(Topology(generates ? [datagen, sink] : [sink]), handles => new Handles(handles.Producer("in", WordSerde.Instance)));
        return builder.Build();
    }

    private static Topology Topology(ConnectorDescriptor[] connectors) => new(
        "copy",
        [new TopicDescriptor("in", TopicKind.Source), new TopicDescriptor("out", TopicKind.Sink)],
        [
            new SubTopology(
                0, ["COPY"], [new SourceNode("in", "INPUT", IsTable: false)], [new SinkNode("out", "COPY")], [], task => new Copy(task)),
        ],
        [.. connectors],
        [],
        [],
        "hand-written");

    private static ConnectorDescriptor Connector(
        string kind, string topic, bool isSink, params (string Name, string Value)[] properties) => new(
        kind,
        isSink,
        kind,
        topic.ToUpper(CultureInfo.InvariantCulture),
        topic,
        [.. properties.Select(property => KeyValuePair.Create(property.Name, property.Value))],
        [new ConnectorColumn("RATING_ID", "BIGINT", IsKey: false), new ConnectorColumn("MESSAGE", "VARCHAR", IsKey: false)],
        "NONE",
        "JSON");

    private sealed record Handles(Producer<Word> Words);

    private sealed class Copy(TaskContext task) : TaskProgram(task)
    {
        public override void Process(int source, RecordBatch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Task.Output(0).Add(in batch[i]);
            }
        }
    }

    private sealed class Counting(TaskContext task) : TaskProgram(task)
    {
        public int Answers { get; private set; }

        public override void Process(int source, RecordBatch batch)
        {
        }

        public override bool TryLookup(int table, in RecordRef key, long? windowStartMs, OutputBuffer result)
        {
            Answers++;
            return false;
        }
    }
}
