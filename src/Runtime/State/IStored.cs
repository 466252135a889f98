namespace QueryGen.State;

/// <summary>A key or row that a store can keep. Emitted for each schema.</summary>
/// <typeparam name="TSelf">The struct itself. Its texts and collections are slices of memory that it does not own.</typeparam>
public interface IStored<TSelf>
    where TSelf : unmanaged, IStored<TSelf>
{
    /// <summary>Writes all fields in order, as the changelog has them.</summary>
    void Write(ref StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote. Text and bytes are slices of what is read.</summary>
    static abstract TSelf Read(ref StateReader reader);

    /// <summary>Hands each slice to the copy, in order; it counts them, or moves them into a store's memory.</summary>
    void CopySlices(ref SliceCopy copy);
}

/// <summary>A key: found by its fields, without being written. Keys are the same where their written bytes are.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
public interface IStoredKey<TSelf> : IStored<TSelf>
    where TSelf : unmanaged, IStoredKey<TSelf>
{
    /// <summary>A hash of all fields. The same for keys that are the same.</summary>
    KeyHash Hash();

    /// <summary>Whether all fields are the same, bit by bit: 0.0 and -0.0 are two keys, two NULLs are one.</summary>
    bool Same(in TSelf other);
}

/// <summary>The state of an aggregation: a struct that is updated in place. Emitted for each query.</summary>
public interface IState
{
    /// <summary>Writes all fields in order.</summary>
    void Write(ref StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote; text is copied into the store's memory.</summary>
    void Read(ref StateReader reader, StoreMemory memory);
}

/// <summary>A state that takes in another one, where a row brings two sessions together.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
public interface IMergedState<TSelf> : IState
    where TSelf : unmanaged, IMergedState<TSelf>
{
    /// <summary>Takes in the rows of another state of the same store, whose memory it leaves alone.</summary>
    void Merge(in TSelf other, StoreMemory memory);

    /// <summary>Gives back the memory that it holds; the state is not used after that.</summary>
    void Free(StoreMemory memory);
}
