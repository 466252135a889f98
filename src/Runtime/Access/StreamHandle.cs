using System.Runtime.CompilerServices;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Access;

/// <summary>The rows of a stream, for C# code.</summary>
/// <typeparam name="TRow">The stream's row.</typeparam>
public sealed class StreamHandle<TRow>
    where TRow : notnull
{
    private readonly RuntimeConnection _connection;
    private readonly string _topic;
    private readonly RowSerde<TRow> _serde;

    internal StreamHandle(RuntimeConnection connection, string topic, RowSerde<TRow> serde)
    {
        _connection = connection;
        _topic = topic;
        _serde = serde;
    }

    /// <summary>
    /// The rows that are committed from now on, until cancelled. Records that cannot be read are left out, counted and logged.
    /// </summary>
    public IAsyncEnumerable<TRow> Subscribe(CancellationToken cancellationToken = default) =>
        Subscribe(new SubscribeOptions(), cancellationToken);

    /// <summary>The rows of the stream, until cancelled. Records without a value are left out.</summary>
    /// <param name="options">From where to read.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<TRow> Subscribe(SubscribeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);

        // Opened here, not at the first MoveNext: what is written after this call is seen.
        return Rows(_connection.Subscribe(_topic, options.FromBeginning), cancellationToken);
    }

    private async IAsyncEnumerable<TRow> Rows(
        RecordSubscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (subscription)
        {
            using RecordArena arena = new();
            Queue<TRow> rows = [];
            BatchRead read = batch => Decode(batch, arena, rows);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!subscription.TryRead(read))
                {
                    await subscription.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                while (rows.TryDequeue(out TRow? row))
                {
                    yield return row;
                }
            }
        }
    }

    private void Decode(RecordBatch batch, RecordArena arena, Queue<TRow> rows)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ref readonly RecordRef record = ref batch[i];
            if (!record.HasValue)
            {
                continue;
            }

            if (_serde.TryRead(in record, arena, out TRow? row, out SerdeError problem))
            {
                rows.Enqueue(row);
            }
            else
            {
                _connection.LeaveOut(_topic, batch.Partition, in record, problem);
            }

            arena.Reset();
        }
    }
}
