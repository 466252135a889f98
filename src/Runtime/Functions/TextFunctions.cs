using System.Buffers;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of text. Positions and lengths count UTF-16 units, as in Java; NULL in gives NULL, unless said otherwise.</summary>
public static unsafe partial class TextFunctions
{
    // What is longer is an error of the row: one record must not take the memory of all others.
    private const int MostUnits = 1 << 26;

    /// <summary>LCASE.</summary>
    public static Text Lcase(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        if (!Ascii.IsValid(value.Span))
        {
            ReadOnlySpan<char> from = Utf16.Decode(arena, value);
            Span<char> lower = Utf16.Room(arena, LetterCase.LowerLength(from));
            LetterCase.ToLower(from, lower);
            return arena.Text((ReadOnlySpan<char>)lower);
        }

        byte* to = arena.Allocate(value.Length);
        Ascii.ToLower(value.Span, new Span<byte>(to, value.Length), out _);
        return new Text(to, value.Length, value.IsPlain);
    }

    /// <summary>UCASE.</summary>
    public static Text Ucase(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        if (!Ascii.IsValid(value.Span))
        {
            ReadOnlySpan<char> from = Utf16.Decode(arena, value);
            Span<char> upper = Utf16.Room(arena, LetterCase.UpperLength(from));
            LetterCase.ToUpper(from, upper);
            return arena.Text((ReadOnlySpan<char>)upper);
        }

        byte* to = arena.Allocate(value.Length);
        Ascii.ToUpper(value.Span, new Span<byte>(to, value.Length), out _);
        return new Text(to, value.Length, value.IsPlain);
    }

    /// <summary>TRIM: characters up to the space go from both ends. A slice: nothing is copied.</summary>
    public static Text Trim(RecordArena arena, Text value)
    {
        ReadOnlySpan<byte> span = value.Span;
        int start = 0;
        int end = span.Length;
        while (start < end && span[start] <= ' ')
        {
            start++;
        }

        while (end > start && span[end - 1] <= ' ')
        {
            end--;
        }

        return value.IsNull ? default : value.Slice(start, end - start);
    }

    /// <summary>INITCAP: words begin with a capital and go on in small letters.</summary>
    public static Text Initcap(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        TextBuilder words = new(arena, value.Length);
        bool startsWord = true;
        ReadOnlySpan<byte> rest = value.Span;
        while (Rune.DecodeFromUtf8(rest, out Rune character, out int length) is OperationStatus.Done)
        {
            words.Append(startsWord ? Rune.ToUpperInvariant(character) : Rune.ToLowerInvariant(character));
            startsWord = Rune.IsWhiteSpace(character);
            rest = rest[length..];
        }

        return words.ToText();
    }

    /// <summary>LEN: UTF-16 units.</summary>
    public static int? Len(Text value) => value.IsNull ? null : Utf16.Length(value.Span);

    /// <summary>LEN: bytes.</summary>
    public static int? Len(Bytes value) => value.IsNull ? null : value.Length;

    /// <summary>CONCAT: NULLs are left out; all NULL is the empty text.</summary>
    public static Text Concat(RecordArena arena, params ReadOnlySpan<Text> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        int length = 0;
        bool isPlain = true;
        foreach (Text part in parts)
        {
            length += part.Length;
            isPlain &= part.IsNull || part.IsPlain;
        }

        byte* to = arena.Allocate(Math.Max(length, 1));
        int at = 0;
        foreach (Text part in parts)
        {
            part.Span.CopyTo(new Span<byte>(to + at, length - at));
            at += part.Length;
        }

        return new Text(to, length, isPlain);
    }

    /// <summary>CONCAT of bytes: NULLs are left out.</summary>
    public static Bytes Concat(RecordArena arena, params ReadOnlySpan<Bytes> parts) =>
        Join(arena, default, parts);

    /// <summary>CONCAT_WS: NULLs are left out with their separator; a NULL separator gives NULL.</summary>
    public static Text ConcatWs(RecordArena arena, Text separator, params ReadOnlySpan<Text> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (separator.IsNull || parts.Length == 0)
        {
            return default;
        }

        TextBuilder joined = new(arena, 64);
        bool isFollowing = false;
        foreach (Text part in parts)
        {
            if (!part.IsNull)
            {
                joined.Append(isFollowing ? separator : default);
                joined.Append(part);
                isFollowing = true;
            }
        }

        return joined.ToText();
    }

    /// <summary>CONCAT_WS of bytes.</summary>
    public static Bytes ConcatWs(RecordArena arena, Bytes separator, params ReadOnlySpan<Bytes> parts) =>
        separator.IsNull || parts.Length == 0 ? default : Join(arena, separator, parts);

    /// <summary>SUBSTRING from a position, counted from 1, or from the end where negative.</summary>
    public static Text Substring(RecordArena arena, Text value, int? position) => Substring(arena, value, position, int.MaxValue);

    /// <summary>SUBSTRING from a position, so many units at most.</summary>
    public static Text Substring(RecordArena arena, Text value, int? position, int? length)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || position is not { } from || length is not { } count)
        {
            return default;
        }

        (int start, int taken) = Cut(Utf16.Length(value.Span), from, count);
        return Utf16.Slice(arena, value, start, taken);
    }

    /// <summary>SUBSTRING of bytes.</summary>
    public static Bytes Substring(RecordArena arena, Bytes value, int? position) => Substring(arena, value, position, int.MaxValue);

    /// <summary>SUBSTRING of bytes.</summary>
    public static Bytes Substring(RecordArena arena, Bytes value, int? position, int? length)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || position is not { } from || length is not { } count)
        {
            return default;
        }

        (int start, int taken) = Cut(value.Length, from, count);
        return arena.Bytes(value.Span.Slice(start, taken));
    }

    /// <summary>LPAD: filled on the left, or cut, to so many units.</summary>
    public static Text Lpad(RecordArena arena, Text value, int? length, Text padding) => Pad(arena, value, length, padding, isLeft: true);

    /// <summary>RPAD: filled on the right, or cut, to so many units.</summary>
    public static Text Rpad(RecordArena arena, Text value, int? length, Text padding) => Pad(arena, value, length, padding, isLeft: false);

    /// <summary>LPAD of bytes.</summary>
    public static Bytes Lpad(RecordArena arena, Bytes value, int? length, Bytes padding) =>
        Pad(arena, value, length, padding, isLeft: true);

    /// <summary>RPAD of bytes.</summary>
    public static Bytes Rpad(RecordArena arena, Bytes value, int? length, Bytes padding) =>
        Pad(arena, value, length, padding, isLeft: false);

    private static Bytes Join(RecordArena arena, Bytes separator, ReadOnlySpan<Bytes> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        TextBuilder joined = new(arena, 64);
        bool isFollowing = false;
        foreach (Bytes part in parts)
        {
            if (!part.IsNull)
            {
                joined.Append(isFollowing ? separator.Span : default);
                joined.Append(part.Span);
                isFollowing = true;
            }
        }

        Text made = joined.ToText();
        return new Bytes(made.Data, made.Length);
    }

    private static (int Start, int Length) Cut(int length, int position, int count)
    {
        int start = position > 0 ? position - 1 : position < 0 ? Math.Max(length + position, 0) : 0;
        start = Math.Min(start, length);
        return (start, Math.Clamp(count, 0, length - start));
    }

    private static Text Pad(RecordArena arena, Text value, int? length, Text padding, bool isLeft)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || length is not (>= 0 and <= MostUnits) || padding.IsNull || padding.Length == 0)
        {
            return default;
        }

        int units = Utf16.Length(value.Span);
        if (units >= length)
        {
            return Utf16.Slice(arena, value, 0, length.Value);
        }

        if (Ascii.IsValid(value.Span) && Ascii.IsValid(padding.Span))
        {
            byte* to = arena.Allocate(length.Value);
            Fill(new Span<byte>(to, length.Value), value.Span, padding.Span, isLeft);
            return new Text(to, length.Value, value.IsPlain && padding.IsPlain);
        }

        Span<char> padded = Utf16.Room(arena, length.Value);
        Fill(padded, Utf16.Decode(arena, value), Utf16.Decode(arena, padding), isLeft);
        return arena.Text((ReadOnlySpan<char>)padded);
    }

    private static Bytes Pad(RecordArena arena, Bytes value, int? length, Bytes padding, bool isLeft)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || length is not (>= 0 and <= MostUnits) || padding.IsNull || padding.Length == 0)
        {
            return default;
        }

        if (value.Length >= length)
        {
            return arena.Bytes(value.Span[..length.Value]);
        }

        byte* to = arena.Allocate(length.Value);
        Fill(new Span<byte>(to, length.Value), value.Span, padding.Span, isLeft);
        return new Bytes(to, length.Value);
    }

    private static void Fill<TUnit>(Span<TUnit> to, ReadOnlySpan<TUnit> value, ReadOnlySpan<TUnit> padding, bool isLeft)
    {
        int fill = to.Length - value.Length;
        Span<TUnit> room = isLeft ? to[..fill] : to[value.Length..];
        for (int i = 0; i < room.Length; i++)
        {
            room[i] = padding[i % padding.Length];
        }

        value.CopyTo(isLeft ? to[fill..] : to);
    }
}
