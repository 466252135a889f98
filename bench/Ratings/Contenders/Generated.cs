using QueryGen.Bench.Ratings.Queries;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;

namespace QueryGen.Bench.Ratings.Contenders;

/// <summary>The code that the generator made of a query, driven as a stream thread drives it.</summary>
/// <remarks>
/// Where the query has a repartition topic, its sub-topologies run one behind the other: what the first writes to the topic is the batch that
/// the second takes.
/// </remarks>
internal sealed class Generated : Contender
{
    private const int MostRecordsAtOnce = 1024;

    private readonly CountingEvents _events = new();
    private readonly List<Part> _parts = [];
    private readonly List<OutputBuffer> _sinks = [];
    private readonly OutputBuffer _changelog = new();
    private readonly RecordRef[] _exchanged = new RecordRef[MostRecordsAtOnce];
    private readonly int _stream;
    private readonly int _table;

    /// <summary>The sub-topology that reads a topic, and those behind it.</summary>
    /// <param name="stream">The topic of the query's stream.</param>
    /// <param name="table">The topic of its table; null: it has none.</param>
    public Generated(string stream, string? table = null)
    {
        for (string? topic = stream; topic is not null; topic = _parts[^1].ExchangeTopic)
        {
            SubTopology next = CompiledQueries.Topology.SubTopologies.First(part => part.Sources.Any(source => source.Topic == topic));
            Part added = new(next, _events);
            _parts.Add(added);
            _sinks.AddRange(added.PublicSinks);
        }

        _stream = _parts[0].Source(stream);
        _table = table is null ? -1 : _parts[0].Source(table);
    }

    public override long Failed => _events.Failed;

    public override int Sinks => _sinks.Count;

    public override void Load(RecordBatch customers) => _parts[0].Program.Process(_table, customers);

    public override void Process(RecordBatch ratings)
    {
        _parts[0].Program.Process(_stream, ratings);
        for (int i = 1; i < _parts.Count; i++)
        {
            OutputBuffer exchange = _parts[i - 1].Exchange!;
            int count = exchange.Count;
            for (int record = 0; record < count; record++)
            {
                _exchanged[record] = exchange[record];
            }

            _parts[i].Program.Process(0, new RecordBatch(_exchanged.AsSpan(0, count), 0));
            exchange.Clear();
        }
    }

    public override void Commit()
    {
        foreach (Part part in _parts)
        {
            foreach (StateStore store in part.Stores)
            {
                store.WriteChanges(_changelog);
                _changelog.Clear();
            }
        }
    }

    public override int Count(int sink) => _sinks[sink].Count;

    public override RecordRef Written(int sink, int index) => _sinks[sink][index];

    public override int WindowBytes(int sink, int index) =>
        _sinks[sink][index].Key.Length - _sinks[sink].PartitionKey(index).Length;

    public override void Clear()
    {
        foreach (OutputBuffer sink in _sinks)
        {
            sink.Clear();
        }
    }

    public override void Dispose()
    {
        _changelog.Dispose();
        foreach (Part part in _parts)
        {
            part.Dispose();
        }
    }

    /// <summary>One sub-topology as a task of its own.</summary>
    private sealed class Part : IDisposable
    {
        private readonly SubTopology _subTopology;
        private readonly TaskContext _context;

        public Part(SubTopology subTopology, TaskEvents events)
        {
            _subTopology = subTopology;
            _context = new TaskContext(subTopology, 0, events, TimeProvider.System);
            Program = subTopology.Create(_context);
            Stores = [.. _context.Stores.OfType<StateStore>()];
            int exchange = subTopology.Sinks.ToList().FindIndex(sink => sink.IsInternal);
            ExchangeTopic = exchange < 0 ? null : subTopology.Sinks[exchange].Topic;
            Exchange = exchange < 0 ? null : _context.Output(exchange);
        }

        public TaskProgram Program { get; }

        public StateStore[] Stores { get; }

        public string? ExchangeTopic { get; }

        public OutputBuffer? Exchange { get; }

        public IEnumerable<OutputBuffer> PublicSinks =>
            _subTopology.Sinks.Select((sink, index) => (sink, index)).Where(found => !found.sink.IsInternal)
                .Select(found => _context.Output(found.index));

        public int Source(string topic) => _subTopology.Sources.ToList().FindIndex(source => source.Topic == topic);

        public void Dispose() => _context.Dispose();
    }

    /// <summary>Counts, and says nothing.</summary>
    private sealed class CountingEvents : TaskEvents
    {
        public long Failed { get; private set; }

        public override void RecordFailed(SourceNode source, int partition, long offset, SerdeError error) => Failed++;

        public override void RecordDropped(SourceNode source, int partition, long offset, string reason) => Failed++;

        public override void RowFailed(string step, int partition, long offset, Exception error) => Failed++;

        public override void RowLate(string step, int partition, long offset) => Failed++;
    }
}
