using QueryGen.Values;

namespace QueryGen.State;

/// <summary>All values in the order in which they came: COLLECT_LIST.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public struct CollectedList<T, TType>
    where TType : struct, IStoredType<T>
{
    private StoredList<T, TType> _values;

    /// <summary>Appends a value, where there is room for another one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values there may be.</param>
    /// <param name="memory">The store's.</param>
    public void Add(T value, int most, StoreMemory memory)
    {
        if (_values.Count < most)
        {
            _values.Add(value, memory);
        }
    }

    /// <summary>Takes the last one of the values out that are the same as this one.</summary>
    public void Undo(T value, StoreMemory memory)
    {
        int index = _values.LastIndexOf(value);
        if (index >= 0)
        {
            _values.RemoveAt(index, memory);
        }
    }

    /// <summary>Appends the values of another state.</summary>
    public void Merge(in CollectedList<T, TType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], most, memory);
        }
    }

    /// <summary>The values as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<T> ToArray() => _values.ToArray();

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory) => _values.Free(memory);

    /// <summary>Writes all values.</summary>
    public readonly void Write(ref StateWriter writer) => _values.Write(ref writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory) => _values.Read(ref reader, memory);
}

/// <summary>The values that differ, in the order in which they came first: COLLECT_SET.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public struct CollectedSet<T, TType>
    where TType : struct, IStoredType<T>
{
    private StoredSet<T, TType> _values;

    /// <summary>Adds a value, where it is new and there is room for another one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values there may be.</param>
    /// <param name="memory">The store's.</param>
    public void Add(T value, int most, StoreMemory memory)
    {
        if (_values.Count < most)
        {
            _values.Add(value, memory);
        }
    }

    /// <summary>Adds the values of another state.</summary>
    public void Merge(in CollectedSet<T, TType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], most, memory);
        }
    }

    /// <summary>The values as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<T> ToArray() => _values.ToArray();

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory) => _values.Free(memory);

    /// <summary>Writes all values.</summary>
    public readonly void Write(ref StateWriter writer) => _values.Write(ref writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory) => _values.Read(ref reader, memory);
}
