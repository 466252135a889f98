using QueryGen.Operators;

namespace QueryGen.Access;

/// <summary>Writes rows into the topic of a source, for C# code.</summary>
/// <typeparam name="TRow">The source's row.</typeparam>
public sealed class Producer<TRow>
    where TRow : notnull
{
    private readonly RuntimeConnection _connection;
    private readonly string _topic;
    private readonly RowSerde<TRow> _serde;

    internal Producer(RuntimeConnection connection, string topic, RowSerde<TRow> serde)
    {
        _connection = connection;
        _topic = topic;
        _serde = serde;
    }

    /// <summary>
    /// Writes one row; complete when it is committed. Waits while a query or connector that reads the source is too far behind
    /// (<c>QueryGen:MaxLag</c>). Any thread may call it.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="timestamp">Event time of the record; null: now.</param>
    /// <param name="cancellationToken">Ends the waiting; the row may be written nevertheless.</param>
    public ValueTask ProduceAsync(TRow row, DateTimeOffset? timestamp = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        long timestampMs = (timestamp ?? _connection.Clock.GetUtcNow()).ToUnixTimeMilliseconds();
        return _connection.ProduceAsync(
            _topic, (arena, output) => _serde.Write(row, arena, new RecordContext(timestampMs), output), cancellationToken);
    }
}
