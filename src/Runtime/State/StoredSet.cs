using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Values that differ, in the order in which they came. Few are looked through, many are found by their hashes.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public unsafe struct StoredSet<T, TType>
    where TType : struct, IStoredType<T>
{
    private const int MostWithoutIndex = 8;
    private const int FewestBits = 5;
    private const int HashBits = 32;

    private StoredList<T, TType> _items;

    // Open addressing: the place of an item in the list and one more; 0 where the slot is free. At most half of it is used.
    private int* _slots;
    private int _bits;

    /// <summary>How many values there are.</summary>
    public readonly int Count => _items.Count;

    /// <summary>A value, counted from 0.</summary>
    public readonly T this[int index] => _items[index];

    /// <summary>Where a value stands; -1 where it does not.</summary>
    public readonly int IndexOf(T value) => _slots == null ? _items.IndexOf(value) : *Probe(value) - 1;

    /// <summary>Adds a copy of a value; false where it is there already.</summary>
    public bool Add(T value, StoreMemory memory)
    {
        if (IndexOf(value) >= 0)
        {
            return false;
        }

        _items.Add(value, memory);
        if (_slots != null && Count <= (1 << _bits) / 2)
        {
            *Probe(value) = Count;
        }
        else if (Count > MostWithoutIndex)
        {
            Index(Math.Max(_bits + 1, FewestBits), memory);
        }

        return true;
    }

    /// <summary>Takes a value out; those behind it move up.</summary>
    public void RemoveAt(int index, StoreMemory memory)
    {
        _items.RemoveAt(index, memory);
        if (_slots != null)
        {
            Index(_bits, memory);
        }
    }

    /// <summary>The values as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<T> ToArray() => _items.ToArray();

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        _items.Free(memory);
        Forget(memory);
    }

    /// <summary>Writes all values.</summary>
    public readonly void Write(ref StateWriter writer) => _items.Write(ref writer);

    /// <summary>Reads what <see cref="Write"/> wrote, in place of the values before.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        Forget(memory);
        _items.Read(ref reader, memory);
        if (Count > MostWithoutIndex)
        {
            int bits = FewestBits;
            while ((1 << bits) / 2 < Count)
            {
                bits++;
            }

            Index(bits, memory);
        }
    }

    // The slot of a value, or the free one where it belongs.
    private readonly int* Probe(T value)
    {
        int mask = (1 << _bits) - 1;
        int place = (int)(TType.Hash(value).Value >> (HashBits - _bits));
        while (_slots[place] != 0 && !TType.Same(_items[_slots[place] - 1], value))
        {
            place = (place + 1) & mask;
        }

        return _slots + place;
    }

    private void Index(int bits, StoreMemory memory)
    {
        Forget(memory);
        _bits = bits;
        _slots = (int*)memory.Allocate(sizeof(int) << bits);
        new Span<int>(_slots, 1 << bits).Clear();
        for (int i = 0; i < Count; i++)
        {
            *Probe(_items[i]) = i + 1;
        }
    }

    private void Forget(StoreMemory memory)
    {
        if (_slots != null)
        {
            memory.Free((byte*)_slots, sizeof(int) << _bits);
        }

        _slots = null;
        _bits = 0;
    }
}
