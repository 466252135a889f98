using System.Globalization;

namespace QueryGen.Topologies;

/// <summary>So many of a source's last records could not be used that its task has stopped.</summary>
public sealed class FailureLimitException : Exception
{
    /// <summary>Names the source, the limit, and the last record with its reason.</summary>
    public FailureLimitException(string source, string topic, int partition, long offset, string reason, int failures, int window)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{failures} of the last {window} records of {topic}, partition {partition}, could not be used, ")
            + string.Create(
                CultureInfo.InvariantCulture, $"so the task that reads {source} has stopped. The last one is record {offset}: {reason}. ")
            + "Mend the source or its declaration; the limit is QueryGen:FailureLimit.")
    {
    }
}
