using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueryGen.Serdes;

/// <summary>Numbers as text, the way ksqlDB prints them.</summary>
internal static unsafe class Digits
{
    public const int MostLongChars = 20;
    public const int MostDoubleChars = 32;
    public const int MostDecimalChars = 64;

    private static ReadOnlySpan<byte> Pairs =>
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"u8
        + "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes an integer; needs <see cref="MostLongChars"/> bytes of room. Gives the end.</summary>
    public static byte* Write(byte* to, long value)
    {
        ulong rest = (ulong)value;
        if (value < 0)
        {
            *to++ = (byte)'-';
            rest = 0 - rest;
        }

        if (rest < 10)
        {
            *to = (byte)('0' + (int)rest);
            return to + 1;
        }

        byte* end = to + CountDigits(rest);
        byte* at = end;
        ref byte pairs = ref MemoryMarshal.GetReference(Pairs);
        while (rest >= 100)
        {
            ulong next = rest / 100;
            at -= 2;
            Unsafe.WriteUnaligned(at, Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref pairs, (nint)(2 * (rest - (next * 100))))));
            rest = next;
        }

        if (rest >= 10)
        {
            Unsafe.WriteUnaligned(at - 2, Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref pairs, (nint)(2 * rest))));
        }
        else
        {
            at[-1] = (byte)('0' + (int)rest);
        }

        return end;
    }

    /// <summary>
    /// Writes a DOUBLE as Java prints it: shortest digits that read back, plain from 1e-3 up to 1e7, else
    /// <c>d.dddE±n</c>; NaN, Infinity and
    /// -Infinity by name. Gives the count of bytes.
    /// </summary>
    public static int Write(Span<byte> to, double value)
    {
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
            name.CopyTo(to);
            return name.Length;
        }

        // "E16" is not shortest; "R" switches between notations. The shortest digits and their exponent come from "E" forms of "R".
        Span<byte> shortest = stackalloc byte[MostDoubleChars];
        value.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture);
        return JavaDouble.Arrange(shortest[..length], to);
    }

    /// <summary>Writes a DECIMAL plainly, with all digits of its scale. Gives the count of bytes.</summary>
    public static int Write(Span<byte> to, decimal value)
    {
        Utf8Formatter.TryFormat(value, to, out int length);
        return length;
    }

    private static int CountDigits(ulong value)
    {
        int digits = 1;
        while (value >= 1000)
        {
            value /= 1000;
            digits += 3;
        }

        return digits + (value >= 100 ? 2 : value >= 10 ? 1 : 0);
    }
}
