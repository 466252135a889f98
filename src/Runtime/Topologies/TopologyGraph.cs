namespace QueryGen.Topologies;

/// <summary>Which sub-topologies of a worker read what others write, over all its topologies.</summary>
/// <remarks>Small, and asked when a worker starts; no record passes here.</remarks>
internal sealed class TopologyGraph(IEnumerable<Topology> topologies)
{
    private readonly SubTopology[] _parts = [.. topologies.SelectMany(topology => topology.SubTopologies)];

    /// <summary>The sub-topologies that read a topic.</summary>
    public IEnumerable<SubTopology> Readers(string topic) => _parts.Where(part => part.Sources.Any(source => source.Topic == topic));

    /// <summary>The sub-topologies that read a topic, or something that comes of it.</summary>
    public HashSet<SubTopology> Behind(string topic)
    {
        HashSet<SubTopology> found = new(ReferenceEqualityComparer.Instance);
        Queue<SubTopology> open = new(Readers(topic));
        while (open.TryDequeue(out SubTopology? part))
        {
            if (found.Add(part))
            {
                foreach (SubTopology reader in part.Sinks.SelectMany(sink => Readers(sink.Topic)))
                {
                    open.Enqueue(reader);
                }
            }
        }

        return found;
    }

    /// <summary>The sub-topologies that read a topic, without those whose results come back to its writer.</summary>
    public IEnumerable<SubTopology> ReadersApartFrom(SubTopology writer, string topic) => Readers(topic).Where(reader =>
        !ReferenceEquals(reader, writer) && !reader.Sinks.Any(sink => Behind(sink.Topic).Contains(writer)));
}
