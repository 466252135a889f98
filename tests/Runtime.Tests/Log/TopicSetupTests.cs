using QueryGen.Log;
using QueryGen.Tests.Hosting;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Log;

/// <summary>How the topics of a topology keep their records.</summary>
public sealed class TopicSetupTests
{
    private readonly SimulatedLog _simulated = new();

    [Fact]
    public void Tables_and_changelogs_are_compacted_and_repartition_topics_lose_what_is_read()
    {
        Topology topology = CountTopology.Create();
        topology = topology with
        {
            Topics =
            [
                .. topology.Topics,
                new TopicDescriptor("table", TopicKind.Source, IsCompacted: true),
                new TopicDescriptor("kept", TopicKind.Source, RetentionMs: -1),
                new TopicDescriptor("a-day", TopicKind.Sink, RetentionMs: 86_400_000),
            ],
        };
        using EmbeddedLog log = _simulated.Open();
        new TopicSetup(log, new TopicNames("app"), defaultPartitions: 1).Create(topology);

        Assert.Equal(TopicSettings.Default, Settings("words"));
        Assert.Equal(new TopicSettings { IsCompacted = true }, Settings("table"));
        Assert.Equal(new TopicSettings { Retention = Timeout.InfiniteTimeSpan }, Settings("kept"));
        Assert.Equal(new TopicSettings { Retention = TimeSpan.FromDays(1) }, Settings("a-day"));
        Assert.Equal(
            new TopicSettings
            {
                Retention = Timeout.InfiniteTimeSpan,
                RetentionBytes = long.MaxValue,
                ReadPosition = "group/app/app-COUNTS-Aggregate-repartition",
            },
            Settings("app-COUNTS-Aggregate-repartition"));
        Assert.Equal(
            new TopicSettings { IsCompacted = true, ReadPosition = "begin/app-COUNTS-Aggregate-changelog" },
            Settings("app-COUNTS-Aggregate-changelog"));

        TopicSettings Settings(string name) =>
            log.TryGetTopic(name, out LogTopic? topic) ? topic.Settings : throw new KeyNotFoundException(name);
    }
}
