using System.Globalization;
using System.Numerics;
using System.Text;
using QueryGen.Binding;
using QueryGen.Syntax;
using QueryGen.Types;

namespace QueryGen.Emit;

/// <summary>Constants of SQL → C#.</summary>
internal static class LiteralEmitter
{
    // The runtime's WideDecimal takes its digits as words.
    private const int WordsOfWide = 4;
    private const int WordBits = 64;

    public static string Emit(BoundLiteral literal) => (literal.Type.Kind, literal.Value) switch
    {
        (_, null) => literal.Type.Kind == SqlKind.Null ? "null" : $"default({ClrTypes.Hot(literal.Type)})",
        (SqlKind.Boolean, bool value) => value ? "true" : "false",
        (SqlKind.Integer, int value) => value == int.MinValue ? "int.MinValue" : Format(value),
        (SqlKind.BigInt, long value) => Long(value),
        (SqlKind.BigInt, int value) => Long(value),
        (SqlKind.Double, double value) => value.ToString("R", CultureInfo.InvariantCulture) + "D",
        (SqlKind.Decimal, string digits) when literal.Type is DecimalType { IsWide: true } => Wide(digits.Trim()),
        (SqlKind.Decimal, string digits) => digits.Trim() + "M",
        (SqlKind.String, string value) => $"Text.Literal({Code.Utf8(value)})",
        (SqlKind.Date, int days) => $"new SqlDate({Format(days)})",
        (SqlKind.Time, int ms) => $"new SqlTime({Format(ms)})",
        (SqlKind.Timestamp, long ms) => $"new SqlTimestamp({Long(ms)})",
        _ => throw new InvalidOperationException($"The emitter has no literal for {literal.Type} of {literal.Value?.GetType().Name}."),
    };

    public static string Long(long value) => value == long.MinValue ? "long.MinValue" : Format(value) + "L";

    public static string Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Milliseconds => "1L",
        TimeUnit.Seconds => "1_000L",
        TimeUnit.Minutes => "60_000L",
        TimeUnit.Hours => "3_600_000L",
        TimeUnit.Days => "86_400_000L",
        _ => throw new InvalidOperationException($"{unit} has no fixed length."),
    };

    private static string Wide(string text)
    {
        string digits = text.TrimStart('+', '-');
        int point = digits.IndexOf('.');
        BigInteger rest = BigInteger.Parse(digits.Replace(".", ""), NumberStyles.None, CultureInfo.InvariantCulture);
        StringBuilder words = new();
        for (int i = 0; i < WordsOfWide; i++)
        {
            rest = BigInteger.DivRem(rest, BigInteger.One << WordBits, out BigInteger word);
            words.Append("0x").Append(((ulong)word).ToString("X", CultureInfo.InvariantCulture)).Append("UL, ");
        }

        int scale = point < 0 ? 0 : digits.Length - point - 1;
        string isNegative = text.StartsWith("-", StringComparison.Ordinal) ? "true" : "false";
        return $"new WideDecimal({words}{Format(scale)}, isNegative: {isNegative})";
    }

    private static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}
