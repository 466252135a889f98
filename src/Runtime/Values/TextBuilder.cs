using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace QueryGen.Values;

/// <summary>Makes a <see cref="Text"/> whose length is not known before its end; grows in the arena.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "A ref struct is not compared.")]
public unsafe ref struct TextBuilder
{
    private readonly RecordArena _arena;
    private byte* _data;
    private int _capacity;

    /// <summary>An empty one.</summary>
    /// <param name="arena">Where the text is to live.</param>
    /// <param name="capacity">Bytes that are likely to be needed.</param>
    public TextBuilder(RecordArena arena, int capacity)
    {
        ArgumentNullException.ThrowIfNull(arena);
        _arena = arena;
        _capacity = Math.Max(capacity, 16);
        _data = arena.Allocate(_capacity);
    }

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The arena that it grows in.</summary>
    public readonly RecordArena Arena => _arena;

    /// <summary>Adds UTF-8 bytes.</summary>
    public void Append(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Length += utf8.Length;
    }

    /// <summary>Adds a text; of NULL nothing.</summary>
    public void Append(Text text) => Append(text.Span);

    /// <summary>Adds one byte: a character of ASCII.</summary>
    public void Append(byte ascii)
    {
        Room(1)[0] = ascii;
        Length++;
    }

    /// <summary>Adds characters.</summary>
    public void Append(scoped ReadOnlySpan<char> characters) =>
        Length += Encoding.UTF8.GetBytes(characters, Room(Encoding.UTF8.GetMaxByteCount(characters.Length)));

    /// <summary>Adds a character.</summary>
    public void Append(Rune character) => Length += character.EncodeToUtf8(Room(4));

    /// <summary>Adds the digits of a number.</summary>
    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out int written);
        Length += written;
    }

    /// <summary>Adds the digits of a number, with zeros before them up to a count; a sign does not count.</summary>
    public void AppendPadded(long number, int count)
    {
        if (number < 0)
        {
            Append((byte)'-');
        }

        ulong digits = unchecked((ulong)(number < 0 ? -number : number));
        int length = 1;
        for (ulong rest = digits; rest >= 10; rest /= 10)
        {
            length++;
        }

        length = Math.Max(length, count);
        Span<byte> room = Room(length);
        for (int i = length - 1; i >= 0; i--)
        {
            room[i] = (byte)('0' + (digits % 10));
            digits /= 10;
        }

        Length += length;
    }

    /// <summary>Room for more bytes, to be claimed by <see cref="Advance"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (bytes > _capacity - Length)
        {
            Grow(bytes);
        }

        return new Span<byte>(_data + Length, bytes);
    }

    /// <summary>Claims bytes of <see cref="Room"/>.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Takes back what was added behind a length.</summary>
    public void Truncate(int length) => Length = Math.Min(length, Length);

    /// <summary>The text so far. What is added later does not change it.</summary>
    public readonly Text ToText() => new(_data, Length);

    private void Grow(int bytes)
    {
        int capacity = Math.Max(checked(_capacity * 2), checked(Length + bytes));
        byte* larger = _arena.Allocate(capacity);
        new Span<byte>(_data, Length).CopyTo(new Span<byte>(larger, capacity));
        _data = larger;
        _capacity = capacity;
    }
}
