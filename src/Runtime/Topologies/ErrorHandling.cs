using System.Collections.Immutable;

namespace QueryGen.Topologies;

/// <summary>What a worker does with what goes wrong, where the SQL of a source does not say it.</summary>
public sealed record ErrorHandling
{
    /// <summary>What a dead-letter topic that WITH does not name is called: the source's topic, with this behind it.</summary>
    private const string DeadLetterSuffix = "-dlq";

    /// <summary>What happens to a record that cannot be used, for sources without <c>on_error</c>.</summary>
    public ErrorPolicy OnError { get; init; } = ErrorPolicy.Skip;

    /// <summary>The topic that gets everything that goes wrong, as JSON; null: none does.</summary>
    public string? ProcessingLogTopic { get; init; }

    /// <summary>
    /// Whether the processing log holds key and value of a record, and the messages of exceptions that a user's function throws.
    /// </summary>
    public bool IncludeRows { get; init; }

    /// <summary>
    /// A task stops when so large a share of a source's last <see cref="FailureWindow"/> records could not be used. From 0 to 1; 0: it
    /// never stops for that.
    /// </summary>
    public double FailureShare { get; init; }

    /// <summary>How many of a source's last records <see cref="FailureShare"/> looks at. At least 1.</summary>
    public int FailureWindow { get; init; } = 1000;

    /// <summary>How many failures among the last <see cref="FailureWindow"/> records stop a task; null: none.</summary>
    internal int? FailureCount => FailureShare > 0 ? Math.Max(1, (int)Math.Ceiling(FailureShare * FailureWindow)) : null;

    /// <summary>The topologies with the policy of every source decided, and with the topics and sinks that this takes.</summary>
    /// <param name="topologies">All topologies of the worker.</param>
    public ImmutableArray<Topology> ApplyTo(IReadOnlyCollection<Topology> topologies)
    {
        // What comes of the log's own topic must not write to it: a mistake there would feed itself.
        HashSet<SubTopology> readers = ProcessingLogTopic is null ? [] : new TopologyGraph(topologies).Behind(ProcessingLogTopic);
        return [.. topologies.Select(topology => Apply(topology, readers))];
    }

    private Topology Apply(Topology topology, HashSet<SubTopology> readers)
    {
        SubTopology[] parts = [.. topology.SubTopologies.Select(part => WithProcessingLog(WithPolicies(part), readers.Contains(part)))];
        IEnumerable<TopicDescriptor> deadLetters = parts.SelectMany(part => part.Sources
            .Where(source => source.DeadLetterSink is not null)
            .Select(source => new TopicDescriptor(
                part.Sinks[source.DeadLetterSink!.Value].Topic, TopicKind.DeadLetter, CopartitionedWith: source.Topic)));
        IEnumerable<TopicDescriptor> log = ProcessingLogTopic is null ? [] : [new(ProcessingLogTopic, TopicKind.ProcessingLog)];
        return topology with
        {
            // A topic that the program declares itself is as it declares it.
            Topics = [.. topology.Topics.Concat(deadLetters).Concat(log).DistinctBy(topic => topic.Name, StringComparer.Ordinal)],
            SubTopologies = [.. parts],
        };
    }

    private SubTopology WithPolicies(SubTopology part)
    {
        List<SinkNode> sinks = [.. part.Sinks];
        List<SourceNode> sources = [];
        foreach (SourceNode source in part.Sources)
        {
            SourceNode decided = source with { OnError = source.OnError ?? (source.IsInternal ? ErrorPolicy.Skip : OnError) };
            if (decided is { OnError: ErrorPolicy.DeadLetter, DeadLetterSink: null })
            {
                decided = decided with { DeadLetterSink = sinks.Count };
                sinks.Add(new SinkNode(source.Topic + DeadLetterSuffix, source.Source));
            }

            sources.Add(decided);
        }

        return part with { Sources = [.. sources], Sinks = [.. sinks] };
    }

    private SubTopology WithProcessingLog(SubTopology part, bool readsIt) => ProcessingLogTopic is null || readsIt
        ? part
        : part with
        {
            Sinks = part.Sinks.Add(new SinkNode(ProcessingLogTopic, "processing log")),
            ProcessingLogSink = part.Sinks.Length,
        };
}
