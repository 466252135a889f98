using System.Text;
using QueryGen.Log;
using QueryGen.Serdes;

namespace QueryGen.Connectors;

/// <summary>
/// Takes the rows of a source connector to its topic; records and position are committed together, so a restart repeats
/// and loses nothing.
/// </summary>
internal sealed class ConnectorOutput : IDisposable
{
    private readonly EmbeddedLog _log;
    private readonly LogTopic _topic;
    private readonly LogTransaction _transaction;
    private readonly RecordEncoder _encoder;
    private readonly string _positionName;
    private int _nextPartition;

    public ConnectorOutput(string connector, ConnectorTarget target, EmbeddedLog log, LogTopic topic, TimeProvider clock)
    {
        _log = log;
        _topic = topic;
        _transaction = log.Begin();
        _encoder = new RecordEncoder(target);
        _positionName = $"connector/{connector}";
        Connector = connector;
        Target = target;
        Clock = clock;
    }

    public string Connector { get; }

    public ConnectorTarget Target { get; }

    public TimeProvider Clock { get; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Rows added since the last commit.</summary>
    public int Added { get; private set; }

    /// <summary>Rows since the last commit that did not fit the target's columns.</summary>
    public int Rejected { get; private set; }

    /// <summary>What was wrong with the last row rejected; names the column, holds no data.</summary>
    public string? Rejection { get; private set; }

    /// <summary>The position of the last commit; null for a connector that never ran.</summary>
    public string? Position => _log.Position(_positionName) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

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
            ? Murmur2.Partition(_encoder.Key, _topic.PartitionCount)
            : _nextPartition++ % _topic.PartitionCount;
        _nextPartition = _nextPartition < 0 ? 0 : _nextPartition;
        _transaction.Writer(_topic, partition).Append(
            Math.Max(0, timestampMs), _encoder.HasKey, _encoder.Key, _encoder.HasValue, _encoder.Value);
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
            _transaction.SetPosition(_positionName, Encoding.UTF8.GetBytes(position));
            _transaction.Commit();
        }

        Forget();
    }

    /// <summary>Forgets what was added since the last commit.</summary>
    public void Abort()
    {
        _transaction.Abort();
        Forget();
    }

    public void Dispose() => _encoder.Dispose();

    private void Forget()
    {
        Added = 0;
        Rejected = 0;
        Rejection = null;
    }
}
