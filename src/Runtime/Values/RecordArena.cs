using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace QueryGen.Values;

/// <summary>Memory for what the functions of one record make: text, bytes, collections. Given back as a whole by <see
/// cref="Reset"/>.</summary>
/// <remarks>
/// A bump allocator over native memory that grows by chunks and keeps them, so that a steady stream allocates nothing. One a task; used
/// on the task's thread only. 64 bytes behind each piece can be read, which lets copies run in whole vectors.
/// </remarks>
public sealed unsafe class RecordArena(TimeProvider? clock = null) : IDisposable
{
    private const int Padding = 64;
    private const int SmallestChunk = 64 * 1024;

    private readonly List<(nint Memory, int Size)> _chunks = [];
    private byte* _next;
    private byte* _end;
    private int _current = -1;

    /// <summary>The wall clock that functions of the present moment read.</summary>
    public TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    /// <summary>Bytes that are not set to anything, aligned to 8, valid until <see cref="Reset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Allocate(int bytes)
    {
        int aligned = (bytes + 7) & ~7;
        byte* start = _next;
        if (aligned > _end - start || start == null)
        {
            return AllocateSlow(aligned);
        }

        _next = start + aligned;
        return start;
    }

    /// <summary>A copy of UTF-8 bytes.</summary>
    public Text Text(ReadOnlySpan<byte> utf8)
    {
        byte* copy = Allocate(utf8.Length);
        utf8.CopyTo(new Span<byte>(copy, utf8.Length));
        return new Text(copy, utf8.Length);
    }

    /// <summary>A copy of a string in UTF-8; NULL for null.</summary>
    public Text Text(string? value)
    {
        if (value is null)
        {
            return default;
        }

        byte* copy = Allocate(Encoding.UTF8.GetMaxByteCount(value.Length));
        int length = Encoding.UTF8.GetBytes(value, new Span<byte>(copy, Encoding.UTF8.GetMaxByteCount(value.Length)));
        return new Text(copy, length);
    }

    /// <summary>Characters in UTF-8. For a string that may be null there is an overload of its own.</summary>
    public Text Text(ReadOnlySpan<char> characters)
    {
        int most = Encoding.UTF8.GetMaxByteCount(characters.Length);
        byte* copy = Allocate(most);
        return new Text(copy, Encoding.UTF8.GetBytes(characters, new Span<byte>(copy, most)));
    }

    /// <summary>A copy of bytes; NULL for null.</summary>
    public Bytes Bytes(byte[]? value) => value is null ? default : Bytes(value.AsSpan());

    /// <summary>A copy of bytes.</summary>
    public Bytes Bytes(ReadOnlySpan<byte> value)
    {
        byte* copy = Allocate(value.Length);
        value.CopyTo(new Span<byte>(copy, value.Length));
        return new Bytes(copy, value.Length);
    }

    /// <summary>Gives everything back. What was made before is not valid any more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reset()
    {
        if (_current < 0)
        {
            return;
        }

        _current = 0;
        Use(_chunks[0]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((nint memory, _) in _chunks)
        {
            NativeMemory.Free((void*)memory);
        }

        _chunks.Clear();
        _current = -1;
        _next = _end = null;
    }

    private byte* AllocateSlow(int bytes)
    {
        while (++_current < _chunks.Count)
        {
            if (_chunks[_current].Size >= bytes)
            {
                Use(_chunks[_current]);
                return Take(bytes);
            }
        }

        int size = Math.Max(SmallestChunk << Math.Min(_chunks.Count, 8), bytes);
        _chunks.Add(((nint)NativeMemory.Alloc((nuint)(size + Padding)), size));
        _current = _chunks.Count - 1;
        Use(_chunks[_current]);
        return Take(bytes);
    }

    private byte* Take(int bytes)
    {
        byte* start = _next;
        _next += bytes;
        return start;
    }

    private void Use((nint Memory, int Size) chunk)
    {
        _next = (byte*)chunk.Memory;
        _end = _next + chunk.Size;
    }
}
