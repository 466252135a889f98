using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Operators;

/// <summary>CAST, by the type that comes out. What cannot be converted is NULL.</summary>
public static partial class Cast
{
    /// <summary>To BOOLEAN: a text that begins with, or is the beginning of, true or yes.</summary>
    public static bool? ToBoolean(Text value)
    {
        if (value.IsNull)
        {
            return null;
        }

        ReadOnlySpan<byte> text = Trim(value);
        return !text.IsEmpty && (IsBeginning(text, "true"u8) || IsBeginning(text, "yes"u8));
    }

    /// <summary>To INTEGER: the low 32 bits.</summary>
    public static int? ToInteger(long? value) => unchecked((int?)value);

    /// <summary>To INTEGER: towards zero, the ends of the range for what is beyond it.</summary>
    public static int? ToInteger(double? value) => value is { } number ? SaturateInteger(number) : null;

    /// <summary>To INTEGER: towards zero, the low 32 bits.</summary>
    public static int? ToInteger(decimal? value) => unchecked((int?)ToBigInt(value));

    /// <summary>To INTEGER: a sign and digits.</summary>
    public static int? ToInteger(Text value) => ParseLong(value) is { } number && number == (int)number ? (int)number : null;

    /// <summary>To BIGINT.</summary>
    public static long? ToBigInt(int? value) => value;

    /// <summary>To BIGINT: towards zero, the ends of the range for what is beyond it.</summary>
    public static long? ToBigInt(double? value) => value is { } number ? SaturateLong(number) : null;

    /// <summary>To BIGINT: towards zero, the low 64 bits.</summary>
    public static long? ToBigInt(decimal? value) =>
        value is { } number ? unchecked((long)(ulong)(Int128)decimal.Truncate(number)) : null;

    /// <summary>To BIGINT: a sign and digits.</summary>
    public static long? ToBigInt(Text value) => ParseLong(value);

    /// <summary>To DOUBLE.</summary>
    public static double? ToDouble(int? value) => value;

    /// <summary>To DOUBLE.</summary>
    public static double? ToDouble(long? value) => value;

    /// <summary>To DOUBLE.</summary>
    public static double? ToDouble(decimal? value) => (double?)value;

    /// <summary>To DOUBLE: digits, point and exponent; neither NaN nor Infinity.</summary>
    public static double? ToDouble(Text value) =>
        !value.IsNull && JavaDouble.TryParse(Trim(value), out double number)
            && double.IsFinite(number) ? number : null;

    /// <summary>To DECIMAL.</summary>
    public static decimal? ToDecimal(int? value, int precision, int scale) => ToDecimal((decimal?)value, precision, scale);

    /// <summary>To DECIMAL.</summary>
    public static decimal? ToDecimal(long? value, int precision, int scale) => ToDecimal((decimal?)value, precision, scale);

    /// <summary>To DECIMAL: half up to the precision, then half up to the scale; NULL where it does not fit.</summary>
    public static decimal? ToDecimal(double? value, int precision, int scale) =>
        value is { } number && DecimalText.TryRound(number, precision, out decimal rounded)
            ? ToDecimal((decimal?)rounded, precision, scale) : null;

    /// <summary>To DECIMAL: half up; NULL where it does not fit.</summary>
    public static decimal? ToDecimal(decimal? value, int precision, int scale) =>
        value is { } number && DecimalText.TryRound(number, precision, scale, out decimal rounded) ? rounded : null;

    /// <summary>To DECIMAL: half up; NULL where it is no number or does not fit.</summary>
    public static decimal? ToDecimal(Text value, int precision, int scale) =>
        !value.IsNull && decimal.TryParse(Trim(value), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? ToDecimal((decimal?)number, precision, scale) : null;

    /// <summary>To BYTES: Base64.</summary>
    public static unsafe Bytes ToBytes(RecordArena arena, Text value)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (value.IsNull)
        {
            return default;
        }

        byte* to = arena.Allocate(value.Length);
        return Base64.DecodeFromUtf8(value.Span, new Span<byte>(to, value.Length), out _, out int written) == OperationStatus.Done
            ? new Bytes(to, written) : default;
    }

    private static bool IsBeginning(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length <= word.Length && Ascii.EqualsIgnoreCase(text, word[..text.Length]);

    private static ReadOnlySpan<byte> Trim(Text value)
    {
        ReadOnlySpan<byte> span = value.Span;
        while (!span.IsEmpty && span[0] <= ' ')
        {
            span = span[1..];
        }

        while (!span.IsEmpty && span[^1] <= ' ')
        {
            span = span[..^1];
        }

        return span;
    }

    private static long? ParseLong(Text value)
    {
        if (value.IsNull)
        {
            return null;
        }

        ReadOnlySpan<byte> digits = Trim(value);
        return Utf8Parser.TryParse(digits, out long number, out int used) && used == digits.Length ? number : null;
    }

    private static int SaturateInteger(double value) => double.IsNaN(value) ? 0
        : value >= int.MaxValue ? int.MaxValue : value <= int.MinValue ? int.MinValue : (int)value;

    private static long SaturateLong(double value) => double.IsNaN(value) ? 0
        : value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
