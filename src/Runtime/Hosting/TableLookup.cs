using QueryGen.Access;
using QueryGen.Serdes;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Hosting;

/// <summary>One look-up by key on its way to a task's thread and back.</summary>
internal sealed class TableLookup(int table, long? windowStartMs, TimeProvider clock) : IDisposable
{
    private readonly RecordArena _arena = new(clock);
    private readonly OutputBuffer _key = new(256);
    private readonly OutputBuffer _result = new(256);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _isGone;

    public Task Answered => _answered.Task;

    /// <summary>Writes the key; gives its partition.</summary>
    public int WriteKey(RecordWrite key, int partitions)
    {
        key(_arena, _key);
        return Murmur2.Partition(_key[0].Key, partitions);
    }

    /// <summary>Looks the key up; on the task's thread.</summary>
    public void Run(TaskProgram program)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return;
            }

            try
            {
                program.TryLookup(table, _key[0], windowStartMs, _result);
                _answered.TrySetResult();
            }
#pragma warning disable CA1031 // The task must not end for a question that cannot be answered; who asked gets the error.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _answered.TrySetException(error);
            }
        }
    }

    /// <summary>Hands over the record found, if there is one.</summary>
    public void Read(BatchRead found)
    {
        if (_result.Count > 0)
        {
            RecordRef record = _result[0];
            found(new RecordBatch(new ReadOnlySpan<RecordRef>(in record), 0));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isGone = true;
            _arena.Dispose();
            _key.Dispose();
            _result.Dispose();
        }
    }
}
