using QueryGen.Connectors;
using QueryGen.Log;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>Who in this worker is held up by whom: those that write a topic, by those that read it.</summary>
internal sealed class Backpressure
{
    private readonly TopologyGraph _graph;
    private readonly TopicNames _names;
    private readonly LagLimit _limit;
    private readonly EmbeddedLog _log;

    /// <summary>Finds every reader: the tasks, and the sink connectors where they run here.</summary>
    public Backpressure(EmbeddedRuntime runtime)
    {
        _graph = new TopologyGraph(runtime.Topologies);
        _names = runtime.Names;
        _limit = runtime.Lag;
        _log = runtime.Log;
        foreach (SourceNode source in runtime.Topologies.SelectMany(topology => topology.SubTopologies).SelectMany(part => part.Sources))
        {
            Add(Topic(_names.Of(source)), partition => _names.Position(source, partition));
        }

        foreach (ConnectorDescriptor sink in runtime.Topologies.SelectMany(topology => topology.Connectors)
            .Where(connector => connector.IsSink && runtime.Options.RunConnectors))
        {
            Add(runtime.Topic(sink.Topic), partition => EmbeddedConnectorRunner.PositionName(sink.Name, partition));
        }
    }

    /// <summary>Whether a sub-topology has to wait for its readers; null: there are none to wait for.</summary>
    /// <remarks>A reader whose results come back to the sub-topology does not hold it up: the two would wait for each other.</remarks>
    public Func<bool>? IsFull(SubTopology writer)
    {
        LagReader[] readers = [.. writer.Sinks.DistinctBy(_names.Of).SelectMany(sink => Readers(writer, sink))];
        return readers.Length == 0 ? null : () => _limit.IsReached(readers);
    }

    /// <summary>A task has failed, and nobody waits for it.</summary>
    public void Leave(SubTopology part, int partition)
    {
        foreach (SourceNode source in part.Sources)
        {
            _limit.Leave(_names.Position(source, partition));
        }
    }

    private IEnumerable<LagReader> Readers(SubTopology writer, SinkNode sink)
    {
        LogTopic topic = Topic(_names.Of(sink));
        HashSet<SubTopology> apart = new(_graph.ReadersApartFrom(writer, sink.Topic), ReferenceEqualityComparer.Instance);
        HashSet<string> circular = [.. _graph.Readers(sink.Topic).Where(reader => !apart.Contains(reader))
            .SelectMany(reader => reader.Sources.Where(source => source.Topic == sink.Topic))
            .SelectMany(source => Enumerable.Range(0, topic.PartitionCount).Select(partition => _names.Position(source, partition)))];
        return _limit.Of(topic).Where(reader => !circular.Contains(reader.Position));
    }

    private void Add(LogTopic topic, Func<int, string> position)
    {
        for (int partition = 0; partition < topic.PartitionCount; partition++)
        {
            _limit.Add(new LagReader(topic, partition, position(partition)));
        }
    }

    private LogTopic Topic(string name) => _log.TryGetTopic(name, out LogTopic? topic)
        ? topic
        : throw new InvalidOperationException($"The embedded log has no topic '{name}'.");
}
