using System.Runtime.CompilerServices;
using QueryGen.Operators;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Access;

/// <summary>The rows of a table, for C# code.</summary>
/// <typeparam name="TKey">The table's key.</typeparam>
/// <typeparam name="TRow">The table's row.</typeparam>
public sealed class TableHandle<TKey, TRow>
    where TKey : notnull
    where TRow : class
{
    private readonly RuntimeConnection _connection;
    private readonly TableAddress _address;
    private readonly TableSerde<TKey, TRow> _serde;

    internal TableHandle(RuntimeConnection connection, TableAddress address, TableSerde<TKey, TRow> serde)
    {
        _connection = connection;
        _address = address;
        _serde = serde;
    }

    /// <summary>The row with this key as of the task's last record, or null.</summary>
    /// <exception cref="NotSupportedException">No query keeps this table in a store.</exception>
    /// <exception cref="InvalidOperationException">The task that holds the key does not run here or is
    /// restoring.</exception>
    public ValueTask<TRow?> GetAsync(TKey key, CancellationToken cancellationToken = default) => FindAsync(key, null, cancellationToken);

    /// <summary>The row with this key in the window that starts here, or null.</summary>
    /// <inheritdoc cref="GetAsync(TKey, CancellationToken)" path="/exception"/>
    public ValueTask<TRow?> GetAsync(TKey key, DateTimeOffset windowStart, CancellationToken cancellationToken = default) =>
        FindAsync(key, windowStart.ToUnixTimeMilliseconds(), cancellationToken);

    /// <summary>The changes that are committed from now on, until cancelled.</summary>
    public IAsyncEnumerable<TableChange<TKey, TRow>> Subscribe(CancellationToken cancellationToken = default) =>
        Subscribe(new SubscribeOptions(), cancellationToken);

    /// <summary>The changes of the table, until cancelled. Records that cannot be read are left out.</summary>
    /// <param name="options">From where to read.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<TableChange<TKey, TRow>> Subscribe(SubscribeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);

        // Opened here, not at the first MoveNext: what is written after this call is seen.
        return Changes(_connection.Subscribe(_address.Topic, options.FromBeginning), cancellationToken);
    }

    private async ValueTask<TRow?> FindAsync(TKey key, long? windowStartMs, CancellationToken cancellationToken)
    {
        if (!_address.IsStored)
        {
            throw new NotSupportedException(
                $"No query keeps the table of topic '{_address.Topic}' in a store, so a row cannot be looked up by key.");
        }

        TRow? row = null;
        await _connection.LookupAsync(
            _address,
            (arena, output) => _serde.WriteKey(key, arena, new RecordContext(0), output),
            windowStartMs,
            batch => row = First(batch),
            cancellationToken).ConfigureAwait(false);
        return row;
    }

    private TRow? First(RecordBatch batch)
    {
        using RecordArena arena = new();
        return batch.Count > 0 && batch[0].HasValue && _serde.TryRead(in batch[0], arena, out TRow? row, out _) ? row : null;
    }

    private async IAsyncEnumerable<TableChange<TKey, TRow>> Changes(
        RecordSubscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (subscription)
        {
            using RecordArena arena = new();
            Queue<TableChange<TKey, TRow>> changes = [];
            BatchRead read = batch => Decode(batch, arena, changes);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!subscription.TryRead(read))
                {
                    await subscription.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                while (changes.TryDequeue(out TableChange<TKey, TRow> change))
                {
                    yield return change;
                }
            }
        }
    }

    private void Decode(RecordBatch batch, RecordArena arena, Queue<TableChange<TKey, TRow>> changes)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            ref readonly RecordRef record = ref batch[i];
            TRow? row = null;
            SerdeError problem = new("key", "cannot be read");
            if (_serde.TryReadKey(in record, arena, out TKey? key, out long? windowStartMs)
                && (!record.HasValue || _serde.TryRead(in record, arena, out row, out problem)))
            {
                DateTimeOffset? start = windowStartMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
                changes.Enqueue(new TableChange<TKey, TRow>(key, row, start));
            }
            else
            {
                _connection.LeaveOut(_address.Topic, batch.Partition, in record, problem);
            }

            arena.Reset();
        }
    }
}
