using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Between the collections of rows and those that a user's own functions take and give.</summary>
public static class UserCollections
{
    /// <summary>An ARRAY as an array of C#; NULL is null.</summary>
    public static TTo[]? ToArray<TFrom, TTo>(SqlArray<TFrom> values, Func<TFrom, TTo> convert)
    {
        ArgumentNullException.ThrowIfNull(convert);
        if (values.IsNull)
        {
            return null;
        }

        TTo[] array = new TTo[values.Count];
        for (int i = 0; i < array.Length; i++)
        {
            array[i] = convert(values[i]);
        }

        return array;
    }

    /// <summary>An ARRAY as a list; NULL is null.</summary>
    public static List<TTo>? ToList<TFrom, TTo>(SqlArray<TFrom> values, Func<TFrom, TTo> convert) =>
        ToArray(values, convert) is { } array ? [.. array] : null;

    /// <summary>A MAP as a dictionary; NULL is null. An entry whose key is NULL is left out.</summary>
    public static Dictionary<TToKey, TToValue>? ToMap<TKey, TValue, TToKey, TToValue>(
        SqlMap<TKey, TValue> map, Func<TKey, TToKey> convertKey, Func<TValue, TToValue> convertValue)
        where TToKey : notnull
    {
        ArgumentNullException.ThrowIfNull(convertKey);
        ArgumentNullException.ThrowIfNull(convertValue);
        if (map.IsNull)
        {
            return null;
        }

        Dictionary<TToKey, TToValue> entries = new(map.Count);
        for (int i = 0; i < map.Count; i++)
        {
            if (!CollectionOrder.IsNull(map.KeyAt(i)))
            {
                entries[convertKey(map.KeyAt(i))] = convertValue(map.ValueAt(i));
            }
        }

        return entries;
    }

    /// <summary>Many values as an ARRAY; null is NULL.</summary>
    public static SqlArray<TTo> FromMany<TFrom, TTo>(RecordArena arena, IEnumerable<TFrom>? values, Func<RecordArena, TFrom, TTo> convert)
    {
        ArgumentNullException.ThrowIfNull(convert);
        if (values is null)
        {
            return default;
        }

        ArrayBuilder<TTo> array = new(arena);
        foreach (TFrom value in values)
        {
            array.Add(convert(arena, value));
        }

        return array.ToArray();
    }

    /// <summary>A dictionary as a MAP; null is NULL.</summary>
    public static SqlMap<TKey, TValue> FromMap<TFromKey, TFromValue, TKey, TValue>(
        RecordArena arena, IEnumerable<KeyValuePair<TFromKey, TFromValue>>? entries, Func<RecordArena, TFromKey, TKey> convertKey,
        Func<RecordArena, TFromValue, TValue> convertValue)
    {
        ArgumentNullException.ThrowIfNull(convertKey);
        ArgumentNullException.ThrowIfNull(convertValue);
        if (entries is null)
        {
            return default;
        }

        SqlMap<TKey, TValue> map = SqlMap<TKey, TValue>.Create(arena, 8);
        foreach ((TFromKey key, TFromValue value) in entries)
        {
            map.Put(arena, convertKey(arena, key), convertValue(arena, value));
        }

        return map;
    }

    /// <summary>A user's object as a STRUCT; null is NULL.</summary>
    public static TTo? From<TFrom, TTo>(RecordArena arena, TFrom value, Func<RecordArena, TFrom, TTo?> convert)
        where TTo : struct
    {
        ArgumentNullException.ThrowIfNull(convert);
        return value is null ? null : convert(arena, value);
    }
}
