using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace QueryGen.Serdes;

/// <summary>Looks through strings of JSON 64 bytes at a time, also behind their end.</summary>
internal static unsafe class JsonString
{
    /// <summary><c>null</c> as one word.</summary>
    public const uint Null = 0x6C6C756E;

    /// <summary>A comma and a quote as one word.</summary>
    public const ushort CommaQuote = 0x222C;

    /// <summary>A quote and a colon as one word.</summary>
    public const ushort QuoteColon = 0x3A22;

    /// <summary>A quote and a closing brace as one word.</summary>
    public const ushort QuoteBrace = 0x7D22;

    /// <summary>How many bytes one look covers.</summary>
    public const int Block = 64;

    /// <summary>A bit for each of 64 bytes at which a plain string ends: a quote, a backslash, a control character, what is no
    /// ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Stops(byte* at)
    {
        // Signed, bytes from 128 on are below a space.
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> text = Vector512.Load(at);
            return (Vector512.Equals(text, Vector512.Create((byte)'"')) | Vector512.Equals(text, Vector512.Create((byte)'\\'))
                | Vector512.LessThan(text.AsSByte(), Vector512.Create((sbyte)' ')).AsByte()).ExtractMostSignificantBits();
        }

        return Stops32(at) | ((ulong)Stops32(at + 32) << 32);
    }

    /// <summary>A bit for each of 64 bytes that is a quote or a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Quotes(byte* at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> text = Vector512.Load(at);
            return (Vector512.Equals(text, Vector512.Create((byte)'"')) | Vector512.Equals(text, Vector512.Create((byte)'\\')))
                .ExtractMostSignificantBits();
        }

        return Quotes32(at) | ((ulong)Quotes32(at + 32) << 32);
    }

    /// <summary>A bit for each of 64 bytes that a string cannot hold as it is: a quote, a backslash, a control character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MustEscape(byte* at)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<byte> text = Vector512.Load(at);
            return (Vector512.Equals(text, Vector512.Create((byte)'"')) | Vector512.Equals(text, Vector512.Create((byte)'\\'))
                | Vector512.LessThan(text, Vector512.Create((byte)' '))).ExtractMostSignificantBits();
        }

        return MustEscape32(at) | ((ulong)MustEscape32(at + 32) << 32);
    }

    /// <summary>Whether a string is plain from a place up to a later one; false where that is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(byte* at, byte* end)
    {
        long left = end - at;
        while (left > Block)
        {
            if (Stops(at) != 0)
            {
                return false;
            }

            at += Block;
            left -= Block;
        }

        ulong inside = left == Block ? ulong.MaxValue : (1UL << (int)left) - 1;
        return left >= 0 && (Stops(at) & inside) == 0;
    }

    /// <summary>Whether a string needs no escape from a place up to a later one; false where that is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUnescaped(byte* at, byte* end)
    {
        long left = end - at;
        while (left > Block)
        {
            if (MustEscape(at) != 0)
            {
                return false;
            }

            at += Block;
            left -= Block;
        }

        ulong inside = left == Block ? ulong.MaxValue : (1UL << (int)left) - 1;
        return left >= 0 && (MustEscape(at) & inside) == 0;
    }

    /// <summary>The first place from which a string is not plain any more; the end where there is none.</summary>
    public static byte* PlainEnd(byte* at, byte* end)
    {
        while (at < end)
        {
            ulong stops = Stops(at);
            if (stops != 0)
            {
                at += BitOperations.TrailingZeroCount(stops);
                return at < end ? at : end;
            }

            at += Block;
        }

        return end;
    }

    /// <summary>The first place from which a string is not as it is written any more; the end where there is none.</summary>
    public static byte* UnescapedEnd(byte* at, byte* end)
    {
        while (at < end)
        {
            ulong stops = MustEscape(at);
            if (stops != 0)
            {
                at += BitOperations.TrailingZeroCount(stops);
                return at < end ? at : end;
            }

            at += Block;
        }

        return end;
    }

    /// <summary>The closing quote of a string, from behind its opening one or any later place that is not escaped; null: there is
    /// none.</summary>
    public static byte* ClosingQuote(byte* at, byte* end)
    {
        while (at < end)
        {
            ulong quotes = Quotes(at);
            if (quotes == 0)
            {
                at += Block;
                continue;
            }

            at += BitOperations.TrailingZeroCount(quotes);
            if (at >= end || *at == '"')
            {
                break;
            }

            at += 2;
        }

        return at < end ? at : null;
    }

    /// <summary>The first place that is no white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SkipSpace(byte* at, byte* end)
    {
        // None or one blank are usual.
        if (at < end && *at == ' ')
        {
            at++;
        }

        return at < end && *at <= ' ' ? SkipMoreSpace(at, end) : at;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* SkipMoreSpace(byte* at, byte* end)
    {
        while (at < end && *at is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops32(byte* at)
    {
        Vector256<byte> text = Vector256.Load(at);
        return (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(text.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Quotes32(byte* at)
    {
        Vector256<byte> text = Vector256.Load(at);
        return (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\')))
            .ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MustEscape32(byte* at)
    {
        Vector256<byte> text = Vector256.Load(at);
        return (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(text, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
    }
}
