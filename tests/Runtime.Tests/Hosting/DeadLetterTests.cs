using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Tasks;
using QueryGen.Testing;
using QueryGen.Tests.Log;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>Dead letters and the processing log on the embedded log.</summary>
public sealed class DeadLetterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_worker_s_configuration_sends_them_to_a_topic_and_a_restart_repeats_none()
    {
        for (int run = 0; run < 3; run++)
        {
            using IHost host = Build();
            await host.StartAsync();
            CountQueries queries = host.Services.GetRequiredService<CountQueries>();
            await queries.WordsProducer.ProduceAsync(new Word("bad"));
            await queries.WordsProducer.ProduceAsync(new Word("good"));
            while ((await queries.Counts.GetAsync("good"))?.Count != run + 1)
            {
                await Task.Delay(20);
            }

            await host.StopAsync();
        }

        using EmbeddedLog log = EmbeddedLog.Open(_folder["log"]);
        Assert.Equal(["bad", "bad", "bad"], Values(log, "words-dlq", 2));
        Assert.Equal(3, Values(log, "processing-log", 1).Count(value => value.Contains("\"DEAD_LETTERED\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_crash_between_a_dead_letter_and_the_commit_leaves_neither_letter_nor_position()
    {
        Topology topology = Errors.ApplyTo([CountTopology.Create(partitions: 1)])[0];
        using EmbeddedLog log = EmbeddedLog.Open(_folder["log"]);
        TopicNames names = new("test");
        new TopicSetup(log, names, defaultPartitions: 1).Create(topology);
        LogTransaction transaction = log.Begin();
        transaction.Writer(log.GetOrCreateTopic("words", 1), 0).Append(7, hasKey: false, default, hasValue: true, "bad"u8);
        transaction.Commit();

        foreach (bool commits in (bool[])[false, false, true, true])
        {
            using StreamTask task = Open(log, names, topology);
            task.Process();
            if (commits)
            {
                task.Commit();
            }
        }

        EmbeddedLogTests.Copied letter = Assert.Single(EmbeddedLogTests.Read(log.GetOrCreateTopic("words-dlq", 1), 0));
        Assert.Equal(("bad", 7), (letter.Value, letter.TimestampMs));
        Assert.Single(Values(log, "processing-log", 1));
    }

    private static ErrorHandling Errors => new() { OnError = ErrorPolicy.DeadLetter, ProcessingLogTopic = "processing-log" };

    private static StreamTask Open(EmbeddedLog log, TopicNames names, Topology topology) => new(
        topology.SubTopologies[0],
        0,
        new EmbeddedRecordSource(log, names, topology.SubTopologies[0], 0),
        new EmbeddedRecordSink(log, names, topology.SubTopologies[0], 0),
        new Silent(),
        new TestClock(DateTimeOffset.UnixEpoch),
        errors: Errors);

    private static List<string> Values(EmbeddedLog log, string topic, int partitions) =>
        [.. Enumerable.Range(0, partitions)
            .SelectMany(partition => EmbeddedLogTests.Values(log.GetOrCreateTopic(topic, partitions), partition))
            .Select(value => value!)];

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddQueryGen(options =>
        {
            options.StateDir = _folder.Path;
            options.ApplicationId = "test";
            options.CommitInterval = TimeSpan.FromMilliseconds(20);
            options.OnError = ErrorPolicy.DeadLetter;
            options.ProcessingLogTopic = "processing-log";
        }).AddTopology(CountTopology.Create(), handles => new CountQueries(handles));
        return builder.Build();
    }

    private sealed class Silent : TaskEvents
    {
        public override void Report(in ProcessingError error)
        {
        }
    }
}
