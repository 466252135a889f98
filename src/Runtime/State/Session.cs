namespace QueryGen.State;

/// <summary>A session of a group in a <see cref="SessionStore{TKey, TState}"/>.</summary>
internal unsafe struct Session<TKey, TState>
    where TKey : unmanaged
    where TState : unmanaged, IState
{
    /// <summary>The group's session before this one in time; null for the first.</summary>
    public Session<TKey, TState>* Earlier;

    /// <summary>The next one of its slice in a <see cref="SessionSlices{TKey, TState}"/>.</summary>
    public Session<TKey, TState>* NextQueued;

    /// <summary>Time of its first row.</summary>
    public long StartMs;

    public bool IsChanged;

    /// <summary>Merged into another one, or expired: nothing finds it any more.</summary>
    public bool IsGone;

    /// <summary>Its memory waits in a <see cref="SessionQueue{TKey, TState}"/> or in <see cref="SessionSlices{TKey, TState}"/>.</summary>
    public bool IsQueued;

    /// <summary>The group; its slices are the table's.</summary>
    public TKey Key;

    public AggregateEntry<TState> Entry;

    /// <summary>Time of its last row.</summary>
    public readonly long EndMs => Entry.TimestampMs;
}
