using QueryGen.Values;

namespace QueryGen.State;

/// <summary>A hash table from the bytes of a key to a value in place. Open addressing; the keys lie in the store's memory.</summary>
/// <typeparam name="TValue">A struct without references.</typeparam>
internal sealed unsafe class KeyTable<TValue>(StoreMemory memory)
    where TValue : struct
{
    private const int SmallestCapacity = 16;

    private Slot[] _slots = new Slot[SmallestCapacity];
    private int _used;

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many slots there are, for <see cref="TryGetAt"/>.</summary>
    public int Slots => _slots.Length;

    /// <summary>The slot of a key; -1 where it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        int hash = ByteHash.Of(key);
        int mask = _slots.Length - 1;
        for (int i = Spread(hash) & mask; ; i = (i + 1) & mask)
        {
            ref Slot slot = ref _slots[i];
            if (slot.State == SlotState.Free)
            {
                return -1;
            }

            if (slot.State == SlotState.Used && slot.Hash == hash && slot.KeySpan.SequenceEqual(key))
            {
                return i;
            }
        }
    }

    /// <summary>The slot of a key, made where it is not there yet. Slots move when one is made.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> key, out bool isNew)
    {
        int found = Find(key);
        isNew = found < 0;
        return isNew ? Add(key) : found;
    }

    /// <summary>The value in a slot, in place.</summary>
    public ref TValue ValueAt(int slot) => ref _slots[slot].Value;

    /// <summary>The key in a slot.</summary>
    public ReadOnlySpan<byte> KeyAt(int slot) => _slots[slot].KeySpan;

    /// <summary>Whether a slot holds a key.</summary>
    public bool TryGetAt(int slot) => _slots[slot].State == SlotState.Used;

    /// <summary>Takes a key out.</summary>
    public void RemoveAt(int index)
    {
        ref Slot slot = ref _slots[index];
        memory.Free(slot.Key, slot.KeyLength);
        slot = default;
        slot.State = SlotState.Removed;
        Count--;
    }

    /// <summary>Takes all keys out and keeps the slots.</summary>
    public void Clear()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].State == SlotState.Used)
            {
                memory.Free(_slots[i].Key, _slots[i].KeyLength);
            }
        }

        Array.Clear(_slots);
        Count = _used = 0;
    }

    private int Add(ReadOnlySpan<byte> key)
    {
        if ((_used + 1) * 4 > _slots.Length * 3)
        {
            Rehash(Count * 2 > _slots.Length ? _slots.Length * 2 : _slots.Length);
        }

        byte* copy = memory.Allocate(key.Length);
        key.CopyTo(new Span<byte>(copy, key.Length));
        int index = Place(new Slot { State = SlotState.Used, Hash = ByteHash.Of(key), Key = copy, KeyLength = key.Length });
        Count++;
        _used++;
        return index;
    }

    private int Place(in Slot slot)
    {
        int mask = _slots.Length - 1;
        int i = Spread(slot.Hash) & mask;
        while (_slots[i].State != SlotState.Free)
        {
            i = (i + 1) & mask;
        }

        _slots[i] = slot;
        return i;
    }

    private void Rehash(int capacity)
    {
        Slot[] old = _slots;
        _slots = new Slot[capacity];
        foreach (ref Slot slot in old.AsSpan())
        {
            if (slot.State == SlotState.Used)
            {
                Place(slot);
            }
        }

        _used = Count;
    }

    // CRC32C leaves the low bits of short keys close together.
    private static int Spread(int hash) => (int)(((uint)hash * 0x9E3779B1u) >> 7);

    private enum SlotState : byte
    {
        Free,
        Used,
        Removed,
    }

    private struct Slot
    {
        public SlotState State;
        public int Hash;
        public int KeyLength;
        public byte* Key;
        public TValue Value;

        public readonly ReadOnlySpan<byte> KeySpan => new(Key, KeyLength);
    }
}
