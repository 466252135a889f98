using System.Buffers;
using System.Runtime.CompilerServices;

namespace QueryGen.Bench.Ratings.HandWritten;

/// <summary>Writes the columns of ratings that have NULLs, or text that must be escaped.</summary>
internal static unsafe class OddValue
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>A number, or null.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Number(byte* to, ReadOnlySpan<byte> name, long value, bool isNull)
    {
        to = Encode.Constant(to, name);
        return isNull ? Encode.Constant(to, "null"u8) : Encode.Number(to, value);
    }

    /// <summary>A text, or null. It takes up to six times its length.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Text(byte* to, ReadOnlySpan<byte> name, in Slice text, bool isNull)
    {
        to = Encode.Constant(to, name);
        if (isNull)
        {
            return Encode.Constant(to, "null"u8);
        }

        *to++ = (byte)'"';
        foreach (byte c in new ReadOnlySpan<byte>(text.Start, text.Length))
        {
            if (!Escaped.Contains(c))
            {
                *to++ = c;
                continue;
            }

            *to++ = (byte)'\\';
            int known = "\"\\\b\f\n\r\t"u8.IndexOf(c);
            if (known >= 0)
            {
                *to++ = "\"\\bfnrt"u8[known];
                continue;
            }

            to = Encode.Constant(to, "u00"u8);
            *to++ = "0123456789ABCDEF"u8[c >> 4];
            *to++ = "0123456789ABCDEF"u8[c & 15];
        }

        *to++ = (byte)'"';
        return to;
    }
}
