namespace QueryGen.Tasks;

/// <summary>What a task does at its start where a store was written by a query that kept something else.</summary>
public enum IncompatiblePolicy
{
    /// <summary>It fails, and says what has changed.</summary>
    Fail,

    /// <summary>
    /// It builds its stores anew from its sources, from their first record on; it fails where those do not reach back so far. Results that
    /// were written are not written again.
    /// </summary>
    Rebuild,
}
