using QueryGen.Values;

namespace QueryGen.Operators;

/// <summary><c>base[index]</c>; NULL where there is nothing.</summary>
public static class Subscript
{
    /// <summary>An array's element, counted from 1, or from the end where the index is negative.</summary>
    public static T? At<T>(SqlArray<T> array, int? index)
    {
        int at = index is not { } i ? -1 : i > 0 ? i - 1 : i < 0 ? array.Count + i : -1;
        return (uint)at < (uint)array.Count ? array[at] : default;
    }

    /// <summary>The same by a BIGINT. No array is so long that one beyond an INTEGER could be an index.</summary>
    public static T? At<T>(SqlArray<T> array, long? index) =>
        index is { } i && i == (int)i ? At(array, (int?)i) : default;

    /// <summary>A map's value by key.</summary>
    public static TValue? At<TKey, TValue>(SqlMap<TKey, TValue> map, TKey key) =>
        map.TryGet(key, out TValue? value) ? value : default;
}
