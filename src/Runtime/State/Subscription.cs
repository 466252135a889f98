namespace QueryGen.State;

/// <summary>A row of one table that names a row of another: the pair of their keys.</summary>
internal struct Subscription<TKey, TSubscriber> : IStoredKey<Subscription<TKey, TSubscriber>>
    where TKey : unmanaged, IStoredKey<TKey>
    where TSubscriber : unmanaged, IStoredKey<TSubscriber>
{
    public TKey Key;

    public TSubscriber Subscriber;

    public readonly KeyHash Hash() => Key.Hash().With(Subscriber.Hash().Value);

    public readonly bool Same(in Subscription<TKey, TSubscriber> other) => Key.Same(in other.Key) && Subscriber.Same(in other.Subscriber);

    public readonly void Write(ref StateWriter writer)
    {
        Key.Write(ref writer);
        Subscriber.Write(ref writer);
    }

    public static Subscription<TKey, TSubscriber> Read(ref StateReader reader)
    {
        Subscription<TKey, TSubscriber> read = default;
        read.Key = TKey.Read(ref reader);
        read.Subscriber = TSubscriber.Read(ref reader);
        return read;
    }

    public void CopySlices(ref SliceCopy copy)
    {
        Key.CopySlices(ref copy);
        Subscriber.CopySlices(ref copy);
    }
}

/// <summary>A subscriber in the store; slices of its key and the bytes that order it lie behind it.</summary>
internal unsafe struct Subscriber<TSubscriber>
    where TSubscriber : unmanaged
{
    public long Version;

    /// <summary>Its place among the subscribers of one key.</summary>
    public int Index;

    public int Bytes;

    public byte* Order;

    public int OrderLength;

    public TSubscriber Key;
}

/// <summary>Pointers to the subscribers of one key.</summary>
internal unsafe struct Subscribers
{
    public nint* Items;

    public int Count;

    public int Capacity;

    public bool IsSorted;
}
