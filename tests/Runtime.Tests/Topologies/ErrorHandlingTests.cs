using System.Collections.Immutable;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.Tests.Topologies;

/// <summary>What the configuration adds to topologies before they run.</summary>
public sealed class ErrorHandlingTests
{
    private static readonly ErrorHandling Bury = new() { OnError = ErrorPolicy.DeadLetter };

    [Fact]
    public void Sources_without_a_policy_get_the_worker_s_and_a_sink_behind_the_others()
    {
        Topology topology = Apply(Bury, Part(["a", "b"], ["o"]));

        SubTopology part = topology.SubTopologies[0];
        Assert.Equal(["o", "a-dlq", "b-dlq"], part.Sinks.Select(sink => sink.Topic));
        Assert.Equal([1, 2], part.Sources.Select(source => source.DeadLetterSink!.Value));
        Assert.All(part.Sources, source => Assert.Equal(ErrorPolicy.DeadLetter, source.OnError));
        Assert.Equal(
            [("a-dlq", TopicKind.DeadLetter, "a"), ("b-dlq", TopicKind.DeadLetter, "b")],
            topology.Topics.Where(topic => topic.Name.EndsWith("-dlq", StringComparison.Ordinal))
                .Select(topic => (topic.Name, topic.Kind, topic.CopartitionedWith!)));
        topology.Validate();
    }

    [Fact]
    public void What_sql_says_stays()
    {
        SubTopology part = Part(["a", "b"], ["o", "lost"]);
        part = part with
        {
            Sources =
            [
                part.Sources[0] with { OnError = ErrorPolicy.Fail },
                part.Sources[1] with { OnError = ErrorPolicy.DeadLetter, DeadLetterSink = 1 },
            ],
        };

        SubTopology applied = Apply(Bury, part).SubTopologies[0];

        Assert.Equal(
            [(ErrorPolicy.Fail, null), (ErrorPolicy.DeadLetter, 1)],
            applied.Sources.Select(source => (source.OnError!.Value, source.DeadLetterSink)));
        Assert.Equal(["o", "lost"], applied.Sinks.Select(sink => sink.Topic));
    }

    [Fact]
    public void Repartition_topics_are_skipped_in_and_have_no_dead_letters()
    {
        SubTopology part = Part(["a"], ["o"]);
        part = part with { Sources = [part.Sources[0] with { IsInternal = true }] };

        SubTopology applied = Apply(Bury, part).SubTopologies[0];

        Assert.Equal((ErrorPolicy.Skip, null), (applied.Sources[0].OnError!.Value, applied.Sources[0].DeadLetterSink));
        Assert.Single(applied.Sinks);
    }

    [Fact]
    public void A_topic_that_the_program_declares_is_as_it_declares_it()
    {
        Topology topology = Program(Part(["a"], ["o"]), Part(["a-dlq"], ["p"]));
        topology = topology with
        {
            Topics = [.. topology.Topics.Select(topic => topic.Name == "a-dlq" ? topic with { Partitions = 7 } : topic)],
        };

        Topology applied = Bury.ApplyTo([topology])[0];

        Assert.Equal(7, Assert.Single(applied.Topics, topic => topic.Name == "a-dlq").Partitions);
    }

    [Fact]
    public void The_processing_log_gets_a_sink_of_every_part_but_of_those_that_it_reaches()
    {
        // 1 reads the log, 2 what 1 writes, and so does a part of another topology.
        Topology first = Program(Part(["a"], ["o"]), Part(["log"], ["alarms"]), Part(["alarms"], ["p"]));
        Topology second = Program(Part(["b", "p"], ["q"]), Part(["c"], ["r"]));

        ImmutableArray<Topology> applied = new ErrorHandling { ProcessingLogTopic = "log" }.ApplyTo([first, second]);

        Assert.Equal(
            [1, null, null, null, 1],
            applied.SelectMany(topology => topology.SubTopologies).Select(part => part.ProcessingLogSink));
        Assert.Equal(["o", "log"], applied[0].SubTopologies[0].Sinks.Select(sink => sink.Topic));
        Assert.Equal(TopicKind.ProcessingLog, Assert.Single(applied[1].Topics, topic => topic.Name == "log").Kind);
        Assert.All(applied, topology => topology.Validate());
    }

    [Fact]
    public void A_policy_without_a_sink_is_a_contradiction()
    {
        SubTopology part = Part(["a"], ["o"]);
        Topology topology = Program(part with { Sources = [part.Sources[0] with { OnError = ErrorPolicy.DeadLetter }] });

        InvalidOperationException problem = Assert.Throws<InvalidOperationException>(topology.Validate);
        Assert.Contains("source 'A' has no sink for its dead letters", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_whose_results_come_back_is_no_reader_to_wait_for()
    {
        // 0 → x → 1 → y → 0: a circle; 2 reads x too, and 3 what it writes itself.
        Topology program = Program(Part(["a", "y"], ["x", "out"]), Part(["x"], ["y"]), Part(["x"], ["z"]), Part(["z"], ["z"]));
        TopologyGraph graph = new([program]);

        Assert.Equal([2], Readers(0, "x"));
        Assert.Equal([], Readers(1, "y"));
        Assert.Equal([3], Readers(2, "z"));
        Assert.Equal([], Readers(3, "z"));
        Assert.Equal([], Readers(0, "out"));

        IEnumerable<int> Readers(int writer, string topic) =>
            graph.ReadersApartFrom(program.SubTopologies[writer], topic).Select(part => part.Id);
    }

    private static Topology Apply(ErrorHandling handling, SubTopology part) => handling.ApplyTo([Program(part)])[0];

    private static SubTopology Part(string[] sources, string[] sinks) => new(
        0,
        [],
        [.. sources.Select(topic => new SourceNode(topic, topic.ToUpperInvariant(), IsTable: false))],
        [.. sinks.Select(topic => new SinkNode(topic, "Q"))],
        [],
        _ => throw new InvalidOperationException("Nothing runs here."));

    private static Topology Program(params SubTopology[] parts) => new(
        "program" + parts.Length,
        [.. parts.SelectMany(part => part.Sources.Select(source => source.Topic).Concat(part.Sinks.Select(sink => sink.Topic))).Distinct()
            .Select(topic => new TopicDescriptor(topic, TopicKind.Source))],
        [.. parts.Select((part, id) => part with { Id = id })],
        [],
        [],
        [],
        "");
}
