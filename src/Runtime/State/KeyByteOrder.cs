using System.Buffers.Binary;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>Brings things into the order of their keys' bytes, as a topic has them. Its memory is kept from one time to the next.</summary>
internal sealed class KeyByteOrder : IDisposable
{
    private readonly OutputBuffer _keys = new(initialBytes: 256);
    private Entry[] _entries = [];
    private Entry[] _other = [];

    /// <summary>Takes all things out.</summary>
    public void Clear() => _keys.Clear();

    /// <summary>A place for the key of the next thing.</summary>
    public OutputBuffer Begin()
    {
        _keys.Begin(timestampMs: 0);
        return _keys;
    }

    /// <summary>The key is written.</summary>
    /// <param name="item">The thing, an address.</param>
    /// <param name="first">What comes before the key in the order.</param>
    /// <param name="second">What comes next, before the key still.</param>
    public void End(nint item, long first = 0, long second = 0)
    {
        int index = _keys.Count;
        _keys.End();
        if (index == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(16, index * 2));
        }

        _entries[index] = new Entry(item, index, first, second, Prefix(_keys[index].Key));
    }

    /// <summary>The things in their order; valid until the next call.</summary>
    public ReadOnlySpan<Entry> Sort()
    {
        int count = _keys.Count;
        if (_other.Length < count)
        {
            Array.Resize(ref _other, _entries.Length);
        }

        // Runs that are in order are merged into ones of twice the length: memory is gone through from one end to the other.
        for (int length = 1; length < count; length *= 2)
        {
            for (int start = 0; start < count; start += 2 * length)
            {
                Merge(start, Math.Min(start + length, count), Math.Min(start + (2 * length), count));
            }

            (_entries, _other) = (_other, _entries);
        }

        return _entries.AsSpan(0, count);
    }

    public void Dispose() => _keys.Dispose();

    private void Merge(int left, int middle, int end)
    {
        int right = middle;
        for (int to = left; to < end; to++)
        {
            bool isLeft = left < middle && (right == end || Compare(in _entries[left], in _entries[right]) <= 0);
            _other[to] = isLeft ? _entries[left++] : _entries[right++];
        }
    }

    private int Compare(in Entry left, in Entry right)
    {
        int order = left.First.CompareTo(right.First);
        order = order == 0 ? left.Second.CompareTo(right.Second) : order;
        order = order == 0 ? left.Prefix.CompareTo(right.Prefix) : order;
        return order == 0 ? _keys[left.Index].Key.SequenceCompareTo(_keys[right.Index].Key) : order;
    }

    // The first eight bytes, most keys differ in them; what a shorter key has not is zero.
    private static ulong Prefix(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>A thing, and what orders it.</summary>
    public readonly record struct Entry(nint Item, int Index, long First, long Second, ulong Prefix);
}
