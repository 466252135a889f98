using Microsoft.Extensions.Logging;
using QueryGen.Access;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Serdes;
using QueryGen.Topologies;
using QueryGen.Values;

namespace QueryGen.Hosting;

/// <summary>Joins typed handles to the log and the tasks of this host.</summary>
internal sealed class WorkerConnection(EmbeddedRuntime runtime, TaskRegistry tasks, QueryGenMeter meter, ILoggerFactory loggers)
    : RuntimeConnection, IDisposable
{
    private readonly WorkerEvents _events = new(loggers, meter, runtime.Clock, runtime.Options.IncludeRows);
    private readonly Lock _producing = new();
    private readonly RecordArena _arena = new(runtime.Clock);
    private readonly OutputBuffer _output = new();
    private LogTransaction? _transaction;
    private int _nextPartition;

    public override TimeProvider Clock => runtime.Clock;

    public override RecordSubscription Subscribe(string topic, bool fromBeginning) =>
        new LogSubscription(runtime.Log, runtime.Topic(topic), fromBeginning);

    public override async ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LogTopic target = runtime.Topic(topic);
        await runtime.Lag.WaitAsync(target, cancellationToken).ConfigureAwait(false);
        lock (_producing)
        {
            _transaction ??= runtime.Log.Begin();
            try
            {
                write(_arena, _output);
                for (int i = 0; i < _output.Count; i++)
                {
                    RecordRef record = _output[i];
                    int partition = record.HasKey
                        ? Murmur2.Partition(record.Key, target.PartitionCount)
                        : (int)((uint)_nextPartition++ % (uint)target.PartitionCount);
                    _transaction.Writer(target, partition).Append(
                        record.TimestampMs, record.HasKey, record.Key, record.HasValue, record.Value, record.Headers);
                }

                _transaction.Commit();
            }
            finally
            {
                _transaction.Abort();
                _output.Clear();
                _arena.Reset();
            }
        }
    }

    public override async ValueTask LookupAsync(
        TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken)
    {
        using TableLookup lookup = new(table.Table, windowStartMs, runtime.Clock);
        int partition = lookup.WriteKey(key, tasks.Count(table.Topology, table.SubTopology));
        await tasks.AskAsync(table.Topology, table.SubTopology, partition, lookup, cancellationToken).ConfigureAwait(false);
        lookup.Read(found);
    }

    public override void Report(in ProcessingError error) => _events.Report(in error);

    public void Dispose()
    {
        _arena.Dispose();
        _output.Dispose();
    }
}
