using System.Data.Common;
using System.Globalization;

namespace QueryGen.Connectors;

/// <summary>
/// Polls a table or query of any ADO.NET provider for rows that are new or changed. Sees no deletes, as polling cannot.
/// </summary>
internal sealed class DatabaseConnector : SourceConnector
{
    private readonly DbProviderFactory _provider;
    private readonly ConnectorTarget _target;
    private readonly string _connectionString;
    private readonly DatabaseQuery _query;
    private readonly TimeSpan _interval;
    private readonly long _mostRows;
    private readonly object?[] _row;
    private DbConnection? _connection;
    private DatabasePosition _position;

    public DatabaseConnector(DbProviderFactory provider, ConnectorTarget target, ConnectorSettings settings, string? position)
    {
        _provider = provider;
        _target = target;
        _connectionString = settings.Text("connection.string") ?? settings.Required("connection.url");
        _query = new DatabaseQuery(settings);
        _interval = settings.Milliseconds("poll.interval.ms", 5000);
        _mostRows = settings.Number("batch.max.rows", least: 1) ?? 10_000;
        _row = new object?[target.Columns.Count];
        _position = DatabasePosition.Parse(position);
    }

    public override string Position => _position.ToString();

    public override async ValueTask<TimeSpan?> PollAsync(ConnectorOutput output, CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            _connection = _provider.CreateConnection()
                ?? throw new ConnectorException($"Connector {output.Connector}: {_provider.GetType().Name} makes no connections.");
            _connection.ConnectionString = _connectionString;
            await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        DbCommand command = _connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            _query.Prepare(command, _position, output.Clock.GetUtcNow());
            DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ReadAsync(reader, output, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<TimeSpan?> ReadAsync(DbDataReader reader, ConnectorOutput output, CancellationToken cancellationToken)
    {
        int[] columns = new int[reader.FieldCount];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _target.IndexOf(reader.GetName(i));
        }

        int timestampAt = Ordinal(reader, _query.TimestampColumn, output.Connector);
        int incrementingAt = Ordinal(reader, _query.IncrementingColumn, output.Connector);
        DatabasePosition last = _position;
        for (long rows = 0; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); rows++)
        {
            object? timestamp = timestampAt < 0 ? null : reader.GetValue(timestampAt);
            bool mayEnd = _query.EndsAnywhere || (_query.EndsBehindTime && !Equals(timestamp, last.Timestamp));
            if (rows > 0 && mayEnd)
            {
                _position = last;
                if (rows >= _mostRows || output.IsFull)
                {
                    return TimeSpan.Zero;
                }
            }
            else if (output.IsFull)
            {
                // A bulk poll, or more rows of one time than may wait: there is no position between them.
                output.CommitPart(Position);
            }

            Add(reader, columns, TimestampMs(timestamp), output);
            last = new DatabasePosition(timestamp, incrementingAt < 0 ? null : NotNull(reader.GetValue(incrementingAt)));
        }

        _position = last;
        return _interval;
    }

    private void Add(DbDataReader reader, int[] columns, long? timestampMs, ConnectorOutput output)
    {
        Array.Clear(_row);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] >= 0)
            {
                _row[columns[i]] = reader.GetValue(i);
            }
        }

        output.Add(_row, timestampMs ?? output.NowMs);
    }

    private static int Ordinal(DbDataReader reader, string? column, string connector)
    {
        for (int i = 0; column is not null && i < reader.FieldCount; i++)
        {
            if (string.Equals(reader.GetName(i), column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return column is null ? -1 : throw new ConnectorException($"Connector {connector}: the result has no column '{column}'.");
    }

    private static object? NotNull(object value) => value is DBNull ? null : value;

    /// <summary>When the row was changed is when it happened, where the column can be read as a time.</summary>
    private static long? TimestampMs(object? value)
    {
        try
        {
            return value switch
            {
                null or DBNull => null,
                string text when !DateTimeOffset.TryParse(
                    text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) => null,
                _ => ColumnConversion.Milliseconds(value),
            };
        }
        catch (Exception cause) when (cause is InvalidCastException or OverflowException)
        {
            return null;
        }
    }
}
