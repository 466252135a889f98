using QueryGen.Bench.Micro.Queries;

namespace QueryGen.Bench.Micro;

/// <summary>A generated query, and batches that it takes again and again: so many that a large store does not stay in the caches.</summary>
internal sealed class Batch : IDisposable
{
    /// <summary>Records in a batch: as many operations a call.</summary>
    public const int Size = 1024;

    private const int Batches = 64;

    private readonly GeneratedTask _task;
    private readonly RecordSet _records;
    private readonly int _source;
    private int _next;

    /// <summary>A query by the topic that it reads.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="record">Key and value of a record.</param>
    public Batch(string topic, Func<int, (byte[] Key, byte[] Value)> record)
    {
        _task = new GeneratedTask(CompiledQueries.Topology, topic);
        _source = _task.Source(topic);
        _records = Records(Batches * Size, record);
    }

    /// <summary>Fills the query's table.</summary>
    public void Load(string topic, int count, Func<int, (byte[] Key, byte[] Value)> record)
    {
        using RecordSet rows = Records(count, record);
        for (int start = 0; start < count; start += Size)
        {
            _task.Program.Process(_task.Source(topic), rows.Batch(start, Math.Min(Size, count - start)));
        }

        _task.Commit();
    }

    /// <summary>Processes the next batch; gives the number of records that came out.</summary>
    /// <exception cref="InvalidOperationException">A record could not be read: nothing is measured then.</exception>
    public int Process()
    {
        _task.Program.Process(_source, _records.Batch(_next * Size, Size));
        _next = (_next + 1) % Batches;
        int written = _task.Outputs[0].Records.Count;
        _task.Clear();
        return _task.Failed == 0 ? written : throw new InvalidOperationException($"{_task.Failed} records failed.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _task.Dispose();
    }

    private static RecordSet Records(int count, Func<int, (byte[] Key, byte[] Value)> record)
    {
        const long StartMs = 1_760_000_040_000;
        const int BytesEach = 256;
        RecordSet records = new(count, BytesEach);
        for (int i = 0; i < count; i++)
        {
            (byte[] key, byte[] value) = record(i);
            records.Add(key, value, StartMs + (i % Size));
        }

        return records;
    }
}
