using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Elements of arrays, each once, in the order in which they first came; in the arena. NULLs are equal to each other.</summary>
internal unsafe ref struct ElementSet<T>
{
    private readonly SqlArray<T> _elements;
    private readonly int* _slots;
    private readonly int _mask;
    private int _count;

    /// <param name="arena">Where it lives.</param>
    /// <param name="most">How many elements it can take.</param>
    public ElementSet(RecordArena arena, int most)
    {
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)most * 2);
        _elements = SqlArray<T>.Create(arena, most);
        _slots = (int*)arena.Allocate(Math.Max(slots, 1) * sizeof(int));
        _mask = Math.Max(slots, 1) - 1;
        new Span<int>(_slots, _mask + 1).Fill(-1);
    }

    /// <summary>False where it is there already.</summary>
    public bool Add(T element)
    {
        int slot = SlotOf(element);
        if (_slots[slot] >= 0)
        {
            return false;
        }

        _slots[slot] = _count;
        _elements.Set(_count++, element);
        return true;
    }

    public void AddAll(SqlArray<T> elements)
    {
        for (int i = 0; i < elements.Count; i++)
        {
            Add(elements[i]);
        }
    }

    public readonly bool Contains(T element) => _slots[SlotOf(element)] >= 0;

    public readonly SqlArray<T> ToArray() => _elements.Take(_count);

    // Where it is, or where there is room for it: half of the slots stay empty.
    private readonly int SlotOf(T element)
    {
        int slot = element is null ? 0 : EqualityComparer<T>.Default.GetHashCode(element) & _mask;
        while (_slots[slot] >= 0 && !EqualityComparer<T>.Default.Equals(_elements[_slots[slot]], element))
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }
}
