namespace QueryGen.Topologies;

/// <summary>A record cannot be used, and its source's policy is to stop.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Names the record and the reason.</summary>
    public RecordException(string topic, int partition, long offset, string reason)
        : base($"Record {offset} of {topic}, partition {partition}, cannot be used: {reason}. "
            + "With on_error='skip' it would be left out, with on_error='dlq' it would go to the dead-letter topic.")
    {
    }
}
