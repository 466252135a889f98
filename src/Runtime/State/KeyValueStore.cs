namespace QueryGen.State;

/// <summary>A table's current rows by key.</summary>
/// <inheritdoc/>
public sealed class KeyValueStore<TKey, TRow> : RowStore<TKey, TRow, RowPlace<TRow>>
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
{
    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    public KeyValueStore(string name, string layout)
        : base(name, layout)
    {
    }
}
