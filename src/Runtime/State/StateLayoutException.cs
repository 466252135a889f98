namespace QueryGen.State;

/// <summary>A store's changelog was written by a version of the query that kept something else.</summary>
public sealed class StateLayoutException : Exception
{
    /// <summary>Says what changed, field by field, and what to do.</summary>
    public StateLayoutException(string store, string written, string expected)
        : base($"Store {store} was written by another version of its query: {LayoutChanges.Tell(written, expected)}. "
            + $"It was written as [{written}], this program keeps [{expected}]. "
            + "Give the program a new application id, or delete its state folder, to build the "
            + "state anew from its sources; or go back to the query that wrote it.")
    {
        Store = store;
    }

    /// <summary>The store's name.</summary>
    public string Store { get; }
}
