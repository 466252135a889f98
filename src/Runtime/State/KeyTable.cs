using QueryGen.Values;

namespace QueryGen.State;

/// <summary>A hash table from the bytes of a key to a value in place. Open addressing; the keys lie in the store's memory.</summary>
/// <typeparam name="TValue">A struct without references.</typeparam>
internal sealed unsafe class KeyTable<TValue>(StoreMemory memory)
    where TValue : struct
{
    private const int SmallestShift = 4;

    private Slot[] _slots = new Slot[1 << SmallestShift];

    // From a hash to a slot: 32 less the bits of a slot's number.
    private int _shift = 32 - SmallestShift;

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many slots there are, for <see cref="TryGetAt"/>.</summary>
    public int Slots => _slots.Length;

    /// <summary>Memory of the slots; the keys are in the store's.</summary>
    public long SizeBytes => (long)_slots.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<Slot>();

    /// <summary>The slot of a key; -1 where it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        int slot = Probe(key, ByteHash.Of(key));
        return _slots[slot].IsUsed ? slot : -1;
    }

    /// <summary>The slot of a key, made where it is not there yet. Slots move when one is made or removed.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> key, out bool isNew)
    {
        int hash = ByteHash.Of(key);
        int slot = Probe(key, hash);
        isNew = !_slots[slot].IsUsed;
        return isNew ? Add(slot, key, hash) : slot;
    }

    /// <summary>The value in a slot, in place.</summary>
    public ref TValue ValueAt(int slot) => ref _slots[slot].Value;

    /// <summary>The key in a slot.</summary>
    public ReadOnlySpan<byte> KeyAt(int slot) => _slots[slot].KeySpan;

    /// <summary>Whether a slot holds a key.</summary>
    public bool TryGetAt(int slot) => _slots[slot].IsUsed;

    /// <summary>Takes a key out. What stands behind it moves up, so that no slot is lost.</summary>
    public void RemoveAt(int slot)
    {
        memory.Free(_slots[slot].Key, _slots[slot].KeyLength);
        int mask = _slots.Length - 1;
        int hole = slot;
        for (int i = (slot + 1) & mask; _slots[i].IsUsed; i = (i + 1) & mask)
        {
            // A key may move up to the hole if that does not bring it before its home.
            int fromHome = (i - Home(_slots[i].Hash)) & mask;
            int fromHole = (i - hole) & mask;
            if (fromHome >= fromHole)
            {
                _slots[hole] = _slots[i];
                hole = i;
            }
        }

        _slots[hole] = default;
        Count--;
    }

    /// <summary>Takes all keys out and keeps the slots.</summary>
    public void Clear()
    {
        foreach (ref Slot slot in _slots.AsSpan())
        {
            if (slot.IsUsed)
            {
                memory.Free(slot.Key, slot.KeyLength);
            }
        }

        Array.Clear(_slots);
        Count = 0;
    }

    // The key's slot, or the free one where it belongs.
    private int Probe(ReadOnlySpan<byte> key, int hash)
    {
        int mask = _slots.Length - 1;
        int i = Home(hash);
        while (true)
        {
            ref Slot slot = ref _slots[i];
            if (!slot.IsUsed || (slot.Hash == hash && slot.KeySpan.SequenceEqual(key)))
            {
                return i;
            }

            i = (i + 1) & mask;
        }
    }

    private int Add(int slot, ReadOnlySpan<byte> key, int hash)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
            slot = Probe(key, hash);
        }

        byte* copy = memory.Allocate(key.Length);
        key.CopyTo(new Span<byte>(copy, key.Length));
        _slots[slot] = new Slot { Hash = hash, Key = copy, KeyLength = key.Length };
        Count++;
        return slot;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift--;
        int mask = _slots.Length - 1;
        foreach (ref Slot slot in old.AsSpan())
        {
            if (slot.IsUsed)
            {
                int i = Home(slot.Hash);
                while (_slots[i].IsUsed)
                {
                    i = (i + 1) & mask;
                }

                _slots[i] = slot;
            }
        }
    }

    // CRC32C leaves the low bits of short keys close together; multiplied, the high bits depend on all of them.
    private int Home(int hash) => (int)(((uint)hash * 0x9E3779B1u) >> _shift);

    private struct Slot
    {
        public byte* Key;
        public int KeyLength;
        public int Hash;
        public TValue Value;

        public readonly bool IsUsed => Key != null;

        public readonly ReadOnlySpan<byte> KeySpan => new(Key, KeyLength);
    }
}
