using System.Globalization;
using QueryGen.Connectors;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>What a topology says of its connectors, in the form in which they run.</summary>
internal static class ConnectorPlans
{
    /// <summary>The connector as it is to run.</summary>
    public static ConnectorPlan Of(ConnectorDescriptor connector) => new(
        connector.Name,
        connector.IsSink,
        connector.ConnectorClass,
        connector.Properties,
        new ConnectorTarget(
            connector.Topic,
            [.. connector.Columns.Where(column => column.IsKey).Select(Column)],
            [.. connector.Columns.Where(column => !column.IsKey).Select(Column)],
            Format(connector.KeyFormat),
            Format(connector.ValueFormat),
            connector.KeyDelimiter,
            connector.ValueDelimiter));

    private static TargetColumn Column(ConnectorColumn column)
    {
        string type = column.SqlType.ToUpperInvariant();
        int end = type.IndexOfAny(['(', '<', ' ']);
        ColumnType kind = (end < 0 ? type : type[..end]) switch
        {
            "BOOLEAN" => ColumnType.Boolean,
            "INT" or "INTEGER" => ColumnType.Integer,
            "BIGINT" => ColumnType.BigInt,
            "DOUBLE" => ColumnType.Double,
            "DECIMAL" => ColumnType.Decimal,
            "VARCHAR" or "STRING" => ColumnType.Varchar,
            "BYTES" => ColumnType.Bytes,
            "DATE" => ColumnType.Date,
            "TIME" => ColumnType.Time,
            "TIMESTAMP" => ColumnType.Timestamp,
            _ => ColumnType.Nested,
        };
        int comma = type.IndexOf(',', StringComparison.Ordinal);
        int scale = kind == ColumnType.Decimal && comma >= 0
            ? int.Parse(type.AsSpan(comma + 1).TrimEnd(')'), CultureInfo.InvariantCulture)
            : 0;
        return new TargetColumn(column.Name, kind, scale);
    }

    private static RecordFormat Format(string format) => format.ToUpperInvariant() switch
    {
        "JSON" => RecordFormat.Json,
        "DELIMITED" => RecordFormat.Delimited,
        "KAFKA" => RecordFormat.Kafka,
        "NONE" => RecordFormat.None,
        _ => throw new ConnectorException($"A connector cannot write the format {format} yet; JSON, DELIMITED and KAFKA it can."),
    };
}
