using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.State;

/// <summary>A place in a <see cref="KeyTable{TKey, TValue}"/>.</summary>
internal struct Slot<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Zero where the slot is free; else the upper bits of the key's hash, and the table's marks.</summary>
    public uint Tag;

    public TKey Key;

    public TValue Value;
}

/// <summary>A question about a value of a <see cref="KeyTable{TKey, TValue}"/>.</summary>
internal interface IValueTest<TValue>
{
    bool Holds(in TValue value);
}

/// <summary>
/// A hash table from typed keys to values in place, in native memory. Open addressing with linear probing; it also
/// knows which keys changed.
/// </summary>
/// <remarks>
/// A slot's place is the upper bits of the hash, so that growing moves the slots in their order and streams through memory. A removal moves
/// up what stands behind it: no slot is lost. Slots move when one is added or removed.
/// </remarks>
/// <typeparam name="TKey">The key, emitted. What it has slices of is copied into the store's memory, once.</typeparam>
/// <typeparam name="TValue">A struct without references.</typeparam>
internal sealed unsafe class KeyTable<TKey, TValue> : IDisposable
    where TKey : unmanaged, IStoredKey<TKey>
    where TValue : unmanaged
{
    private const int HashBits = 32;
    private const int FewestBits = 4;

    // The marks take the last two bits of a tag.
    private const int MostBits = 30;
    private const uint IsUsed = 1;
    private const uint IsChanged = 2;

    // Five of eight slots.
    private const int MostUsed = 5;
    private const int MostUsedOf = 8;
    private const int RoomOf = 4;

    // Slots that Next gives one after the other, as a power of two: few enough for a table that they pile up in, many enough to stream.
    private const int BlockBits = 6;
    private const double GoldenRatio = 0.6180339887498949;

    private readonly StoreMemory _memory;
    private Slot<TKey, TValue>* _slots;
    private Slot<TKey, TValue>* _end;

    // From a hash to its slot: what is left is as many bits as a slot's number has.
    private int _shift;

    // From one block of slots to the one that Next goes on with.
    private long _blockStep;
    private TKey[] _changed = [];

    /// <summary>An empty table.</summary>
    /// <param name="memory">Takes the slices of the keys.</param>
    /// <param name="expected">How many keys it has room for before it grows.</param>
    public KeyTable(StoreMemory memory, int expected = 0)
    {
        _memory = memory;
        int bits = FewestBits;
        while (MostAt(bits) < expected)
        {
            bits++;
        }

        Allocate(bits);
    }

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>Memory of the slots; slices of the keys are in the store's.</summary>
    public long SizeBytes => (byte*)_end - (byte*)_slots;

    /// <summary>Whether the next key makes it grow.</summary>
    public bool IsFull => Count >= MostAt(HashBits - _shift);

    /// <summary>How many keys are marked as changed.</summary>
    public int ChangedCount { get; private set; }

    /// <summary>The slot of a key; null where it is not there.</summary>
    public Slot<TKey, TValue>* Find(in TKey key)
    {
        uint tag = TagOf(key);
        Slot<TKey, TValue>* slot = Probe(tag, key);
        return slot->Tag == 0 ? null : slot;
    }

    /// <summary>The slot of a key, made with an empty value where it is not there yet.</summary>
    public Slot<TKey, TValue>* FindOrAdd(in TKey key, out bool isNew)
    {
        uint tag = TagOf(key);
        Slot<TKey, TValue>* slot = Probe(tag, key);
        isNew = slot->Tag == 0;
        return isNew ? Add(slot, tag, key) : slot;
    }

    /// <summary>Marks a slot's key as changed.</summary>
    public void Touch(Slot<TKey, TValue>* slot)
    {
        if ((slot->Tag & IsChanged) == 0)
        {
            Remember(slot);
        }
    }

    /// <summary>The slot of a changed key, in the order of their first change. Its mark is taken away.</summary>
    public Slot<TKey, TValue>* TakeChanged(int index)
    {
        if (index + ReadAhead.SlotRecords < ChangedCount)
        {
            Prefetch(in _changed[index + ReadAhead.SlotRecords]);
        }

        Slot<TKey, TValue>* slot = Find(in _changed[index]);
        slot->Tag &= ~IsChanged;
        return slot;
    }

    /// <summary>The slot of a changed key that is taken soon, to fetch what it leads to; null where there is none.</summary>
    public Slot<TKey, TValue>* NextChanged(int index) =>
        index + ReadAhead.RowRecords < ChangedCount ? Find(in _changed[index + ReadAhead.RowRecords]) : null;

    /// <summary>Forgets the changed keys; all of them were taken.</summary>
    public void ForgetChanged() => ChangedCount = 0;

    /// <summary>The first used slot from a place on; null behind the last. The place moves on.</summary>
    /// <remarks>
    /// Places are not in the order of slots: a smaller table that is filled in that order has all keys at its beginning, and walks over
    /// all of them for each. Blocks of slots a golden section of the table apart are spread evenly, wherever one stops.
    /// </remarks>
    public Slot<TKey, TValue>* Next(ref long place)
    {
        while (_slots + place < _end)
        {
            Slot<TKey, TValue>* slot = At(place++);
            if (slot->Tag != 0)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>Takes a key out that is not marked as changed.</summary>
    public void Remove(Slot<TKey, TValue>* slot)
    {
        FreeSlices(slot->Key);
        Slot<TKey, TValue>* hole = slot;
        for (Slot<TKey, TValue>* next = After(slot); next->Tag != 0; next = After(next))
        {
            // A key may move up to the hole if that does not bring it before its home.
            Slot<TKey, TValue>* home = Home(next->Tag);
            if (Distance(home, next) >= Distance(hole, next))
            {
                *hole = *next;
                hole = next;
            }
        }

        *hole = default;
        Count--;
    }

    /// <summary>Takes out the keys whose values are so; none of them is marked as changed.</summary>
    public void RemoveAll<TTest>(TTest test)
        where TTest : struct, IValueTest<TValue>
    {
        // What moves up comes from behind, and is looked at next. What comes from the beginning has been looked at.
        for (Slot<TKey, TValue>* slot = _slots; slot < _end; slot++)
        {
            while (slot->Tag != 0 && test.Holds(in slot->Value))
            {
                Remove(slot);
            }
        }
    }

    /// <summary>Grows if it is nearly full, so that it is some time until it is full again.</summary>
    public void EnsureRoom()
    {
        if (Count >= MostAt(HashBits - _shift) / RoomOf * (RoomOf - 1))
        {
            Grow();
        }
    }

    /// <summary>Takes all keys out and keeps the slots. The memory of their slices is the caller's to clear.</summary>
    public void Clear()
    {
        NativeMemory.Clear(_slots, (nuint)SizeBytes);
        Count = 0;
        ChangedCount = 0;
    }

    /// <summary>Brings a key's slot into the cache, for a look-up that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(in TKey key)
    {
        if (Sse.IsSupported)
        {
            // The key lies there or one behind it, which may be on the next line.
            Slot<TKey, TValue>* home = Home(TagOf(key));
            Sse.Prefetch0(home);
            Sse.Prefetch0((byte*)(home + 2) - 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativePages.Free(_slots);
        _slots = _end = null;
        Count = 0;
    }

    // As a changed slot of the key has it; comparing with that one mark set leaves the mark out of the comparison.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint TagOf(in TKey key) => key.Hash().Value | IsUsed | IsChanged;

    private static long MostAt(int bits) => (1L << bits) * MostUsed / MostUsedOf;

    // The key's slot, or the free one where it belongs. Most keys lie at their home or one behind it. Two branches, foretold well
    // enough, let the processor begin with the value before the tags are there; an address made of them would wait.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot<TKey, TValue>* Probe(uint tag, in TKey key)
    {
        Slot<TKey, TValue>* home = Home(tag);
        if ((home->Tag | IsChanged) == tag && home->Key.Same(in key))
        {
            return home;
        }

        Slot<TKey, TValue>* next = home + 1;
        return (next->Tag | IsChanged) == tag && next->Key.Same(in key) ? next : ProbeOn(home, tag, key);
    }

    // What is seldom takes the key by value, so that its parts lie in registers where it is looked up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot<TKey, TValue>* ProbeOn(Slot<TKey, TValue>* slot, uint tag, TKey key)
    {
        while (slot->Tag != 0 && ((slot->Tag | IsChanged) != tag || !slot->Key.Same(in key)))
        {
            slot = After(slot);
        }

        return slot;
    }

    // The step is odd, so that each block comes once. A table of less than one block has its slots in order.
    private Slot<TKey, TValue>* At(long place)
    {
        long block = ((place >> BlockBits) * _blockStep) & (((_end - _slots) >> BlockBits) - 1);
        return _slots + ((block << BlockBits) | (place & ((1 << BlockBits) - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot<TKey, TValue>* Home(uint tag) => _slots + (tag >> _shift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot<TKey, TValue>* After(Slot<TKey, TValue>* slot) => slot + 1 == _end ? _slots : slot + 1;

    // How many slots lie between two, going round the end.
    private long Distance(Slot<TKey, TValue>* from, Slot<TKey, TValue>* to) => (to - from) & (_end - _slots - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot<TKey, TValue>* Add(Slot<TKey, TValue>* slot, uint tag, TKey key)
    {
        if (IsFull)
        {
            Grow();
            slot = Probe(tag, key);
        }

        slot->Tag = tag & ~IsChanged;
        slot->Key = KeepSlices(key);
        slot->Value = default;
        Count++;
        return slot;
    }

    private void Grow()
    {
        Slot<TKey, TValue>* old = _slots;
        Slot<TKey, TValue>* oldEnd = _end;
        Allocate(HashBits - _shift + 1);
        for (Slot<TKey, TValue>* slot = old; slot < oldEnd; slot++)
        {
            if (slot->Tag != 0)
            {
                Slot<TKey, TValue>* free = Home(slot->Tag);
                while (free->Tag != 0)
                {
                    free = After(free);
                }

                *free = *slot;
            }
        }

        NativePages.Free(old);
    }

    private void Allocate(int bits)
    {
        if (bits > MostBits)
        {
            throw new InvalidOperationException(
                $"A store holds at most {MostAt(MostBits)} keys in one partition; more partitions hold more.");
        }

        nuint bytes = (nuint)(sizeof(Slot<TKey, TValue>) * ((1L << bits) + 1));
        _shift = HashBits - bits;
        _blockStep = (long)((1L << bits >> BlockBits) * GoldenRatio) | 1;
        _slots = (Slot<TKey, TValue>*)NativePages.Allocate(bytes);
        _end = _slots + (1L << bits);
        NativeMemory.Clear(_slots, bytes);
    }

    private TKey KeepSlices(TKey key)
    {
        SliceCopy count = default;
        key.CopySlices(ref count);
        if (count.Bytes > 0)
        {
            SliceCopy copy = new(_memory.Allocate(count.Bytes));
            key.CopySlices(ref copy);
        }

        return key;
    }

    private void FreeSlices(TKey key)
    {
        SliceCopy count = default;
        key.CopySlices(ref count);
        if (count.Bytes > 0)
        {
            _memory.Free(count.First, count.Bytes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Remember(Slot<TKey, TValue>* slot)
    {
        slot->Tag |= IsChanged;
        if (ChangedCount == _changed.Length)
        {
            Array.Resize(ref _changed, Math.Max(16, ChangedCount * 2));
        }

        _changed[ChangedCount++] = slot->Key;
    }
}
