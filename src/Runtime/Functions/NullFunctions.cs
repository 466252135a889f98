namespace QueryGen.Functions;

/// <summary>Functions about NULL. They take values of every type as rows hold them: <c>default</c> is NULL.</summary>
public static class NullFunctions
{
    /// <summary>COALESCE: the first that is not NULL.</summary>
    public static T? Coalesce<T>(T? first, params ReadOnlySpan<T?> others)
    {
        if (!IsNull(first))
        {
            return first;
        }

        foreach (T? other in others)
        {
            if (!IsNull(other))
            {
                return other;
            }
        }

        return default;
    }

    /// <summary>IFNULL: the second where the first is NULL.</summary>
    public static T? Ifnull<T>(T? value, T? otherwise) => IsNull(value) ? otherwise : value;

    /// <summary>NULLIF: NULL where both are equal.</summary>
    public static T? Nullif<T>(T? value, T? other) => !IsNull(value) && EqualityComparer<T>.Default.Equals(value, other) ? default : value;

    /// <summary>AS_VALUE: the same, as a value and not a key.</summary>
    public static T? AsValue<T>(T? key) => key;

    private static bool IsNull<T>(T? value) => EqualityComparer<T>.Default.Equals(value, default);
}
