using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using QueryGen.Values;

namespace QueryGen.Serdes;

/// <summary>What <see cref="JsonWriter"/> does out of line.</summary>
/// <remarks>
/// A method takes a place with room for its value at most, gives the place behind the value, and may write up to 64 bytes more.
/// </remarks>
internal static unsafe class JsonValue
{
    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <summary>A DOUBLE.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, double? value)
    {
        if (value is not { } number)
        {
            return Null(to);
        }

        if (double.IsFinite(number))
        {
            return Digits.Write(to, number);
        }

        *to = (byte)'"';
        to = Digits.Write(to + 1, number);
        *to = (byte)'"';
        return to + 1;
    }

    /// <summary>A DECIMAL.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, decimal? value) => value is { } number ? Digits.Write(to, number) : Null(to);

    /// <summary>A DECIMAL of more than 28 digits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, WideDecimal? value) => value is { } number ? number.Write(to) : Null(to);

    /// <summary>A VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, Text value)
    {
        if (value.IsNull)
        {
            return Null(to);
        }

        *to++ = (byte)'"';
        if (value.IsPlain)
        {
            value.Span.CopyTo(new Span<byte>(to, value.Length));
            to += value.Length;
        }
        else
        {
            to = WriteEscaped(to, value.Data, value.Length);
        }

        *to = (byte)'"';
        return to + 1;
    }

    /// <summary>BYTES.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, Bytes value)
    {
        if (value.IsNull)
        {
            return Null(to);
        }

        *to++ = (byte)'"';
        Base64.EncodeToUtf8(value.Span, new Span<byte>(to, (int)JsonWriter.MostBytes(value)), out _, out int written);
        to += written;
        *to = (byte)'"';
        return to + 1;
    }

    // Copies on, a block at a time, and looks in each for what must be escaped.
    private static byte* WriteEscaped(byte* to, byte* from, int length)
    {
        byte* end = from + length;
        while (from < end)
        {
            if (!NativeText.CanOverread(from))
            {
                to = WriteOne(to, *from++);
                continue;
            }

            ulong odd = JsonString.MustEscape(from);
            NativeText.CopyBlock(to, from);
            long copied = Math.Min(odd == 0 ? NativeText.Block : BitOperations.TrailingZeroCount(odd), end - from);
            to += copied;
            from += copied;
            if (odd != 0 && from < end)
            {
                to = WriteOne(to, *from++);
            }
        }

        return to;
    }

    private static byte* WriteOne(byte* to, byte c)
    {
        if (c >= 0x20 && c != '"' && c != '\\')
        {
            *to = c;
            return to + 1;
        }

        *to++ = (byte)'\\';
        byte known = c switch
        {
            (byte)'"' or (byte)'\\' => c,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)'u',
        };
        *to++ = known;
        if (known == 'u')
        {
            *to++ = (byte)'0';
            *to++ = (byte)'0';
            *to++ = Hex[c >> 4];
            *to++ = Hex[c & 15];
        }

        return to;
    }

    private static byte* Null(byte* to)
    {
        Unsafe.WriteUnaligned(to, JsonString.Null);
        return to + sizeof(uint);
    }
}
