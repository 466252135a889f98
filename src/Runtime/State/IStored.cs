namespace QueryGen.State;

/// <summary>A key or row that a store can keep: it writes itself as bytes and reads itself back. Emitted for each schema.</summary>
/// <remarks>The bytes are the store's and the changelog's form; equal values have equal bytes, which makes them keys.</remarks>
/// <typeparam name="TSelf">The struct itself.</typeparam>
public interface IStored<TSelf>
    where TSelf : struct, IStored<TSelf>
{
    /// <summary>Writes all fields in order.</summary>
    void Write(ref StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote. Text and bytes are slices of what is read.</summary>
    static abstract TSelf Read(ref StateReader reader);
}

/// <summary>The state of an aggregation: a struct that is updated in place. Emitted for each query.</summary>
public interface IState
{
    /// <summary>Writes all fields in order.</summary>
    void Write(ref StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote; text is copied into the store's memory.</summary>
    void Read(ref StateReader reader, StoreMemory memory);

    /// <summary>Gives the memory of its texts back.</summary>
    void Release(StoreMemory memory);
}
