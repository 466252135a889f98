namespace QueryGen.State;

/// <summary>A store's changelog was written by a version of the query that kept something else.</summary>
public sealed class StateLayoutException : Exception
{
    /// <summary>Says what changed, field by field, and what to do.</summary>
    public StateLayoutException(string store, string written, string expected)
        : this(
            store,
            $"Store {store} was written by another version of its query: {LayoutChanges.Tell(written, expected)}. "
            + $"It was written as [{written}], this program keeps [{expected}].",
            "To build the state anew from its sources, set QueryGen:OnIncompatible to 'rebuild'; or give the program a new application id, "
            + "or delete its state folder; or go back to the query that wrote it.",
            inner: null)
    {
    }

    /// <summary>Says that the store cannot be built anew, either.</summary>
    /// <param name="other">What changed.</param>
    /// <param name="reason">Why its sources do not help, as a part of a sentence.</param>
    internal StateLayoutException(StateLayoutException other, string reason)
        : this(
            other.Store,
            other.Change,
            $"It cannot be built anew, as QueryGen:OnIncompatible says: {reason}. Go back to the query that wrote it, or give the program "
            + "a new application id, to begin with the records that are there.",
            other)
    {
    }

    private StateLayoutException(string store, string change, string wayOut, Exception? inner)
        : base($"{change} {wayOut}", inner)
    {
        Store = store;
        Change = change;
    }

    /// <summary>The store's name.</summary>
    public string Store { get; }

    /// <summary>What changed, without what to do.</summary>
    internal string Change { get; }
}
