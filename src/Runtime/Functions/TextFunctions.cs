using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of text. Positions and lengths count UTF-16 units, as in Java; NULL in gives NULL, unless said otherwise.</summary>
public static unsafe partial class TextFunctions
{
    /// <summary>LCASE.</summary>
    public static Text Lcase(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || !Ascii.IsValid(value.Span))
        {
            return arena.Text(value.ToString()?.ToLowerInvariant());
        }

        byte* to = arena.Allocate(value.Length);
        Ascii.ToLower(value.Span, new Span<byte>(to, value.Length), out _);
        return new Text(to, value.Length, value.IsPlain);
    }

    /// <summary>UCASE.</summary>
    public static Text Ucase(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || !Ascii.IsValid(value.Span))
        {
            return arena.Text(value.ToString()?.ToUpperInvariant());
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

        StringBuilder words = new();
        bool startsWord = true;
        foreach (char c in value.ToString()!)
        {
            words.Append(startsWord ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            startsWord = char.IsWhiteSpace(c);
        }

        return arena.Text(words.ToString());
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
    public static Bytes Concat(RecordArena arena, params ReadOnlySpan<Bytes> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        List<byte> joined = [];
        foreach (Bytes part in parts)
        {
            joined.AddRange(part.Span);
        }

        return arena.Bytes(joined.ToArray());
    }

    /// <summary>CONCAT_WS: NULLs are left out with their separator; a NULL separator gives NULL.</summary>
    public static Text ConcatWs(RecordArena arena, Text separator, params ReadOnlySpan<Text> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (separator.IsNull || parts.Length == 0)
        {
            return default;
        }

        int length = 0;
        foreach (Text part in parts)
        {
            length += part.IsNull ? 0 : part.Length + separator.Length;
        }

        byte* to = arena.Allocate(Math.Max(length, 1));
        int at = 0;
        foreach (Text part in parts)
        {
            if (part.IsNull)
            {
                continue;
            }

            if (at > 0)
            {
                separator.Span.CopyTo(new Span<byte>(to + at, separator.Length));
                at += separator.Length;
            }

            part.Span.CopyTo(new Span<byte>(to + at, part.Length));
            at += part.Length;
        }

        return new Text(to, at);
    }

    /// <summary>CONCAT_WS of bytes.</summary>
    public static Bytes ConcatWs(RecordArena arena, Bytes separator, params ReadOnlySpan<Bytes> parts)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (separator.IsNull || parts.Length == 0)
        {
            return default;
        }

        List<byte> joined = [];
        bool isFollowing = false;
        foreach (Bytes part in parts)
        {
            if (!part.IsNull)
            {
                joined.AddRange(isFollowing ? separator.Span : default);
                joined.AddRange(part.Span);
                isFollowing = true;
            }
        }

        return arena.Bytes(joined.ToArray());
    }

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
        return Ascii.IsValid(value.Span)
            ? value.Slice(start, taken)
            : arena.Text(value.ToString()!.Substring(start, taken));
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
    public static Bytes Lpad(RecordArena arena, Bytes value, int? length, Bytes padding) => Pad(arena, value, length,
        padding, isLeft: true);

    /// <summary>RPAD of bytes.</summary>
    public static Bytes Rpad(RecordArena arena, Bytes value, int? length, Bytes padding) => Pad(arena, value, length,
        padding, isLeft: false);

    /// <summary>MD5: small hexadecimal digits of the hash of the UTF-8 bytes.</summary>
    public static Text Md5(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // MD5 is what the SQL function is called; it protects nothing here.
        MD5.HashData(value.Span, hash);
#pragma warning restore CA5351
        byte* to = arena.Allocate(hash.Length * 2);
        for (int i = 0; i < hash.Length; i++)
        {
            to[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            to[(2 * i) + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }

        return new Text(to, hash.Length * 2, isPlain: true);
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
        if (value.IsNull || length is not >= 0 || padding.IsNull || padding.Length == 0)
        {
            return default;
        }

        string text = value.ToString()!;
        if (text.Length >= length)
        {
            return arena.Text(text[..length.Value]);
        }

        StringBuilder fill = new();
        string pad = padding.ToString()!;
        while (fill.Length < length - text.Length)
        {
            fill.Append(pad);
        }

        fill.Length = length.Value - text.Length;
        return arena.Text(isLeft ? fill + text : text + fill);
    }

    private static Bytes Pad(RecordArena arena, Bytes value, int? length, Bytes padding, bool isLeft)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull || length is not >= 0 || padding.IsNull || padding.Length == 0)
        {
            return default;
        }

        if (value.Length >= length)
        {
            return arena.Bytes(value.Span[..length.Value]);
        }

        byte[] made = new byte[length.Value];
        int fill = made.Length - value.Length;
        for (int i = 0; i < fill; i++)
        {
            made[isLeft ? i : value.Length + i] = padding.Span[i % padding.Length];
        }

        value.Span.CopyTo(made.AsSpan(isLeft ? fill : 0));
        return arena.Bytes(made);
    }
}
