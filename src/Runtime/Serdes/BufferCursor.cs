using System.Runtime.CompilerServices;

namespace QueryGen.Serdes;

/// <summary>A place in an <see cref="OutputBuffer"/> that moves on with what is written, and looks for room each time.</summary>
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
}
