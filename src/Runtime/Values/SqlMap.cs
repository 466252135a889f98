using System.Diagnostics.CodeAnalysis;

namespace QueryGen.Values;

/// <summary>A MAP in the order in which its entries were put. <c>default</c> is NULL. Look-up is a scan: maps in
/// records are small.</summary>
/// <typeparam name="TKey">A value of SQL as rows hold it.</typeparam>
/// <typeparam name="TValue">A value of SQL as rows hold it.</typeparam>
public struct SqlMap<TKey, TValue> : IEquatable<SqlMap<TKey, TValue>>
{
    private SqlArray<TKey> _keys;
    private SqlArray<TValue> _values;

    /// <summary>Keys and values that lie in memory already, one for one.</summary>
    internal SqlMap(SqlArray<TKey> keys, SqlArray<TValue> values)
    {
        _keys = keys;
        _values = values;
        Count = keys.Count;
    }

    /// <summary>NULL of SQL.</summary>
    public readonly bool IsNull => _keys.IsNull;

    /// <summary>How many entries; 0 for NULL.</summary>
    public int Count { readonly get; private set; }

    /// <summary>An empty map with room, in the arena; it grows there.</summary>
    public static SqlMap<TKey, TValue> Create(RecordArena arena, int capacity) => new()
    {
        _keys = SqlArray<TKey>.Create(arena, Math.Max(capacity, 1)),
        _values = SqlArray<TValue>.Create(arena, Math.Max(capacity, 1)),
    };

    /// <summary>The key of an entry, counted from 0.</summary>
    public readonly TKey KeyAt(int index) => _keys[index];

    /// <summary>The value of an entry, counted from 0.</summary>
    public readonly TValue ValueAt(int index) => _values[index];

    /// <summary>The keys, without room for more.</summary>
    internal readonly SqlArray<TKey> Keys => _keys.Take(Count);

    /// <summary>The values, without room for more.</summary>
    internal readonly SqlArray<TValue> Values => _values.Take(Count);

    /// <summary>Sets an entry in place, counted from 0; only while the map is being made or moved.</summary>
    public readonly void Set(int index, TKey key, TValue value)
    {
        _keys.Set(index, key);
        _values.Set(index, value);
    }

    /// <summary>Sets a key's value; a key that is there already keeps its place.</summary>
    public void Put(RecordArena arena, TKey key, TValue value)
    {
        int index = IndexOf(key);
        if (index >= 0)
        {
            _values.Set(index, value);
            return;
        }

        if (Count == _keys.Count)
        {
            Grow(arena);
        }

        _keys.Set(Count, key);
        _values.Set(Count, value);
        Count++;
    }

    /// <summary>The value of a key; false where it is not there.</summary>
    public readonly bool TryGet(TKey key, out TValue? value)
    {
        int index = IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>The same entries, in whatever order; two NULLs are equal here.</summary>
    public readonly bool Equals(SqlMap<TKey, TValue> other)
    {
        if (IsNull != other.IsNull || Count != other.Count)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            if (!other.TryGet(_keys[i], out TValue? value) || !EqualityComparer<TValue>.Default.Equals(_values[i], value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is SqlMap<TKey, TValue> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Count;

    /// <inheritdoc cref="Equals(SqlMap{TKey, TValue})"/>
    public static bool operator ==(SqlMap<TKey, TValue> left, SqlMap<TKey, TValue> right) => left.Equals(right);

    /// <inheritdoc cref="Equals(SqlMap{TKey, TValue})"/>
    public static bool operator !=(SqlMap<TKey, TValue> left, SqlMap<TKey, TValue> right) => !left.Equals(right);

    private readonly int IndexOf(TKey key)
    {
        for (int i = 0; i < Count; i++)
        {
            if (EqualityComparer<TKey>.Default.Equals(_keys[i], key))
            {
                return i;
            }
        }

        return -1;
    }

    private void Grow(RecordArena arena)
    {
        SqlArray<TKey> keys = SqlArray<TKey>.Create(arena, _keys.Count * 2);
        SqlArray<TValue> values = SqlArray<TValue>.Create(arena, _keys.Count * 2);
        for (int i = 0; i < Count; i++)
        {
            keys.Set(i, _keys[i]);
            values.Set(i, _values[i]);
        }

        (_keys, _values) = (keys, values);
    }
}
