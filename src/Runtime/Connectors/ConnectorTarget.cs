namespace QueryGen.Connectors;

/// <summary>A column of the source that a connector fills or drains.</summary>
/// <param name="Name">As the record has it; compared with foreign names without regard to case.</param>
/// <param name="Type">What the column holds.</param>
/// <param name="Scale">Fraction digits of a DECIMAL, else 0.</param>
internal sealed record TargetColumn(string Name, ColumnType Type, int Scale = 0);

/// <summary>SQL's types, as far as a connector tells them apart.</summary>
internal enum ColumnType
{
    Boolean,
    Integer,
    BigInt,
    Double,
    Decimal,
    Varchar,
    Bytes,
    Date,
    Time,
    Timestamp,

    /// <summary>ARRAY, MAP and STRUCT, which travel as JSON.</summary>
    Nested,
}

/// <summary>How the bytes of one side of a record are made.</summary>
internal enum RecordFormat
{
    None,
    Kafka,
    Json,
    Delimited,
}

/// <summary>The topic behind a connector: columns and formats of keys and values.</summary>
internal sealed record ConnectorTarget(
    string Topic,
    IReadOnlyList<TargetColumn> Keys,
    IReadOnlyList<TargetColumn> Values,
    RecordFormat KeyFormat,
    RecordFormat ValueFormat,
    char KeyDelimiter = ',',
    char ValueDelimiter = ',')
{
    /// <summary>All columns, keys first: the order of a row's values.</summary>
    public IReadOnlyList<TargetColumn> Columns { get; } = [.. Keys, .. Values];

    /// <summary>The place of a column, by its name without regard to case; -1 where there is none.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
