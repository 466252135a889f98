using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>The states of an aggregation without a window: one a group, updated in place.</summary>
/// <typeparam name="TKey">The group, emitted.</typeparam>
/// <typeparam name="TState">The state, emitted.</typeparam>
public sealed unsafe class AggregateStore<TKey, TState> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TState : unmanaged, IState
{
    private readonly AggregateTable<TKey, TState> _table = new();

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Types of group and state.</param>
    public AggregateStore(string name, string layout)
        : base(name, layout)
    {
    }

    /// <summary>Memory for the texts of the states.</summary>
    public StoreMemory Memory => _table.Memory;

    /// <inheritdoc/>
    public override long Count => _table.Slots.Count;

    /// <inheritdoc/>
    public override long SizeBytes => _table.SizeBytes;

    /// <inheritdoc/>
    public override bool HasChanges => _table.Slots.ChangedCount > 0;

    /// <summary>Whether it is too large for the processor's cache, so that updates gain by <see cref="FetchSlot"/>.</summary>
    public bool IsLarge => SizeBytes > ReadAhead.LargeBytes;

    /// <summary>A group's entry in place, made empty where there is none. It goes to the changelog at the next commit.</summary>
    /// <returns>Valid until the next call to the store.</returns>
    public ref AggregateEntry<TState> GetOrAdd(in TKey key) => ref _table.GetOrAdd(key);

    /// <summary>A copy of a group's entry; false where there is none. Its texts are valid until the state changes.</summary>
    public bool TryGet(in TKey key, out AggregateEntry<TState> entry) => _table.TryGet(key, out entry);

    /// <summary>Begins to fetch a group's entry; a hint, a while before it is updated.</summary>
    public void FetchSlot(in TKey key) => _table.Slots.Prefetch(key);

    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog) => _table.WriteChanges(changelog, windowStartMs: null);

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        long place = from.Slot;
        bool isMore = _table.WriteEntries(entries, ref place, mostBytes, windowStartMs: null);
        from = new EntryPosition(0, place);
        return isMore;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value) =>
        _table.Restore(TKey.Read(ref key), ref value);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _table.Dispose();
}
