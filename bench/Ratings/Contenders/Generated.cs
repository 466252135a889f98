using QueryGen.Bench.Ratings.Queries;
using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Contenders;

/// <summary>The code that the generator made of a query.</summary>
/// <remarks>
/// Where the query has a repartition topic, its sub-topologies run one behind the other: what the first writes to the topic is the
/// batch that the second takes.
/// </remarks>
internal sealed class Generated : Contender
{
    private const int MostRecordsAtOnce = 1024;

    private readonly List<GeneratedTask> _tasks = [];
    private readonly List<OutputBuffer> _topics = [];
    private readonly List<OutputBuffer> _sinks = [];
    private readonly RecordRef[] _exchanged = new RecordRef[MostRecordsAtOnce];
    private readonly int _stream;
    private readonly int _table;

    /// <summary>The sub-topology that reads a topic, and those behind it.</summary>
    /// <param name="stream">The topic of the query's stream.</param>
    /// <param name="table">The topic of its table; null: it has none.</param>
    public Generated(string stream, string? table = null)
    {
        string? topic = stream;
        while (topic is not null)
        {
            GeneratedTask task = new(CompiledQueries.Topology, topic);
            _tasks.Add(task);
            _sinks.AddRange(task.Outputs.Where(output => !output.Sink.IsInternal).Select(output => output.Records));
            (topic, OutputBuffer? exchange) = task.Outputs.Where(output => output.Sink.IsInternal)
                .Select(output => ((string?)output.Sink.Topic, (OutputBuffer?)output.Records)).FirstOrDefault();
            if (exchange is not null)
            {
                _topics.Add(exchange);
            }
        }

        _stream = _tasks[0].Source(stream);
        _table = table is null ? -1 : _tasks[0].Source(table);
    }

    public override long Failed => _tasks.Sum(task => task.Unreadable);

    public override int Sinks => _sinks.Count;

    public override void Load(RecordBatch customers) => _tasks[0].Program.Process(_table, customers);

    public override void Process(RecordBatch ratings)
    {
        _tasks[0].Program.Process(_stream, ratings);
        for (int i = 0; i < _topics.Count; i++)
        {
            OutputBuffer topic = _topics[i];
            int count = topic.Count;
            for (int record = 0; record < count; record++)
            {
                _exchanged[record] = topic[record];
            }

            _tasks[i + 1].Program.Process(0, new RecordBatch(_exchanged.AsSpan(0, count), 0));
            topic.Clear();
        }
    }

    public override void Commit() => _tasks.ForEach(static task => task.Commit());

    public override int Count(int sink) => _sinks[sink].Count;

    public override RecordRef Written(int sink, int index) => _sinks[sink][index];

    public override int WindowBytes(int sink, int index) =>
        _sinks[sink][index].Key.Length - _sinks[sink].PartitionKey(index).Length;

    public override void Clear() => _tasks.ForEach(static task => task.Clear());

    public override void Dispose() => _tasks.ForEach(static task => task.Dispose());
}
