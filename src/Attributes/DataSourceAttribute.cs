namespace QueryGen;

/// <summary>
/// What <see cref="StreamAttribute"/> and <see cref="TableAttribute"/> have in common: where the records are, and how they are written.
/// </summary>
/// <remarks>
/// Columns are the public members that can be set again: the parameters of a record's constructor, properties with a setter, fields. A
/// column is called after its member in SQL's way (<c>RatingId</c> is <c>RATING_ID</c>) unless <see cref="ColumnAttribute"/> says
/// otherwise. Types are bool, int, long, double, decimal, string, byte[], DateOnly, TimeOnly and DateTimeOffset. A NULL comes as null;
/// where the member cannot be null, as 0, an empty text, or the first of its kind.
/// </remarks>
public abstract class DataSourceAttribute : Attribute
{
    private protected DataSourceAttribute(string name) => Name = name;

    /// <summary>The name in SQL, as SQL reads it: <c>ratings</c> and <c>RATINGS</c> are one name, <c>`ratings`</c> is another.</summary>
    public string Name { get; }

    /// <summary>The topic of the records. Unless set: <see cref="Name"/> as it is written.</summary>
    public string? Topic { get; set; }

    /// <summary>How keys are written. Unless set: <see cref="QueryGen.Format.Kafka"/>.</summary>
    public Format KeyFormat { get; set; } = Format.Kafka;

    /// <summary>How values are written. Unless set: <see cref="QueryGen.Format.Json"/>.</summary>
    public Format ValueFormat { get; set; } = Format.Json;

    /// <summary>Between the columns of a key in <see cref="QueryGen.Format.Delimited"/>. Unless set: a comma.</summary>
    public char KeyDelimiter { get; set; } = ',';

    /// <summary>Between the columns of a value in <see cref="QueryGen.Format.Delimited"/>. Unless set: a comma.</summary>
    public char ValueDelimiter { get; set; } = ',';

    /// <summary>Count of partitions where the topic has to be made; 1 or more. Unless set: what the worker is configured to.</summary>
    public int Partitions { get; set; }

    /// <summary>Count of replicas where the topic has to be made; 1 or more. Unless set: what the worker is configured to.</summary>
    public int Replicas { get; set; }

    /// <summary>How long a stream's topic keeps a record, milliseconds; 1 or more. Unless set: the log's default.</summary>
    public long RetentionMs { get; set; }

    /// <summary>What happens to a record that cannot be used. Unless set: what the worker is configured to.</summary>
    public OnError OnError { get; set; }

    /// <summary>
    /// The dead-letter topic; with <see cref="QueryGen.OnError.DeadLetter"/> only. Unless set: the topic's name and <c>-dlq</c>.
    /// </summary>
    public string? DeadLetterTopic { get; set; }
}
