using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace QueryGen.Values;

/// <summary>An ARRAY: elements one behind the other in memory that does not move. <c>default</c> is NULL.</summary>
/// <typeparam name="T">A value of SQL as rows hold it: <c>int?</c>, <see cref="Text"/>, an emitted struct … Holds no reference.</typeparam>
public readonly unsafe struct SqlArray<T> : IEquatable<SqlArray<T>>
{
    private readonly void* _data;

    /// <summary>Elements that lie in memory already.</summary>
    internal SqlArray(void* data, int count)
    {
        _data = data;
        Count = count;
    }

    /// <summary>NULL of SQL.</summary>
    public bool IsNull => _data == null;

    /// <summary>How many elements; 0 for NULL.</summary>
    public int Count { get; }

    /// <summary>An element, counted from 0.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return Unsafe.Add(ref Unsafe.AsRef<T>(_data), index);
        }
    }

    /// <summary>An array whose elements are all NULL, in the arena.</summary>
    public static SqlArray<T> Create(RecordArena arena, int count)
    {
        int bytes = count * Unsafe.SizeOf<T>();
        byte* data = arena.Allocate(Math.Max(bytes, 1));
        new Span<byte>(data, bytes).Clear();
        return new SqlArray<T>(data, count);
    }

    /// <summary>The first elements of a longer array.</summary>
    public SqlArray<T> Take(int count) => new(_data, Math.Min(count, Count));

    /// <summary>Sets an element; only while the array is being made.</summary>
    public void Set(int index, T value) => Unsafe.Add(ref Unsafe.AsRef<T>(_data), index) = value;

    /// <summary>Where the elements begin.</summary>
    public void* Data => _data;

    /// <summary>Element by element; two NULLs are equal here.</summary>
    public bool Equals(SqlArray<T> other)
    {
        if (IsNull != other.IsNull || Count != other.Count)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(this[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is SqlArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        for (int i = 0; i < Count; i++)
        {
            hash.Add(this[i]);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc cref="Equals(SqlArray{T})"/>
    public static bool operator ==(SqlArray<T> left, SqlArray<T> right) => left.Equals(right);

    /// <inheritdoc cref="Equals(SqlArray{T})"/>
    public static bool operator !=(SqlArray<T> left, SqlArray<T> right) => !left.Equals(right);
}
