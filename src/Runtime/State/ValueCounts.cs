using QueryGen.Values;

namespace QueryGen.State;

/// <summary>How often each value came: HISTOGRAM, and ATTR.</summary>
/// <typeparam name="T">A value as rows hold it.</typeparam>
/// <typeparam name="TType">How it is kept.</typeparam>
public struct ValueCounts<T, TType>
    where TType : struct, IStoredType<T>
{
    private StoredSet<T, TType> _values;
    private StoredList<long?, StoredNumber> _counts;

    /// <summary>The value where there is but one; else NULL.</summary>
    public readonly T? Only => _values.Count == 1 ? _values[0] : default;

    /// <summary>Counts a value once more.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">How many values there may be; further ones are not counted.</param>
    /// <param name="memory">The store's.</param>
    public void Add(T value, int most, StoreMemory memory) => Add(value, 1, most, memory);

    /// <summary>Counts a value once less; one that is not there any more is forgotten.</summary>
    public void Undo(T value, StoreMemory memory)
    {
        int index = _values.IndexOf(value);
        if (index < 0)
        {
            return;
        }

        long left = _counts[index].GetValueOrDefault() - 1;
        if (left > 0)
        {
            _counts.Replace(index, left);
            return;
        }

        _values.RemoveAt(index, memory);
        _counts.RemoveAt(index, memory);
    }

    /// <summary>Counts what another state counted.</summary>
    public void Merge(in ValueCounts<T, TType> other, int most, StoreMemory memory)
    {
        for (int i = 0; i < other._values.Count; i++)
        {
            Add(other._values[i], other._counts[i].GetValueOrDefault(), most, memory);
        }
    }

    /// <summary>Values and counts as a MAP, in place: valid until the state changes.</summary>
    public readonly SqlMap<T, long?> ToMap() => new(_values.ToArray(), _counts.ToArray());

    /// <summary>Gives its memory back.</summary>
    public void Free(StoreMemory memory)
    {
        _values.Free(memory);
        _counts.Free(memory);
    }

    /// <summary>Writes all values with their counts.</summary>
    public readonly void Write(ref StateWriter writer)
    {
        _values.Write(ref writer);
        _counts.Write(ref writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(ref StateReader reader, StoreMemory memory)
    {
        _values.Read(ref reader, memory);
        _counts.Read(ref reader, memory);
    }

    private void Add(T value, long times, int most, StoreMemory memory)
    {
        int index = _values.IndexOf(value);
        if (index >= 0)
        {
            _counts.Replace(index, _counts[index] + times);
        }
        else if (_values.Count < most)
        {
            _values.Add(value, memory);
            _counts.Add(times, memory);
        }
    }
}
