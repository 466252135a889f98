using QueryGen.Values;

namespace QueryGen.State;

/// <summary>The greatest values, greatest first; of equal ones the first that came: TOPK and TOPKDISTINCT.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept and compared.</typeparam>
public struct TopValues<T, TType>
    where TType : struct, IOrderedType<T>
{
    private StoredList<T, TType> _values;

    /// <summary>Takes in a value that is not NULL.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values are kept.</param>
    /// <param name="memory">The store's.</param>
    public void Add(T value, int most, StoreMemory memory) =>
        Place(TopPlace.Of(in _values, value), value, most, memory);

    /// <summary>Takes in a value that is not NULL, where it is not there yet.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values are kept.</param>
    /// <param name="memory">The store's.</param>
    public void AddDistinct(T value, int most, StoreMemory memory)
    {
        int place = TopPlace.Of(in _values, value);
        if (place == 0 || TType.Less(value, _values[place - 1]))
        {
            Place(place, value, most, memory);
        }
    }

    /// <summary>Takes in the values of another state.</summary>
    public void Merge(in TopValues<T, TType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], most, memory);
        }
    }

    /// <summary>Takes in the values of another state that are not there yet.</summary>
    public void MergeDistinct(in TopValues<T, TType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            AddDistinct(other._values[i], most, memory);
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

    private void Place(int place, T value, int most, StoreMemory memory)
    {
        if (place >= most)
        {
            return;
        }

        if (_values.Count == most)
        {
            _values.RemoveAt(most - 1, memory);
        }

        _values.Insert(place, value, memory);
    }
}

/// <summary>The rows with the greatest values, greatest first; of equal ones the first that came: TOPK with further columns.</summary>
/// <typeparam name="T">What rows are compared by, as they hold it.</typeparam>
/// <typeparam name="TType">How it is kept and compared.</typeparam>
/// <typeparam name="TRow">What is kept of a row.</typeparam>
/// <typeparam name="TRowType">How.</typeparam>
public struct TopRows<T, TType, TRow, TRowType>
    where TType : struct, IOrderedType<T>
    where TRowType : struct, IStoredType<TRow>
{
    private StoredList<T, TType> _values;
    private StoredList<TRow, TRowType> _rows;

    /// <summary>Takes in a row whose value is not NULL.</summary>
    /// <param name="value">What it is compared by.</param>
    /// <param name="row">The row.</param>
    /// <param name="most">How many rows are kept.</param>
    /// <param name="memory">The store's.</param>
    public void Add(T value, TRow row, int most, StoreMemory memory)
    {
        int place = TopPlace.Of(in _values, value);
        if (place >= most)
        {
            return;
        }

        if (_values.Count == most)
        {
            _values.RemoveAt(most - 1, memory);
            _rows.RemoveAt(most - 1, memory);
        }

        _values.Insert(place, value, memory);
        _rows.Insert(place, row, memory);
    }

    /// <summary>Takes in the rows of another state.</summary>
    public void Merge(in TopRows<T, TType, TRow, TRowType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], other._rows[i], most, memory);
        }
    }

    /// <summary>The rows as an ARRAY, in place: valid until the state changes.</summary>
    public readonly SqlArray<TRow> ToArray() => _rows.ToArray();

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        _values.Free(memory);
        _rows.Free(memory);
    }

    /// <summary>Writes all rows.</summary>
    public readonly void Write(ref StateWriter writer)
    {
        _values.Write(ref writer);
        _rows.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        _values.Read(ref reader, memory);
        _rows.Read(ref reader, memory);
    }
}

internal static class TopPlace
{
    /// <summary>Where a value belongs in a list whose greatest one is first: behind those that are not less.</summary>
    public static int Of<T, TType>(in StoredList<T, TType> values, T value)
        where TType : struct, IOrderedType<T>
    {
        int low = 0;
        int high = values.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (TType.Less(values[middle], value))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
