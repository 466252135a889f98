using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>UTF-8 text as Java and SQL count it: in UTF-16 units.</summary>
internal static unsafe class Utf16
{
    /// <summary>How many UTF-16 units a text has.</summary>
    public static int Length(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetCharCount(utf8);

    /// <summary>A text in UTF-16, in the arena.</summary>
    public static ReadOnlySpan<char> Decode(RecordArena arena, Text text)
    {
        char* to = (char*)arena.Allocate(text.Length * sizeof(char));
        return new ReadOnlySpan<char>(to, Encoding.UTF8.GetChars(text.Span, new Span<char>(to, text.Length)));
    }

    /// <summary>Room for UTF-16, in the arena.</summary>
    public static Span<char> Room(RecordArena arena, int units) => new((char*)arena.Allocate(units * sizeof(char)), units);

    /// <summary>
    /// The part of a text from one UTF-16 unit on, so many units long: a slice of the text where no character is cut in halves.
    /// </summary>
    public static Text Slice(RecordArena arena, Text text, int start, int length)
    {
        if (Ascii.IsValid(text.Span))
        {
            return text.Slice(start, length);
        }

        return arena.Text(Decode(arena, text).Slice(start, length));
    }
}
