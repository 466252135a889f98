using System.Buffers;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>Takes the slices of a key or row one after the other: first to count their bytes, then to move them into memory of that
/// size.</summary>
/// <remarks>
/// A text that could go into JSON as it stands is marked so when it is moved, wherever it came from: it is kept once and read often.
/// </remarks>
public unsafe ref struct SliceCopy
{
    private const int Alignment = 8;

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c).Where(c => c is not ((byte)'"' or (byte)'\\'))]);

    // Null: only counts.
    private readonly byte* _target;
    private readonly TextPool? _pool;
    private readonly bool _shares;

    /// <summary>Moves slices; <c>default</c> counts them.</summary>
    /// <param name="target">Memory for as many bytes as were counted.</param>
    /// <param name="pool">Its texts are neither counted nor moved.</param>
    internal SliceCopy(byte* target, TextPool? pool = null)
    {
        _target = target;
        _pool = pool;
    }

    /// <summary>Counts slices.</summary>
    /// <param name="pool">Its texts are not counted.</param>
    /// <param name="shares">Texts that are in the pool, too, are taken from there.</param>
    internal SliceCopy(TextPool pool, bool shares)
    {
        _pool = pool;
        _shares = shares;
    }

    /// <summary>How many bytes the slices take so far.</summary>
    internal int Bytes { get; private set; }

    /// <summary>Where the first slice lies that is not NULL; null before it.</summary>
    internal byte* First { get; private set; }

    /// <summary>A VARCHAR.</summary>
    public void Take(ref Text value)
    {
        if (value.IsNull || (_pool is not null && (_pool.Owns(value.Data) || (_shares && _pool.TryShare(ref value)))))
        {
            return;
        }

        byte* moved = Take(value.Data, value.Length);
        if (moved != null)
        {
            value = new Text(moved, value.Length, value.IsPlain || IsPlain(value.Span));
        }
    }

    /// <summary>BYTES.</summary>
    public void Take(ref Bytes value)
    {
        byte* moved = value.IsNull ? null : Take(value.Data, value.Length);
        if (moved != null)
        {
            value = new Bytes(moved, value.Length);
        }
    }

    /// <summary>An ARRAY; slices in its elements are taken by themselves, from where the array is then.</summary>
    public void Take<T>(ref SqlArray<T> value)
    {
        if (value.IsNull)
        {
            return;
        }

        Bytes = (Bytes + Alignment - 1) & -Alignment;
        byte* moved = Take((byte*)value.Data, value.Count * Unsafe.SizeOf<T>());
        if (moved != null)
        {
            value = new SqlArray<T>(moved, value.Count);
        }
    }

    /// <summary>A MAP; slices in its keys and values are taken by themselves, from where the map is then.</summary>
    public void Take<TKey, TValue>(ref SqlMap<TKey, TValue> value)
    {
        SqlArray<TKey> keys = value.Keys;
        SqlArray<TValue> values = value.Values;
        Take(ref keys);
        Take(ref values);
        value = new SqlMap<TKey, TValue>(keys, values);
    }

    /// <summary>Whether a text is printable ASCII without quote and backslash.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(Plain) < 0;

    // Where the bytes are now; null while they are only counted. No bytes take one, so that their place is no null.
    private byte* Take(byte* data, int length)
    {
        byte* target = _target == null ? null : _target + Bytes;
        if (target != null)
        {
            new ReadOnlySpan<byte>(data, length).CopyTo(new Span<byte>(target, length));
        }

        if (First == null)
        {
            First = target == null ? data : target;
        }

        Bytes = checked(Bytes + Math.Max(length, 1));
        return target;
    }
}
