using QueryGen.Values;

namespace QueryGen.State;

/// <summary>The first or the last values in the order in which they came: EARLIEST_BY_OFFSET and LATEST_BY_OFFSET of several.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public struct OffsetValues<T, TType>
    where TType : struct, IStoredType<T>
{
    private StoredList<T, TType> _values;

    // When each value came, of all rows of the store: states that are merged tell by it what was first.
    private StoredList<long?, StoredNumber> _arrivals;

    /// <summary>Takes in a value, where there is room.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values are kept.</param>
    /// <param name="memory">The store's.</param>
    public void AddEarliest(T value, int most, StoreMemory memory)
    {
        if (_values.Count < most)
        {
            Insert(_values.Count, value, memory.NextArrival(), memory);
        }
    }

    /// <summary>Takes in a value, over the oldest one where there is no room.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values are kept.</param>
    /// <param name="memory">The store's.</param>
    public void AddLatest(T value, int most, StoreMemory memory)
    {
        Insert(_values.Count, value, memory.NextArrival(), memory);
        if (_values.Count > most)
        {
            RemoveAt(0, memory);
        }
    }

    /// <summary>Takes in the values of another state, and keeps the first of all.</summary>
    public void MergeEarliest(in OffsetValues<T, TType> other, int most, StoreMemory memory)
    {
        InsertAll(in other, memory);
        while (_values.Count > most)
        {
            RemoveAt(_values.Count - 1, memory);
        }
    }

    /// <summary>Takes in the values of another state, and keeps the last of all.</summary>
    public void MergeLatest(in OffsetValues<T, TType> other, int most, StoreMemory memory)
    {
        InsertAll(in other, memory);
        while (_values.Count > most)
        {
            RemoveAt(0, memory);
        }
    }

    /// <summary>The values as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<T> ToArray() => _values.ToArray();

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        _values.Free(memory);
        _arrivals.Free(memory);
    }

    /// <summary>Writes all values.</summary>
    public readonly void Write(ref StateWriter writer)
    {
        _values.Write(ref writer);
        _arrivals.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        _values.Read(ref reader, memory);
        _arrivals.Read(ref reader, memory);
        if (_arrivals.Count > 0)
        {
            memory.SawArrival(_arrivals[_arrivals.Count - 1].GetValueOrDefault());
        }
    }

    private void InsertAll(in OffsetValues<T, TType> other, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            long arrival = other._arrivals[i].GetValueOrDefault();
            int place = _values.Count;
            while (place > 0 && _arrivals[place - 1] > arrival)
            {
                place--;
            }

            Insert(place, other._values[i], arrival, memory);
        }
    }

    private void Insert(int place, T value, long arrival, StoreMemory memory)
    {
        _values.Insert(place, value, memory);
        _arrivals.Insert(place, arrival, memory);
    }

    private void RemoveAt(int place, StoreMemory memory)
    {
        _values.RemoveAt(place, memory);
        _arrivals.RemoveAt(place, memory);
    }
}
