namespace QueryGen.Topologies;

/// <summary>What must hold in every topology.</summary>
internal static class TopologyRules
{
    public static IEnumerable<string> Problems(Topology topology)
    {
        HashSet<string> topics = new(topology.Topics.Select(topic => topic.Name), StringComparer.Ordinal);
        return Twice(topology.Topics.Select(topic => topic.Name), "topic")
            .Concat(topology.SubTopologies.Where((part, index) => part.Id != index)
                .Select(part => $"sub-topology {part.Id} does not stand at place {part.Id}"))
            .Concat(topology.SubTopologies.Where(part => part.Sources.IsEmpty).Select(part => $"sub-topology {part.Id} reads nothing"))

            // A consumer group has one position a partition: two readers of one topic would move each other's.
            .Concat(Twice(topology.SubTopologies.SelectMany(part => part.Sources).Select(source => source.Topic), "source of topic"))
            .Concat(Twice(topology.SubTopologies.SelectMany(part => part.Stores).Select(store => store.Name), "store"))
            .Concat(Unknown(topics, topology.SubTopologies.SelectMany(part => part.Sources).Select(source => source.Topic), "read"))
            .Concat(Unknown(topics, topology.SubTopologies.SelectMany(part => part.Sinks).Select(sink => sink.Topic), "written"))
            .Concat(topology.SubTopologies.SelectMany(DeadLetters))
            .Concat(Unknown(topics, topology.Seeds.Select(seed => seed.Topic), "seeded"))
            .Concat(Unknown(topics, topology.Connectors.Select(connector => connector.Topic), "connected"))
            .Concat(Unknown(topics, topology.Topics.Select(topic => topic.CopartitionedWith).OfType<string>(), "partitioned after"));
    }

    private static IEnumerable<string> DeadLetters(SubTopology part) => part.Sources
        .Where(source => source.DeadLetterSink is { } sink
            ? (uint)sink >= (uint)part.Sinks.Length
            : source.OnError == ErrorPolicy.DeadLetter)
        .Select(source => $"source '{source.Source}' has no sink for its dead letters");

    private static IEnumerable<string> Twice(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group =>
            $"{what} '{group.Key}' stands there twice");

    private static IEnumerable<string> Unknown(HashSet<string> topics, IEnumerable<string> names, string what) =>
        names.Distinct(StringComparer.Ordinal).Where(name => !topics.Contains(name)).Select(name =>
            $"topic '{name}' is {what} and not declared");
}
