namespace QueryGen.Topologies;

/// <summary>
/// What happens to a record that cannot be used: one that cannot be read, or has no event time, or lacks its table's key.
/// </summary>
public enum ErrorPolicy
{
    /// <summary><c>on_error='skip'</c>: it is counted, logged and left out.</summary>
    Skip,

    /// <summary><c>on_error='fail'</c>: the task stops with an error that names the record.</summary>
    Fail,

    /// <summary>
    /// <c>on_error='dlq'</c>: it goes to the source's dead-letter topic as it came, with headers that say what is wrong, in the same
    /// commit as the source's position.
    /// </summary>
    DeadLetter,
}
