using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions that make many rows of one: the elements of what they give. NULL gives no row.</summary>
public static class TableFunctions
{
    // Twice the rows for each more; 2^20 of them is what ksqlDB allows.
    private const int MostCubed = 20;

    /// <summary>EXPLODE: a row for each element.</summary>
    public static SqlArray<T> Explode<T>(SqlArray<T> array) => array;

    /// <summary>
    /// CUBE_EXPLODE: all combinations in which an element stands or is NULL, as a binary number counts whose first digit is the first
    /// element. A NULL element has one form only. An array with more than 20 elements is an error of the row.
    /// </summary>
    public static SqlArray<SqlArray<T>> CubeExplode<T>(RecordArena arena, SqlArray<T> array)
    {
        if (array.Count is 0 or > MostCubed)
        {
            return default;
        }

        int digits = 0;
        for (int i = 0; i < array.Count; i++)
        {
            digits += CollectionOrder.IsNull(array[i]) ? 0 : 1;
        }

        SqlArray<SqlArray<T>> combinations = SqlArray<SqlArray<T>>.Create(arena, 1 << digits);
        for (int number = 0; number < combinations.Count; number++)
        {
            combinations.Set(number, Combination(arena, array, number, digits));
        }

        return combinations;
    }

    private static SqlArray<T> Combination<T>(RecordArena arena, SqlArray<T> array, int number, int digits)
    {
        SqlArray<T> combination = SqlArray<T>.Create(arena, array.Count);
        for (int i = 0; i < array.Count; i++)
        {
            if (CollectionOrder.IsNull(array[i]))
            {
                continue;
            }

            digits--;
            if (((number >> digits) & 1) == 1)
            {
                combination.Set(i, array[i]);
            }
        }

        return combination;
    }
}
