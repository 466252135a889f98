using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>A record cannot be read, and its source's policy is to stop.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Names the record and the reason.</summary>
    public RecordException(string topic, int partition, long offset, SerdeError error)
        : base($"Record {offset} of {topic}, partition {partition}, cannot be read: {error}. With on_error='skip' it would be left out.")
    {
    }
}
