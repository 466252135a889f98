using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of arrays and maps. NULL in gives NULL, unless said otherwise; NULL elements are equal to each other.</summary>
public static unsafe partial class CollectionFunctions
{
    // What is longer is an error of the row: one record must not take the memory of all others.
    private const int MostElements = 1 << 24;

    /// <summary>ARRAY_LENGTH.</summary>
    public static int? ArrayLength<T>(SqlArray<T> array) => array.IsNull ? null : array.Count;

    /// <summary>ARRAY_CONTAINS: NULL can be found; a NULL array holds nothing.</summary>
    public static bool? ArrayContains<T>(SqlArray<T> array, T element) 
    {
        for (int i = 0; i < array.Count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(array[i], element))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>ARRAY_DISTINCT: each element once, in the order in which they first come.</summary>
    public static SqlArray<T> ArrayDistinct<T>(RecordArena arena, SqlArray<T> array)
    {
        if (array.IsNull)
        {
            return default;
        }

        ElementSet<T> distinct = new(arena, array.Count);
        distinct.AddAll(array);
        return distinct.ToArray();
    }

    /// <summary>ARRAY_CONCAT: one after the other; a NULL side is left out.</summary>
    public static SqlArray<T> ArrayConcat<T>(RecordArena arena, SqlArray<T> left, SqlArray<T> right)
    {
        if (left.IsNull || right.IsNull)
        {
            return left.IsNull ? right : left;
        }

        SqlArray<T> both = SqlArray<T>.Create(arena, left.Count + right.Count);
        Span(left).CopyTo(Span(both));
        Span(right).CopyTo(Span(both)[left.Count..]);
        return both;
    }

    /// <summary>ARRAY_UNION: each element of both once.</summary>
    public static SqlArray<T> ArrayUnion<T>(RecordArena arena, SqlArray<T> left, SqlArray<T> right)
    {
        if (left.IsNull || right.IsNull)
        {
            return default;
        }

        ElementSet<T> united = new(arena, left.Count + right.Count);
        united.AddAll(left);
        united.AddAll(right);
        return united.ToArray();
    }

    /// <summary>ARRAY_INTERSECT: each element of the first that the second has, once.</summary>
    public static SqlArray<T> ArrayIntersect<T>(RecordArena arena, SqlArray<T> left, SqlArray<T> right) =>
        Choose(arena, left, right, wantsShared: true);

    /// <summary>ARRAY_EXCEPT: each element of the first that the second does not have, once.</summary>
    public static SqlArray<T> ArrayExcept<T>(RecordArena arena, SqlArray<T> left, SqlArray<T> right) =>
        Choose(arena, left, right, wantsShared: false);

    /// <summary>ARRAY_REMOVE: without all elements that equal a value; NULL takes the NULLs away.</summary>
    public static SqlArray<T> ArrayRemove<T>(RecordArena arena, SqlArray<T> array, T element)
    {
        if (array.IsNull)
        {
            return default;
        }

        SqlArray<T> kept = SqlArray<T>.Create(arena, array.Count);
        int count = 0;
        for (int i = 0; i < array.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(array[i], element))
            {
                kept.Set(count++, array[i]);
            }
        }

        return kept.Take(count);
    }

    /// <summary>ARRAY_MAX: NULL where there is no element but NULLs.</summary>
    public static T? ArrayMax<T>(SqlArray<T> array) => Extreme(array, sign: 1);

    /// <summary>ARRAY_MIN: NULL where there is no element but NULLs.</summary>
    public static T? ArrayMin<T>(SqlArray<T> array) => Extreme(array, sign: -1);

    /// <summary>ARRAY_SORT, least first; NULLs stand last.</summary>
    public static SqlArray<T> ArraySort<T>(RecordArena arena, SqlArray<T> array) => ArraySort(arena, array, Text.Literal("ASC"u8));

    /// <summary>ARRAY_SORT in a direction: ASC, ASCENDING, DESC or DESCENDING, in capitals or small letters; NULLs stand last.</summary>
    public static SqlArray<T> ArraySort<T>(RecordArena arena, SqlArray<T> array, Text direction)
    {
        bool isUp = IsWord(direction, "ASC"u8, "ASCENDING"u8);
        if (array.IsNull || (!isUp && !IsWord(direction, "DESC"u8, "DESCENDING"u8)))
        {
            return default;
        }

        SqlArray<T> sorted = SqlArray<T>.Create(arena, array.Count);
        int count = 0;
        for (int i = 0; i < array.Count; i++)
        {
            if (!CollectionOrder.IsNull(array[i]))
            {
                sorted.Set(count++, array[i]);
            }
        }

        Span<T> values = Span(sorted)[..count];
        CollectionOrder.Sort(values);
        if (!isUp)
        {
            values.Reverse();
        }

        return sorted;
    }

    /// <summary>ARRAY_JOIN: the elements' texts with commas between; NULL prints as <c>null</c>.</summary>
    public static Text ArrayJoin<T>(RecordArena arena, SqlArray<T> array) => ArrayJoin(arena, array, Text.Literal(","u8));

    /// <summary>ARRAY_JOIN with a delimiter; a NULL one is none.</summary>
    public static Text ArrayJoin<T>(RecordArena arena, SqlArray<T> array, Text delimiter)
    {
        if (array.IsNull)
        {
            return default;
        }

        TextBuilder joined = new(arena, 64);
        for (int i = 0; i < array.Count; i++)
        {
            joined.Append(i > 0 ? delimiter : default);
            Text text = TextOf(arena, array[i]);
            joined.Append(text.IsNull ? "null"u8 : text.Span);
        }

        return joined.ToText();
    }

    /// <summary>SLICE: from one place to another one, counted from 1, both inclusive; NULL is the array's end. Out of it NULL.</summary>
    public static SqlArray<T> Slice<T>(RecordArena arena, SqlArray<T> array, int? from, int? to)
    {
        if (array.IsNull)
        {
            return default;
        }

        int start = (from ?? 1) - 1;
        int end = to ?? array.Count;
        if (start < 0 || end > array.Count || start > end)
        {
            return default;
        }

        SqlArray<T> slice = SqlArray<T>.Create(arena, end - start);
        Span(array)[start..end].CopyTo(Span(slice));
        return slice;
    }

    /// <summary>GENERATE_SERIES: from one number to another one, by 1 towards it.</summary>
    public static SqlArray<int?> GenerateSeries(RecordArena arena, int? from, int? to) =>
        GenerateSeries(arena, from, to, to < from ? -1 : 1);

    /// <summary>GENERATE_SERIES by a step; one that leads nowhere is an error.</summary>
    public static SqlArray<int?> GenerateSeries(RecordArena arena, int? from, int? to, int? step)
    {
        if (CountOfSeries(from, to, step) is not { } count)
        {
            return default;
        }

        SqlArray<int?> series = SqlArray<int?>.Create(arena, count);
        for (int i = 0; i < count; i++)
        {
            series.Set(i, from!.Value + (i * step!.Value));
        }

        return series;
    }

    /// <summary>GENERATE_SERIES of BIGINTs.</summary>
    public static SqlArray<long?> GenerateSeries(RecordArena arena, long? from, long? to) =>
        GenerateSeries(arena, from, to, to < from ? -1 : 1);

    /// <summary>GENERATE_SERIES of BIGINTs by a step; one that leads nowhere is an error.</summary>
    public static SqlArray<long?> GenerateSeries(RecordArena arena, long? from, long? to, int? step)
    {
        if (CountOfSeries(from, to, step) is not { } count)
        {
            return default;
        }

        SqlArray<long?> series = SqlArray<long?>.Create(arena, count);
        for (int i = 0; i < count; i++)
        {
            series.Set(i, from!.Value + ((long)i * step!.Value));
        }

        return series;
    }

    /// <summary>AS_MAP: of keys and their values; where values are missing they are NULL.</summary>
    public static SqlMap<Text, T> AsMap<T>(RecordArena arena, SqlArray<Text> keys, SqlArray<T> values)
    {
        if (keys.IsNull || values.IsNull)
        {
            return default;
        }

        SqlMap<Text, T> map = SqlMap<Text, T>.Create(arena, keys.Count);
        for (int i = 0; i < keys.Count; i++)
        {
            map.Put(arena, keys[i], i < values.Count ? values[i] : default!);
        }

        return map;
    }

    /// <summary>MAP_KEYS, in the map's order.</summary>
    public static SqlArray<TKey> MapKeys<TKey, TValue>(RecordArena arena, SqlMap<TKey, TValue> map)
    {
        if (map.IsNull)
        {
            return default;
        }

        SqlArray<TKey> keys = SqlArray<TKey>.Create(arena, map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            keys.Set(i, map.KeyAt(i));
        }

        return keys;
    }

    /// <summary>MAP_VALUES, in the map's order.</summary>
    public static SqlArray<TValue> MapValues<TKey, TValue>(RecordArena arena, SqlMap<TKey, TValue> map)
    {
        if (map.IsNull)
        {
            return default;
        }

        SqlArray<TValue> values = SqlArray<TValue>.Create(arena, map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            values.Set(i, map.ValueAt(i));
        }

        return values;
    }

    /// <summary>MAP_UNION: of two entries with one key the second map's stays; a NULL map is left out.</summary>
    public static SqlMap<TKey, TValue> MapUnion<TKey, TValue>(
        RecordArena arena, SqlMap<TKey, TValue> left, SqlMap<TKey, TValue> right)
    {
        if (left.IsNull || right.IsNull)
        {
            return left.IsNull ? right : left;
        }

        SqlMap<TKey, TValue> united = SqlMap<TKey, TValue>.Create(arena, left.Count + right.Count);
        for (int i = 0; i < left.Count; i++)
        {
            united.Put(arena, left.KeyAt(i), left.ValueAt(i));
        }

        for (int i = 0; i < right.Count; i++)
        {
            united.Put(arena, right.KeyAt(i), right.ValueAt(i));
        }

        return united;
    }

    /// <summary>A map with its entries in the order of their keys: what ENTRIES and TO_JSON_STRING print.</summary>
    public static SqlMap<TKey, TValue> Sorted<TKey, TValue>(RecordArena arena, SqlMap<TKey, TValue> map)
    {
        SqlArray<TKey> keys = MapKeys(arena, map);
        if (keys.IsNull)
        {
            return default;
        }

        CollectionOrder.Sort(Span(keys));
        SqlMap<TKey, TValue> sorted = SqlMap<TKey, TValue>.Create(arena, map.Count);
        for (int i = 0; i < keys.Count; i++)
        {
            map.TryGet(keys[i], out TValue? value);
            sorted.Put(arena, keys[i], value!);
        }

        return sorted;
    }
}
