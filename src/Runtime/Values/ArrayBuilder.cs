namespace QueryGen.Values;

/// <summary>Makes an ARRAY whose length is not known before its end; grows in the arena.</summary>
/// <typeparam name="T">A value of SQL as rows hold it.</typeparam>
public struct ArrayBuilder<T>(RecordArena arena)
{
    private SqlArray<T> _elements = SqlArray<T>.Create(arena, 8);
    private int _count;

    /// <summary>Adds an element.</summary>
    public void Add(T element)
    {
        if (_count == _elements.Count)
        {
            SqlArray<T> larger = SqlArray<T>.Create(arena, _count * 2);
            for (int i = 0; i < _count; i++)
            {
                larger.Set(i, _elements[i]);
            }

            _elements = larger;
        }

        _elements.Set(_count++, element);
    }

    /// <summary>The elements so far.</summary>
    public readonly SqlArray<T> ToArray() => _elements.Take(_count);
}
