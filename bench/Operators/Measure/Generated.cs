using QueryGen.Bench.Operators.Queries;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.Measure;

/// <summary>
/// The code that the generator made of a query, with all sub-topologies that the query has: what one of them writes to an internal topic is
/// the batch that the next one takes.
/// </summary>
internal sealed class Generated : Contender
{
    private readonly List<GeneratedTask> _tasks = [];
    private readonly List<Exchange> _exchanges = [];
    private readonly List<(GeneratedTask Task, int Source)> _sources;
    private readonly OutputBuffer _sink;
    private RecordRef[] _exchanged = new RecordRef[1024];

    /// <summary>The sub-topologies that read some topics, and those behind them.</summary>
    public Generated(params string[] topics)
    {
        _sources = [.. topics.Select(topic => (TaskOf(topic), TaskOf(topic).Source(topic)))];
        for (int i = 0; i < _tasks.Count; i++)
        {
            foreach ((Topologies.SinkNode sink, OutputBuffer records) in _tasks[i].Outputs.Where(output => output.Sink.IsInternal))
            {
                GeneratedTask reader = TaskOf(sink.Topic);
                _exchanges.Add(new Exchange(records, reader, reader.Source(sink.Topic)));
            }
        }

        _sink = _tasks.SelectMany(task => task.Outputs).Single(output => !output.Sink.IsInternal).Records;
    }

    public override long Failed => _tasks.Sum(task => task.Failed);

    public override int Count => _sink.Count;

    public override void Process(int source, RecordBatch batch)
    {
        _sources[source].Task.Program.Process(_sources[source].Source, batch);
        for (bool isMoved = true; isMoved;)
        {
            isMoved = false;
            foreach (Exchange exchange in _exchanges)
            {
                isMoved |= Pass(exchange);
            }
        }
    }

    public override void Commit() => _tasks.ForEach(static task => task.Commit());

    public override RecordRef Written(int index) => _sink[index];

    public override void Clear() => _sink.Clear();

    public override void Dispose() => _tasks.ForEach(static task => task.Dispose());

    private GeneratedTask TaskOf(string topic)
    {
        GeneratedTask? reader = _tasks.Find(task => task.Source(topic) >= 0);
        if (reader is null)
        {
            reader = new GeneratedTask(CompiledQueries.Topology, topic);
            _tasks.Add(reader);
        }

        return reader;
    }

    private bool Pass(in Exchange exchange)
    {
        int count = exchange.Records.Count;
        if (count == 0)
        {
            return false;
        }

        if (count > _exchanged.Length)
        {
            _exchanged = new RecordRef[count * 2];
        }

        for (int i = 0; i < count; i++)
        {
            _exchanged[i] = exchange.Records[i];
        }

        exchange.Reader.Program.Process(exchange.Source, new RecordBatch(_exchanged.AsSpan(0, count), 0));
        exchange.Records.Clear();
        return true;
    }

    private readonly record struct Exchange(OutputBuffer Records, GeneratedTask Reader, int Source);
}
