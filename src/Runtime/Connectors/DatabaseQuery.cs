using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;

namespace QueryGen.Connectors;

/// <summary>The SELECT that finds the rows behind a position.</summary>
internal sealed partial class DatabaseQuery
{
    private readonly string _from;
    private readonly DatabaseMode _mode;
    private readonly TimeSpan _delay;

    public DatabaseQuery(ConnectorSettings settings)
    {
        string? table = settings.Text("table") ?? settings.Text("table.whitelist");
        string? query = settings.Text("query");
        if (table is null == query is null)
        {
            throw settings.Wrong("table", "name either a table, or a query in the property 'query'.");
        }

        _from = table is not null ? Quoted(table) : $"({query!.TrimEnd().TrimEnd(';')}) AS polled";
        _mode = settings.Choice("mode", "bulk", "bulk", "incrementing", "timestamp", "timestamp+incrementing") switch
        {
            "incrementing" => DatabaseMode.Incrementing,
            "timestamp" => DatabaseMode.Timestamp,
            "timestamp+incrementing" => DatabaseMode.TimestampIncrementing,
            _ => DatabaseMode.Bulk,
        };
        _delay = settings.Milliseconds("timestamp.delay.interval.ms", 0);
        if (_mode is DatabaseMode.Incrementing or DatabaseMode.TimestampIncrementing)
        {
            IncrementingColumn = settings.Required("incrementing.column.name");
        }

        if (_mode is DatabaseMode.Timestamp or DatabaseMode.TimestampIncrementing)
        {
            TimestampColumn = settings.Required("timestamp.column.name");
        }
    }

    /// <summary>The column that grows with each insert; null where the mode does not need it.</summary>
    public string? IncrementingColumn { get; }

    /// <summary>The column that says when a row was changed; null where the mode does not need it.</summary>
    public string? TimestampColumn { get; }

    /// <summary>True where a poll can end behind any row, since the number says which one it was.</summary>
    public bool EndsAnywhere => IncrementingColumn is not null;

    /// <summary>True where a poll can end behind the last row of a time only: the next one asks for later times.</summary>
    public bool EndsBehindTime => _mode == DatabaseMode.Timestamp;

    /// <summary>Puts text and parameters into a command.</summary>
    public void Prepare(DbCommand command, DatabasePosition position, DateTimeOffset now)
    {
        StringBuilder sql = new($"SELECT * FROM {_from}");
        List<string> conditions = [];
        List<string> order = [];
        if (TimestampColumn is not null)
        {
            AddTimestamp(command, position, now, conditions);
            order.Add(Quoted(TimestampColumn));
        }
        else if (IncrementingColumn is not null && position.Incrementing is not null)
        {
            conditions.Add($"{Quoted(IncrementingColumn)} > @lastIncrementing");
            AddParameter(command, "@lastIncrementing", position.Incrementing);
        }

        if (IncrementingColumn is not null)
        {
            order.Add(Quoted(IncrementingColumn));
        }

        if (conditions.Count > 0)
        {
            sql.Append(" WHERE ").AppendJoin(" AND ", conditions);
        }

        if (order.Count > 0)
        {
            sql.Append(" ORDER BY ").AppendJoin(", ", order);
        }

        // The names come from the program's own CREATE CONNECTOR and are quoted; values are parameters.
#pragma warning disable CA2100
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
    }

    private void AddTimestamp(DbCommand command, DatabasePosition position, DateTimeOffset now, List<string> conditions)
    {
        string column = Quoted(TimestampColumn!);
        conditions.Add($"{column} IS NOT NULL");
        if (_delay > TimeSpan.Zero)
        {
            conditions.Add($"{column} <= @until");
            AddParameter(command, "@until", (now - _delay).UtcDateTime);
        }

        if (position.Timestamp is null)
        {
            return;
        }

        AddParameter(command, "@lastTimestamp", position.Timestamp);
        if (IncrementingColumn is null || position.Incrementing is null)
        {
            conditions.Add($"{column} > @lastTimestamp");
            return;
        }

        conditions.Add(
            $"({column} > @lastTimestamp OR ({column} = @lastTimestamp AND {Quoted(IncrementingColumn)} > @lastIncrementing))");
        AddParameter(command, "@lastIncrementing", position.Incrementing);
    }

    private static void AddParameter(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>
    /// Plain names stay as they are, so that the database folds their case as it likes; others are quoted as in
    /// standard SQL.
    /// </summary>
    private static string Quoted(string name) =>
        PlainName().IsMatch(name) ? name : '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)*$")]
    private static partial Regex PlainName();
}
