namespace QueryGen.State;

/// <summary>A table's current rows by key, where all columns that joins read lie beside the key.</summary>
/// <remarks>As a covering index of a database: a join finds what it reads with the key, and does not wait for the row.</remarks>
/// <typeparam name="TKey">The key, emitted.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
/// <typeparam name="TIncluded">The columns beside the key, emitted.</typeparam>
public sealed unsafe class CoveringStore<TKey, TRow, TIncluded> : RowStore<TKey, TRow, TIncluded>
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
    where TIncluded : unmanaged, IIncludedColumns<TIncluded, TRow>
{
    private static readonly TIncluded s_none;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    public CoveringStore(string name, string layout)
        : base(name, layout)
    {
    }

    /// <summary>The columns of a row that is not there: all NULL.</summary>
    public ref readonly TIncluded NoneIncluded => ref s_none;

    /// <summary>The columns beside a key; <see cref="NoneIncluded"/> where there is no row. Valid until the table changes.</summary>
    public ref readonly TIncluded GetIncluded(scoped in TKey key, out bool isFound)
    {
        Slot<TKey, TIncluded>* slot = FindSlot(key);
        isFound = slot != null && slot->Value.Place != 0;
        return ref slot == null ? ref s_none : ref slot->Value;
    }

    /// <summary>Begins to fetch the texts beside a key; a hint, a while before they are read.</summary>
    public void FetchIncluded(in TKey key)
    {
        Slot<TKey, TIncluded>* slot = FindSlot(key);
        if (slot != null)
        {
            slot->Value.Fetch();
        }
    }
}
