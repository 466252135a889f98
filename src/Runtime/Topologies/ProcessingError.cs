using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>What kind of thing went wrong.</summary>
public enum ProcessingErrorKind
{
    /// <summary>A record could not be read.</summary>
    Deserialization,

    /// <summary>
    /// A record or row could be read and not used: its event time is missing or negative, its table's key is missing, its group is NULL.
    /// </summary>
    Unusable,

    /// <summary>An expression failed on one row.</summary>
    Row,

    /// <summary>A row came after its window was closed.</summary>
    Late,
}

/// <summary>What became of the record or row.</summary>
public enum ProcessingOutcome
{
    /// <summary>It is left out.</summary>
    Dropped,

    /// <summary>It is in the dead-letter topic.</summary>
    DeadLettered,

    /// <summary>The task stops at it.</summary>
    TaskStopped,

    /// <summary>It goes on, with NULL in the column that failed; a condition that failed counts as false.</summary>
    Null,
}

/// <summary>One thing that went wrong while a task ran.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Outcome">What became of the record or row.</param>
/// <param name="Step">Where in the SQL.</param>
/// <param name="Error">What is wrong; never a row's data.</param>
/// <param name="Cause">What a user's function threw; its message may hold a row's data. Null: nothing was thrown.</param>
/// <param name="Topic">The topic of the record, as in <see cref="TopicDescriptor.Name"/>.</param>
/// <param name="Partition">The partition of the record.</param>
/// <param name="Offset">The record's place in its partition.</param>
/// <param name="Record">The record; valid during the call. Null where it is not at hand.</param>
public readonly record struct ProcessingError(
    ProcessingErrorKind Kind,
    ProcessingOutcome Outcome,
    QueryStep Step,
    string Error,
    Exception? Cause,
    string Topic,
    int Partition,
    long Offset,
    RecordRef? Record)
{
    /// <summary>
    /// Type and first stack frame of what was thrown, which names the line; without its message, which may hold a row's data. Null: nothing
    /// was thrown.
    /// </summary>
    public string? CauseWithoutData
    {
        get
        {
            if (Cause is null)
            {
                return null;
            }

            string trace = Cause.StackTrace ?? "";
            int end = trace.IndexOf('\n', StringComparison.Ordinal);
            string frame = (end < 0 ? trace : trace[..end]).Trim();
            return frame.Length == 0 ? Cause.GetType().FullName : $"{Cause.GetType().FullName} {frame}";
        }
    }
}
