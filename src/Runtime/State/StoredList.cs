using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Values one behind the other in a store's memory; the list grows there. <c>default</c> is the empty list.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public unsafe struct StoredList<T, TType>
    where TType : struct, IStoredType<T>
{
    // An ARRAY without elements has to lie somewhere, else it were NULL; nothing is read there.
    private static readonly void* Nowhere = (void*)sizeof(nint);

    private byte* _items;
    private int _room;

    /// <summary>How many values there are.</summary>
    public int Count { readonly get; private set; }

    /// <summary>A value, counted from 0; its slices are valid until the state changes.</summary>
    public readonly T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return At(index);
        }
    }

    /// <summary>Appends a copy of a value.</summary>
    public void Add(T value, StoreMemory memory) => Insert(Count, value, memory);

    /// <summary>Puts a copy of a value at a place; what stands there and behind moves on.</summary>
    public void Insert(int index, T value, StoreMemory memory)
    {
        if (Count == _room)
        {
            Grow(memory);
        }

        value = StoredSlices.Keep<T, TType>(value, memory);
        Move(index, index + 1, Count - index);
        At(index) = value;
        Count++;
    }

    /// <summary>Puts a value without slices over the one at a place.</summary>
    public readonly void Replace(int index, T value) => At(index) = value;

    /// <summary>Takes a value out; what stands behind it moves up.</summary>
    public void RemoveAt(int index, StoreMemory memory)
    {
        StoredSlices.Free<T, TType>(this[index], memory);
        Count--;
        Move(index + 1, index, Count - index);
    }

    /// <summary>Where a value stands first; -1 where it does not.</summary>
    public readonly int IndexOf(T value)
    {
        int index = 0;
        while (index < Count && !TType.Same(At(index), value))
        {
            index++;
        }

        return index < Count ? index : -1;
    }

    /// <summary>Where a value stands last; -1 where it does not.</summary>
    public readonly int LastIndexOf(T value)
    {
        int index = Count - 1;
        while (index >= 0 && !TType.Same(At(index), value))
        {
            index--;
        }

        return index;
    }

    /// <summary>The values as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<T> ToArray() => new(_items == null ? Nowhere : _items, Count);

    /// <summary>Takes all values out.</summary>
    public void Clear(StoreMemory memory)
    {
        for (int i = 0; i < Count; i++)
        {
            StoredSlices.Free<T, TType>(At(i), memory);
        }

        Count = 0;
    }

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        Clear(memory);
        if (_items != null)
        {
            memory.Free(_items, SizeBytes(_room));
        }

        this = default;
    }

    /// <summary>Writes all values.</summary>
    public readonly void Write(ref StateWriter writer)
    {
        writer.Count(Count);
        for (int i = 0; i < Count; i++)
        {
            TType.Write(ref writer, At(i));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in place of the values before.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        Clear(memory);
        int count = reader.Count();
        for (int i = 0; i < count; i++)
        {
            Add(TType.Read(ref reader), memory);
        }
    }

    private static int SizeBytes(int count) => checked(count * Unsafe.SizeOf<T>());

    private readonly ref T At(int index) => ref Unsafe.Add(ref Unsafe.AsRef<T>(_items), index);

    private readonly void Move(int from, int to, int count)
    {
        if (count > 0)
        {
            long bytes = SizeBytes(count);
            Buffer.MemoryCopy(Unsafe.AsPointer(ref At(from)), Unsafe.AsPointer(ref At(to)), bytes, bytes);
        }
    }

    // At least twice the room, and as much as the piece has.
    private void Grow(StoreMemory memory)
    {
        int room = StoreMemory.CapacityOf(SizeBytes(Math.Max(_room * 2, 1))) / Unsafe.SizeOf<T>();
        byte* items = memory.Allocate(SizeBytes(room));
        if (_items != null)
        {
            Buffer.MemoryCopy(_items, items, SizeBytes(room), SizeBytes(Count));
            memory.Free(_items, SizeBytes(_room));
        }

        _items = items;
        _room = room;
    }
}
