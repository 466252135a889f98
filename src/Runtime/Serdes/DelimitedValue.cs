using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>What <see cref="DelimitedWriter"/> does out of line, and how both it and the reader look for the end of a field.</summary>
/// <remarks>
/// A writing method takes a place with room for its value at most, gives the place behind the value, and may write up to 64 bytes
/// more. NULL is nothing.
/// </remarks>
internal static unsafe class DelimitedValue
{
    /// <summary>A bit for each of 64 bytes that is a delimiter or ends a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Stops(byte* at, byte delimiter)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> text = Vector512.Load(at);
            return (Vector512.Equals(text, Vector512.Create(delimiter)) | Vector512.Equals(text, Vector512.Create((byte)'\n'))
                | Vector512.Equals(text, Vector512.Create((byte)'\r'))).ExtractMostSignificantBits();
        }

        return Stops32(at, delimiter) | ((ulong)Stops32(at + 32, delimiter) << 32);
    }

    /// <summary>A BOOLEAN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, bool? value)
    {
        ReadOnlySpan<byte> text = value switch { true => "true"u8, false => "false"u8, null => ""u8 };
        text.CopyTo(new Span<byte>(to, text.Length));
        return to + text.Length;
    }

    /// <summary>BYTES.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, Bytes value)
    {
        Base64.EncodeToUtf8(value.Span, new Span<byte>(to, (int)DelimitedWriter.MostBytes(value)), out _, out int written);
        return to + written;
    }

    /// <summary>A VARCHAR. Of an empty text only quotes tell that it is not NULL, and only of a first field are they written.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, Text value, byte delimiter, bool isFirst)
    {
        byte* from = value.Data;
        int length = value.Length;
        if (length == 0)
        {
            return value.IsNull || !isFirst ? to : WriteQuoted(to, from, 0);
        }

        // As Commons CSV's minimal mode: quotes for a first character up to '#', a last one up to a space, and what has a meaning inside.
        if (from[0] <= '#' || (isFirst && !MayBeginLine(from[0])) || from[length - 1] <= ' ')
        {
            return WriteQuoted(to, from, length);
        }

        if (length <= NativeText.Block && NativeText.CanOverread(from))
        {
            NativeText.CopyBlock(to, from);
            ulong odd = Stops(from, delimiter) | JsonString.Quotes(from);
            if (odd == 0 || BitOperations.TrailingZeroCount(odd) >= length)
            {
                return to + length;
            }
        }

        ReadOnlySpan<byte> text = value.Span;
        if (text.IndexOfAny(delimiter, (byte)'"') >= 0 || text.IndexOfAny((byte)'\r', (byte)'\n') >= 0)
        {
            return WriteQuoted(to, from, length);
        }

        text.CopyTo(new Span<byte>(to, length));
        return to + length;
    }

    /// <summary>Whether a line may begin with it outside quotes: as in Commons CSV 1.4, ASCII letters and digits may.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBeginLine(byte first) => char.IsAsciiLetterOrDigit((char)first);

    /// <summary>Puts quotes around a value that stands there and needs nothing doubled; gives the place behind it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Quote(byte* from, byte* end)
    {
        int length = (int)(end - from);
        new ReadOnlySpan<byte>(from, length).CopyTo(new Span<byte>(from + 1, length));
        from[0] = (byte)'"';
        from[length + 1] = (byte)'"';
        return from + length + 2;
    }

    private static byte* WriteQuoted(byte* to, byte* from, int length)
    {
        *to++ = (byte)'"';
        for (int i = 0; i < length; i++)
        {
            *to++ = from[i];
            if (from[i] == '"')
            {
                *to++ = (byte)'"';
            }
        }

        *to = (byte)'"';
        return to + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops32(byte* at, byte delimiter)
    {
        Vector256<byte> text = Vector256.Load(at);
        return (Vector256.Equals(text, Vector256.Create(delimiter)) | Vector256.Equals(text, Vector256.Create((byte)'\n'))
            | Vector256.Equals(text, Vector256.Create((byte)'\r'))).ExtractMostSignificantBits();
    }
}
