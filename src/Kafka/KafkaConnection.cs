using QueryGen.Access;
using QueryGen.Hosting;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Kafka;

/// <summary>Joins typed handles to Kafka and to the tasks of this host.</summary>
internal sealed class KafkaConnection(KafkaRuntime runtime) : RuntimeConnection, IDisposable
{
    private readonly Lock _producing = new();
    private readonly RecordArena _arena = new(runtime.Clock);
    private readonly OutputBuffer _output = new();
    private KafkaProducer? _producer;
    private int _nextPartition;

    public override TimeProvider Clock => runtime.Clock;

    public override RecordSubscription Subscribe(string topic, bool fromBeginning)
    {
        // A subscriber may come before the worker starts.
        runtime.MakeTopicsAsync().GetAwaiter().GetResult();
        return new KafkaSubscription(runtime.Settings, topic, runtime.Partitions.Partitions(topic), fromBeginning);
    }

    public override async ValueTask ProduceAsync(string topic, RecordWrite write, CancellationToken cancellationToken)
    {
        await runtime.MakeTopicsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Produce(topic, write), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another worker has the key's partition.</exception>
    public override async ValueTask LookupAsync(
        TableAddress table, RecordWrite key, long? windowStartMs, BatchRead found, CancellationToken cancellationToken)
    {
        using TableLookup lookup = new(table.Table, windowStartMs, runtime.Clock);
        int partition = lookup.WriteKey(key, runtime.Partitions.Tasks(table.Topology.SubTopologies[table.SubTopology]));
        await runtime.Registry.AskAsync(table.Topology, table.SubTopology, partition, lookup, cancellationToken).ConfigureAwait(false);
        lookup.Read(found);
    }

    public void Dispose()
    {
        _producer?.Dispose();
        _arena.Dispose();
        _output.Dispose();
    }

    private void Produce(string topic, RecordWrite write)
    {
        lock (_producing)
        {
            _producer ??= new KafkaProducer(runtime.Settings, transactionalId: null, new KafkaPatience());
            int partitions = runtime.Partitions.Partitions(topic);
            try
            {
                write(_arena, _output);
                for (int i = 0; i < _output.Count; i++)
                {
                    RecordRef record = _output[i];
                    int partition = record.HasKey
                        ? Murmur2.Partition(record.Key, partitions)
                        : (int)((uint)_nextPartition++ % (uint)partitions);
                    _producer.Write(_producer.Topic(topic), partition, in record);
                }

                _producer.Flush();
            }
            finally
            {
                _output.Clear();
                _arena.Reset();
            }
        }
    }
}
