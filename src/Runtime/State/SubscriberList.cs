namespace QueryGen.State;

/// <summary>The rows of one table that name a row of another. Valid until their store changes.</summary>
/// <typeparam name="TSubscriber">The key of such a row.</typeparam>
public readonly unsafe struct SubscriberList<TSubscriber>
    where TSubscriber : unmanaged
{
    private readonly nint* _items;

    internal SubscriberList(nint* items, int count)
    {
        _items = items;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The key of one of them.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="version">Which state of the row it is.</param>
    public ref readonly TSubscriber Get(int index, out long version)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        Subscriber<TSubscriber>* found = (Subscriber<TSubscriber>*)_items[index];
        version = found->Version;
        return ref found->Key;
    }
}
