using System.Runtime.CompilerServices;

namespace QueryGen.Serdes;

/// <summary>A place in an <see cref="OutputBuffer"/> that moves on with what is written. The formats' writers stand on it.</summary>
public unsafe struct BufferCursor
{
    private readonly OutputBuffer _buffer;
    private byte* _end;

    internal BufferCursor(OutputBuffer buffer, byte* position, byte* end)
    {
        _buffer = buffer;
        Position = position;
        _end = end;
    }

    internal byte* Position { get; set; }

    /// <summary>Makes sure that bytes can be written at <see cref="Position"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EnsureRoom(int bytes)
    {
        if (bytes > _end - Position)
        {
            Position = _buffer.Grow(Position, bytes, out _end);
        }
    }

    /// <summary>Bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        EnsureRoom(bytes.Length);
        bytes.CopyTo(new Span<byte>(Position, bytes.Length));
        Position += bytes.Length;
    }

    /// <summary>One byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Byte(byte value)
    {
        EnsureRoom(1);
        *Position++ = value;
    }

    /// <summary>Room for at least that many bytes, to be filled and then claimed by <see cref="Advance"/>.</summary>
    internal Span<byte> Room(int bytes)
    {
        EnsureRoom(bytes);
        return new Span<byte>(Position, bytes);
    }

    internal void Advance(int bytes) => Position += bytes;
}
