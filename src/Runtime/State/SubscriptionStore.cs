using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>Which rows of one table name which row of another: for each key of the other, the keys of those that name it.</summary>
/// <typeparam name="TKey">The key that is named, emitted.</typeparam>
/// <typeparam name="TSubscriber">The key of a row that names it, emitted.</typeparam>
public sealed unsafe class SubscriptionStore<TKey, TSubscriber> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TSubscriber : unmanaged, IStoredKey<TSubscriber>
{
    private const int FewestSubscribers = 2;

    private readonly StoreMemory _memory = new();
    private readonly KeyTable<TKey, Subscribers> _keys;

    // From a pair to its subscriber; null for a pair that was removed and stays until the changelog has been told.
    private readonly KeyTable<Subscription<TKey, TSubscriber>, nint> _pairs;

    private int _removed;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of both keys.</param>
    public SubscriptionStore(string name, string layout)
        : base(name, layout)
    {
        _keys = new KeyTable<TKey, Subscribers>(_memory);
        _pairs = new KeyTable<Subscription<TKey, TSubscriber>, nint>(_memory);
    }

    /// <summary>How many rows name another.</summary>
    public override long Count => _pairs.Count - _removed;

    /// <inheritdoc/>
    public override long SizeBytes => _memory.SizeBytes + _keys.SizeBytes + _pairs.SizeBytes;

    /// <inheritdoc/>
    public override bool HasChanges => _pairs.ChangedCount > 0;

    /// <summary>Whether it is too large for the processor's cache, so that requests gain by <see cref="FetchSlot"/> and <see
    /// cref="FetchRow"/>.</summary>
    public bool IsLarge => SizeBytes > ReadAhead.LargeBytes;

    /// <summary>Begins to fetch where it is found that a row names a key; a hint, a while before <see cref="FetchRow"/>.</summary>
    public void FetchSlot(in TKey key, in TSubscriber subscriber) => _pairs.Prefetch(new() { Key = key, Subscriber = subscriber });

    /// <summary>Begins to fetch what is known of a row that names a key; a hint, a while before that changes.</summary>
    public void FetchRow(in TKey key, in TSubscriber subscriber)
    {
        Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.Find(new() { Key = key, Subscriber = subscriber });
        if (slot != null)
        {
            ReadAhead.Fetch((void*)slot->Value);
        }
    }

    /// <summary>A row that names a key already does so in another state; false where it does not name it yet: then <see cref="Put"/>
    /// is asked.</summary>
    /// <param name="key">The key that is named.</param>
    /// <param name="subscriber">The row's own key.</param>
    /// <param name="version">Which state of the row it is.</param>
    public bool TryUpdate(in TKey key, in TSubscriber subscriber, long version)
    {
        Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.Find(new() { Key = key, Subscriber = subscriber });
        if (slot == null || slot->Value == 0)
        {
            return false;
        }

        ((Subscriber<TSubscriber>*)slot->Value)->Version = version;
        _pairs.Touch(slot);
        return true;
    }

    /// <summary>A row names a key.</summary>
    /// <param name="key">The key that is named.</param>
    /// <param name="subscriber">The row's own key.</param>
    /// <param name="version">Which state of the row it is.</param>
    /// <param name="order">Bytes by which the subscribers of one key are ordered; always the same for one subscriber.</param>
    public void Put(in TKey key, in TSubscriber subscriber, long version, ReadOnlySpan<byte> order)
    {
        Subscription<TKey, TSubscriber> pair = new() { Key = key, Subscriber = subscriber };
        Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.FindOrAdd(pair, out bool isNew);
        _removed -= !isNew && slot->Value == 0 ? 1 : 0;
        Keep(slot, version, order);
        _pairs.Touch(slot);
    }

    /// <summary>A row names a key no more; nothing happens where it did not.</summary>
    public void Remove(in TKey key, in TSubscriber subscriber)
    {
        Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.Find(new() { Key = key, Subscriber = subscriber });
        if (slot != null && slot->Value != 0)
        {
            Drop(slot);
            _removed++;
            _pairs.Touch(slot);
        }
    }

    /// <summary>A place to write the bytes that order a subscriber.</summary>
    public OutputBuffer Order { get; } = new(initialBytes: 256);

    /// <summary>The rows that name a key, in order. Valid until the store changes.</summary>
    public SubscriberList<TSubscriber> Find(in TKey key)
    {
        Slot<TKey, Subscribers>* slot = _keys.Find(key);
        if (slot == null)
        {
            return default;
        }

        if (!slot->Value.IsSorted)
        {
            Sort(ref slot->Value);
        }

        return new SubscriberList<TSubscriber>(slot->Value.Items, slot->Value.Count);
    }

    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog)
    {
        for (int i = 0; i < _pairs.ChangedCount; i++)
        {
            Slot<Subscription<TKey, TSubscriber>, nint>* next = _pairs.NextChanged(i);
            ReadAhead.Fetch(next == null ? null : (void*)next->Value);
            Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.TakeChanged(i);
            WriteEntry(changelog, slot);
            if (slot->Value == 0)
            {
                _pairs.Remove(slot);
            }
        }

        _removed = 0;
        _pairs.ForgetChanged();
    }

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        long place = from.Slot;
        Slot<Subscription<TKey, TSubscriber>, nint>* slot;
        do
        {
            slot = _pairs.Next(ref place);
            if (slot != null && slot->Value != 0)
            {
                WriteEntry(entries, slot);
            }
        }
        while (slot != null && entries.Bytes < mostBytes);
        from = new EntryPosition(0, place);
        return slot != null;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value)
    {
        Slot<Subscription<TKey, TSubscriber>, nint>* slot = _pairs.FindOrAdd(Subscription<TKey, TSubscriber>.Read(ref key), out _);
        if (record.HasValue)
        {
            long version = value.Fixed<long>();
            value.Read(out Values.Bytes order);
            Keep(slot, version, order.Span);
            return;
        }

        if (slot->Value != 0)
        {
            Drop(slot);
        }

        _pairs.Remove(slot);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _keys.Dispose();
        _pairs.Dispose();
        _memory.Dispose();
        Order.Dispose();
    }

    private static void Sort(ref Subscribers subscribers)
    {
        Span<nint> items = new(subscribers.Items, subscribers.Count);
        items.Sort(static (left, right) => OrderOf(left).SequenceCompareTo(OrderOf(right)));
        for (int i = 0; i < items.Length; i++)
        {
            ((Subscriber<TSubscriber>*)items[i])->Index = i;
        }

        subscribers.IsSorted = true;
    }

    private static ReadOnlySpan<byte> OrderOf(nint item)
    {
        Subscriber<TSubscriber>* subscriber = (Subscriber<TSubscriber>*)item;
        return new ReadOnlySpan<byte>(subscriber->Order, subscriber->OrderLength);
    }

    private static void WriteEntry(OutputBuffer output, Slot<Subscription<TKey, TSubscriber>, nint>* slot)
    {
        Subscriber<TSubscriber>* subscriber = (Subscriber<TSubscriber>*)slot->Value;
        output.Begin(timestampMs: 0);
        StateWriter key = new(output.Write());
        slot->Key.Write(ref key);
        output.EndKey(key.Cursor);
        if (subscriber != null)
        {
            StateWriter value = new(output.Write());
            value.Fixed(subscriber->Version);
            value.Write(new Values.Bytes(subscriber->Order, subscriber->OrderLength));
            output.EndValue(value.Cursor);
        }

        output.End();
    }

    private void Keep(Slot<Subscription<TKey, TSubscriber>, nint>* slot, long version, ReadOnlySpan<byte> order)
    {
        if (slot->Value == 0)
        {
            slot->Value = (nint)Add(slot->Key, order);
        }

        ((Subscriber<TSubscriber>*)slot->Value)->Version = version;
    }

    private Subscriber<TSubscriber>* Add(in Subscription<TKey, TSubscriber> pair, ReadOnlySpan<byte> order)
    {
        TSubscriber key = pair.Subscriber;
        SliceCopy count = default;
        key.CopySlices(ref count);
        int bytes = sizeof(Subscriber<TSubscriber>) + count.Bytes + order.Length;
        Subscriber<TSubscriber>* added = (Subscriber<TSubscriber>*)_memory.Allocate(bytes);
        SliceCopy copy = new((byte*)(added + 1));
        key.CopySlices(ref copy);
        byte* bytesOfOrder = (byte*)(added + 1) + count.Bytes;
        order.CopyTo(new Span<byte>(bytesOfOrder, order.Length));
        *added = new Subscriber<TSubscriber> { Bytes = bytes, Order = bytesOfOrder, OrderLength = order.Length, Key = key };

        ref Subscribers subscribers = ref _keys.FindOrAdd(pair.Key, out _)->Value;
        EnsureRoom(ref subscribers);
        added->Index = subscribers.Count;
        subscribers.Items[subscribers.Count++] = (nint)added;
        subscribers.IsSorted = subscribers.Count == 1;
        return added;
    }

    private void Drop(Slot<Subscription<TKey, TSubscriber>, nint>* slot)
    {
        Subscriber<TSubscriber>* dropped = (Subscriber<TSubscriber>*)slot->Value;
        Slot<TKey, Subscribers>* key = _keys.Find(slot->Key.Key);
        ref Subscribers subscribers = ref key->Value;
        nint last = subscribers.Items[--subscribers.Count];
        if (dropped->Index < subscribers.Count)
        {
            subscribers.Items[dropped->Index] = last;
            ((Subscriber<TSubscriber>*)last)->Index = dropped->Index;
            subscribers.IsSorted = false;
        }

        if (subscribers.Count == 0)
        {
            _memory.Free((byte*)subscribers.Items, subscribers.Capacity * sizeof(nint));
            _keys.Remove(key);
        }

        _memory.Free((byte*)dropped, dropped->Bytes);
        slot->Value = 0;
    }

    private void EnsureRoom(ref Subscribers subscribers)
    {
        if (subscribers.Count < subscribers.Capacity)
        {
            return;
        }

        int capacity = Math.Max(subscribers.Capacity * 2, FewestSubscribers);
        nint* items = (nint*)_memory.Allocate(capacity * sizeof(nint));
        if (subscribers.Capacity > 0)
        {
            new ReadOnlySpan<nint>(subscribers.Items, subscribers.Count).CopyTo(new Span<nint>(items, capacity));
            _memory.Free((byte*)subscribers.Items, subscribers.Capacity * sizeof(nint));
        }

        subscribers.Items = items;
        subscribers.Capacity = capacity;
    }
}
