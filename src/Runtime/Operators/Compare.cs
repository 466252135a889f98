using QueryGen.Values;

namespace QueryGen.Operators;

/// <summary>SQL's comparisons: a NULL operand gives false, whatever the operator.</summary>
public static class Compare
{
    /// <summary><c>left = right</c></summary>
    public static bool Equal<T>(T? left, T? right)
        where T : struct, IEquatable<T> => left is { } l && right is { } r && l.Equals(r);

    /// <inheritdoc cref="Equal{T}(T?, T?)"/>
    public static bool Equal(Text left, Text right) => !left.IsNull && !right.IsNull && left.Equals(right);

    /// <inheritdoc cref="Equal{T}(T?, T?)"/>
    public static bool Equal(Bytes left, Bytes right) => !left.IsNull && !right.IsNull && left.Equals(right);

    /// <inheritdoc cref="Equal{T}(T?, T?)"/>
    public static bool Equal<T>(SqlArray<T> left, SqlArray<T> right) => !left.IsNull && !right.IsNull && left.Equals(right);

    /// <inheritdoc cref="Equal{T}(T?, T?)"/>
    public static bool Equal<TKey, TValue>(SqlMap<TKey, TValue> left, SqlMap<TKey, TValue> right) =>
        !left.IsNull && !right.IsNull && left.Equals(right);

    /// <summary><c>left &lt;&gt; right</c></summary>
    public static bool NotEqual<T>(T? left, T? right)
        where T : struct, IEquatable<T> => left is { } l && right is { } r && !l.Equals(r);

    /// <inheritdoc cref="NotEqual{T}(T?, T?)"/>
    public static bool NotEqual(Text left, Text right) => !left.IsNull && !right.IsNull && !left.Equals(right);

    /// <inheritdoc cref="NotEqual{T}(T?, T?)"/>
    public static bool NotEqual(Bytes left, Bytes right) => !left.IsNull && !right.IsNull && !left.Equals(right);

    /// <inheritdoc cref="NotEqual{T}(T?, T?)"/>
    public static bool NotEqual<T>(SqlArray<T> left, SqlArray<T> right) => !left.IsNull && !right.IsNull && !left.Equals(right);

    /// <inheritdoc cref="NotEqual{T}(T?, T?)"/>
    public static bool NotEqual<TKey, TValue>(SqlMap<TKey, TValue> left, SqlMap<TKey, TValue> right) =>
        !left.IsNull && !right.IsNull && !left.Equals(right);

    /// <summary><c>left &lt; right</c></summary>
    public static bool Less<T>(T? left, T? right)
        where T : struct, IComparable<T> => left is { } l && right is { } r && l.CompareTo(r) < 0;

    /// <inheritdoc cref="Less{T}(T?, T?)"/>
    public static bool Less(Text left, Text right) => !left.IsNull && !right.IsNull && left < right;

    /// <inheritdoc cref="Less{T}(T?, T?)"/>
    public static bool Less(Bytes left, Bytes right) => !left.IsNull && !right.IsNull && left < right;

    /// <summary><c>left &lt;= right</c></summary>
    public static bool LessOrEqual<T>(T? left, T? right)
        where T : struct, IComparable<T> => left is { } l && right is { } r && l.CompareTo(r) <= 0;

    /// <inheritdoc cref="LessOrEqual{T}(T?, T?)"/>
    public static bool LessOrEqual(Text left, Text right) => !left.IsNull && !right.IsNull && left <= right;

    /// <inheritdoc cref="LessOrEqual{T}(T?, T?)"/>
    public static bool LessOrEqual(Bytes left, Bytes right) => !left.IsNull && !right.IsNull && left <= right;

    /// <summary><c>left &gt; right</c></summary>
    public static bool Greater<T>(T? left, T? right)
        where T : struct, IComparable<T> => Less(right, left);

    /// <inheritdoc cref="Greater{T}(T?, T?)"/>
    public static bool Greater(Text left, Text right) => Less(right, left);

    /// <inheritdoc cref="Greater{T}(T?, T?)"/>
    public static bool Greater(Bytes left, Bytes right) => Less(right, left);

    /// <summary><c>left &gt;= right</c></summary>
    public static bool GreaterOrEqual<T>(T? left, T? right)
        where T : struct, IComparable<T> => LessOrEqual(right, left);

    /// <inheritdoc cref="GreaterOrEqual{T}(T?, T?)"/>
    public static bool GreaterOrEqual(Text left, Text right) => LessOrEqual(right, left);

    /// <inheritdoc cref="GreaterOrEqual{T}(T?, T?)"/>
    public static bool GreaterOrEqual(Bytes left, Bytes right) => LessOrEqual(right, left);

    /// <summary><c>left IS DISTINCT FROM right</c>: NULL is a value of its own.</summary>
    public static bool IsDistinct<T>(T left, T right) => !EqualityComparer<T>.Default.Equals(left, right);
}
