using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>
/// Takes the rows of a source connector to its topic; records and position are committed together, so a restart repeats
/// and loses nothing.
/// </summary>
internal sealed class ConnectorOutput : IDisposable
{
    private readonly IConnectorWriter _writer;
    private readonly RecordEncoder _encoder;
    private readonly long _maxBytes;
    private int _nextPartition;
    private long _bytes;

    /// <param name="connector">The connector's name.</param>
    /// <param name="target">Columns and formats of the rows.</param>
    /// <param name="writer">Takes the records; the output disposes of it.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="maxBytes">The output is full when so many bytes wait for a commit.</param>
    public ConnectorOutput(string connector, ConnectorTarget target, IConnectorWriter writer, TimeProvider clock, long maxBytes)
    {
        _maxBytes = maxBytes;
        _writer = writer;
        _encoder = new RecordEncoder(target);
        Connector = connector;
        Target = target;
        Clock = clock;
    }

    public string Connector { get; }

    public ConnectorTarget Target { get; }

    public TimeProvider Clock { get; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>True where so much waits for a commit that the connector has to end its poll, or to commit a part of it.</summary>
    public bool IsFull => _bytes >= _maxBytes;

    /// <summary>Rows added since the last poll.</summary>
    public int Added { get; private set; }

    /// <summary>Rows since the last poll that did not fit the target's columns.</summary>
    public int Rejected { get; private set; }

    /// <summary>What was wrong with the last row rejected; names the column, holds no data.</summary>
    public string? Rejection { get; private set; }

    /// <summary>The position of the last commit; null for a connector that never ran.</summary>
    public string? Position => _writer.Position;

    /// <summary>Adds one row; one that does not fit is counted.</summary>
    /// <param name="row">One value a column of the target, keys first.</param>
    /// <param name="timestampMs">The record's timestamp.</param>
    public void Add(ReadOnlySpan<object?> row, long timestampMs)
    {
        try
        {
            _encoder.Encode(row);
        }
        catch (FormatException problem)
        {
            Reject(problem.Message);
            return;
        }

        int partition = _encoder.HasKey
            ? Murmur2.Partition(_encoder.Key, _writer.Partitions)
            : _nextPartition++ % _writer.Partitions;
        _nextPartition = _nextPartition < 0 ? 0 : _nextPartition;
        _writer.Append(partition, Math.Max(0, timestampMs), _encoder.HasKey, _encoder.Key, _encoder.HasValue, _encoder.Value);
        _bytes += _encoder.Key.Length + _encoder.Value.Length;
        Added++;
    }

    /// <summary>Counts a row that cannot be a record.</summary>
    public void Reject(string reason)
    {
        Rejected++;
        Rejection = reason;
    }

    /// <summary>Writes the rows and the position behind them, whole or not at all.</summary>
    public void Commit(string position)
    {
        if (Added > 0 || Rejected > 0 || position != Position)
        {
            CommitPart(position);
        }

        Forget();
    }

    /// <summary>
    /// Writes the rows so far in the middle of a poll that has no position to end at: after a crash those behind the position come again.
    /// </summary>
    public void CommitPart(string position)
    {
        _writer.Commit(position);
        _bytes = 0;
    }

    /// <summary>Forgets what was added since the last commit.</summary>
    public void Abort()
    {
        _writer.Abort();
        Forget();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _encoder.Dispose();
    }

    private void Forget()
    {
        Added = 0;
        Rejected = 0;
        Rejection = null;
        _bytes = 0;
    }
}
