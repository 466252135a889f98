using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>Goes through a record's headers, which lie in Kafka's record format. Names and values are slices of the record.</summary>
public unsafe ref struct HeaderReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _left;

    /// <summary>The headers of a record.</summary>
    public HeaderReader(ReadOnlySpan<byte> headers)
    {
        _bytes = headers;
        Count = headers.IsEmpty ? 0 : Math.Clamp(ReadVarint(), 0, headers.Length);
        _left = Count;
    }

    /// <summary>How many headers there are.</summary>
    public int Count { get; }

    /// <summary>The next header; false behind the last one, and where the bytes are not what they should be.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; NULL is one.</param>
    public bool TryNext(out Text name, out Bytes value)
    {
        value = default;
        name = default;
        if (_left-- <= 0 || !TryTake(ReadVarint(), out ReadOnlySpan<byte> key))
        {
            return false;
        }

        name = new Text(Start(key), key.Length);
        int length = ReadVarint();
        if (length < 0)
        {
            return true;
        }

        bool isThere = TryTake(length, out ReadOnlySpan<byte> bytes);
        value = isThere ? new Bytes(Start(bytes), bytes.Length) : default;
        return isThere;
    }

    // An empty slice has a place, too: null would be NULL.
    private readonly byte* Start(ReadOnlySpan<byte> slice) => slice.IsEmpty
        ? (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_bytes))
        : (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(slice));

    private bool TryTake(int length, out ReadOnlySpan<byte> bytes)
    {
        bool isThere = length >= 0 && length <= _bytes.Length - _at;
        bytes = isThere ? _bytes.Slice(_at, length) : default;
        _at += isThere ? length : 0;
        return isThere;
    }

    private int ReadVarint()
    {
        uint zigzag = 0;
        for (int shift = 0; shift < 35 && _at < _bytes.Length; shift += 7)
        {
            byte part = _bytes[_at++];
            zigzag |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
            }
        }

        // The bytes end in a number: nothing of what follows is there.
        _left = 0;
        return -1;
    }
}
