namespace QueryGen;

/// <summary>How the key or the value of a record is written.</summary>
public enum Format
{
    /// <summary>Nothing is written: there are no columns on this side.</summary>
    None,

    /// <summary>One column in the form of Kafka's own serializers: int, long and double in 4 or 8 bytes, text as UTF-8.</summary>
    Kafka,

    /// <summary>A JSON object with a field a column; as a key of one column, the bare value.</summary>
    Json,

    /// <summary>A line of separated values.</summary>
    Delimited,
}
