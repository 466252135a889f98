using System.Text;
using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of arrays and maps.</summary>
public static class CollectionFunctions
{
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

    /// <summary>ARRAY_JOIN: the elements' texts with commas between; NULL prints as <c>null</c>.</summary>
    public static Text ArrayJoin<T>(RecordArena arena, SqlArray<T> array) => ArrayJoin(arena, array, Text.Literal(","u8));

    /// <summary>ARRAY_JOIN with a delimiter; a NULL one is none.</summary>
    public static Text ArrayJoin<T>(RecordArena arena, SqlArray<T> array, Text delimiter)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (array.IsNull)
        {
            return default;
        }

        StringBuilder joined = new();
        for (int i = 0; i < array.Count; i++)
        {
            joined.Append(i > 0 ? delimiter.ToString() : "").Append(TextOf(arena, array[i]).ToString() ?? "null");
        }

        return arena.Text(joined.ToString());
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

    private static Text TextOf<T>(RecordArena arena, T value) => value switch
    {
        Text text => text,
        bool boolean => Cast.ToText(arena, (bool?)boolean),
        int number => Cast.ToText(arena, (int?)number),
        long number => Cast.ToText(arena, (long?)number),
        double number => Cast.ToText(arena, (double?)number),
        decimal number => Cast.ToText(arena, (decimal?)number),
        _ => default,
    };
}
