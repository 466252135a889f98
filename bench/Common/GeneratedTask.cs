using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;

namespace QueryGen.Bench;

/// <summary>One generated sub-topology as a task of its own, driven as a stream thread drives it.</summary>
internal sealed class GeneratedTask : IDisposable
{
    private readonly SubTopology _subTopology;
    private readonly CountingEvents _events = new();
    private readonly TaskContext _context;
    private readonly OutputBuffer _changelog = new();
    private readonly StateStore[] _stores;

    /// <summary>The sub-topology that reads a topic.</summary>
    public GeneratedTask(Topology topology, string topic)
    {
        _subTopology = topology.SubTopologies.First(part => part.Sources.Any(source => source.Topic == topic));
        _context = new TaskContext(_subTopology, 0, _events, TimeProvider.System);
        Program = _subTopology.Create(_context);
        _stores = [.. _context.Stores.OfType<StateStore>()];
        Outputs = [.. _subTopology.Sinks.Select((sink, index) => (sink, _context.Output(index)))];
    }

    /// <summary>What the generator made.</summary>
    public TaskProgram Program { get; }

    /// <summary>Its sinks and what it writes to them.</summary>
    public (SinkNode Sink, OutputBuffer Records)[] Outputs { get; }

    /// <summary>Records that it could not read.</summary>
    public long Unreadable => _events.Unreadable;

    /// <summary>Everything that went wrong: unreadable records too, and those that it left out, or that came late.</summary>
    public long Failed => _events.Count;

    /// <summary>The number of a source.</summary>
    public int Source(string topic) => _subTopology.Sources.ToList().FindIndex(source => source.Topic == topic);

    /// <summary>Writes what changed in its stores, as for a changelog, and drops it.</summary>
    public void Commit()
    {
        foreach (StateStore store in _stores)
        {
            store.WriteChanges(_changelog);
            _changelog.Clear();
        }
    }

    /// <summary>Drops what it wrote.</summary>
    public void Clear()
    {
        foreach ((_, OutputBuffer records) in Outputs)
        {
            records.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _changelog.Dispose();
        _context.Dispose();
    }

    /// <summary>Counts, and says nothing.</summary>
    private sealed class CountingEvents : TaskEvents
    {
        public long Count { get; private set; }

        public long Unreadable { get; private set; }

        public override void Report(in ProcessingError error)
        {
            Count++;
            Unreadable += error.Kind == ProcessingErrorKind.Deserialization ? 1 : 0;
        }
    }
}
