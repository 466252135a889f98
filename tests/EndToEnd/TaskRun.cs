using System.Text;
using QueryGen.Serdes;
using QueryGen.State;
using QueryGen.Topologies;

namespace QueryGen.EndToEnd;

/// <summary>The first task of a compiled script, fed with whole batches as a stream thread feeds it; the test driver hands records over one by one.</summary>
internal sealed class TaskRun : IDisposable
{
    private readonly SubTopology _part;
    private readonly TaskContext _context;
    private readonly TaskProgram _program;
    private readonly StateStore[] _stores;
    private readonly List<string> _events = [];
    private readonly OutputBuffer _changelog = new();
    private readonly List<OutputBuffer> _batches = [];

    public TaskRun(string script, Func<SubTopology, SubTopology>? change = null)
    {
        SubTopology part = CompiledScript.Load(script, "").SubTopologies[0];
        _part = change is null ? part : change(part);
        _context = new TaskContext(_part, 0, new Listed(_events), TimeProvider.System);
        _program = _part.Create(_context);
        _stores = [.. _context.Stores.OfType<StateStore>()];
    }

    /// <summary>What was reported, in order.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>The stores.</summary>
    public IReadOnlyList<StateStore> Stores => _stores;

    /// <summary>Records that can be processed any number of times; offsets count from 0.</summary>
    public RecordRef[] Batch(IEnumerable<(string? Key, string? Value, long TimestampMs)> records)
    {
        OutputBuffer buffer = new();
        _batches.Add(buffer);
        foreach ((string? key, string? value, long timestampMs) in records)
        {
            buffer.Begin(timestampMs);
            if (key is not null)
            {
                BufferCursor cursor = buffer.Write();
                cursor.Raw(Encoding.UTF8.GetBytes(key));
                buffer.EndKey(cursor);
            }

            if (value is not null)
            {
                BufferCursor cursor = buffer.Write();
                cursor.Raw(Encoding.UTF8.GetBytes(value));
                buffer.EndValue(cursor);
            }

            buffer.End();
        }

        return [.. Enumerable.Range(0, buffer.Count).Select(index => buffer[index])];
    }

    public void Process(string topic, ReadOnlySpan<RecordRef> batch)
    {
        int source = 0;
        while (_part.Sources[source].Topic != topic)
        {
            source++;
        }

        _program.Process(source, new RecordBatch(batch, 0));
    }

    /// <summary>Writes what changed in the stores, and forgets it and what was written to the sinks.</summary>
    public void Commit()
    {
        foreach (StateStore store in _stores)
        {
            store.WriteChanges(_changelog);
        }

        _changelog.Clear();
        for (int sink = 0; sink < _part.Sinks.Length; sink++)
        {
            _context.Output(sink).Clear();
        }
    }

    /// <summary>The records of the first sink since the last commit.</summary>
    public List<string> Written()
    {
        OutputBuffer output = _context.Output(0);
        return [.. Enumerable.Range(0, output.Count).Select(index => output[index]).Select(record =>
            $"{Encoding.Latin1.GetString(record.Key)} | {(record.HasValue ? Encoding.UTF8.GetString(record.Value) : "null")} | {record.TimestampMs}")];
    }

    public void Dispose()
    {
        _context.Dispose();
        _changelog.Dispose();
        _batches.ForEach(batch => batch.Dispose());
    }

    private sealed class Listed(List<string> events) : TaskEvents
    {
        public override void Report(in ProcessingError error) =>
            events.Add($"{error.Kind} {error.Topic} {error.Offset} {error.Outcome}: {error.Error}");
    }
}
