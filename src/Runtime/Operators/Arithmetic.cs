using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.Operators;

/// <summary>Arithmetic where C#'s operators do not do what SQL's do. NULL in, or an error, gives NULL.</summary>
public static partial class Arithmetic
{
    /// <summary><c>left / right</c>; by zero NULL; wraps.</summary>
    public static int? Divide(int? left, int? right) => right is null or 0 ? null : right == -1 ? unchecked(-left) : left / right;

    /// <inheritdoc cref="Divide(int?, int?)"/>
    public static long? Divide(long? left, long? right) => right is null or 0 ? null : right == -1 ? unchecked(-left) : left / right;

    /// <summary><c>left / right</c> of IEEE: by zero infinite or NaN.</summary>
    public static double? Divide(double? left, double? right) => left / right;

    /// <summary><c>left % right</c>; by zero NULL.</summary>
    public static int? Modulus(int? left, int? right) => right is null or 0 ? null : right == -1 ? left & 0 : left % right;

    /// <inheritdoc cref="Modulus(int?, int?)"/>
    public static long? Modulus(long? left, long? right) => right is null or 0 ? null : right == -1 ? left & 0 : left % right;

    /// <summary><c>left % right</c> of IEEE.</summary>
    public static double? Modulus(double? left, double? right) => left % right;

    /// <summary>A sum in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static decimal? Add(decimal? left, decimal? right, int precision, int scale) =>
        left is { } l && right is { } r && TryAdd(l, r, out decimal sum) ? Fit(sum, precision, scale) : null;

    /// <summary>A difference in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static decimal? Subtract(decimal? left, decimal? right, int precision, int scale) => Add(left, -right, precision, scale);

    /// <summary>A product in DECIMAL(precision, scale); NULL where it does not fit.</summary>
    public static decimal? Multiply(decimal? left, decimal? right, int precision, int scale) =>
        left is { } l && right is { } r && TryMultiply(l, r, out decimal product) ? Fit(product, precision, scale) : null;

    /// <summary>A quotient in DECIMAL(precision, scale); NULL by zero, and where it is not exact within the scale.</summary>
    public static decimal? Divide(decimal? left, decimal? right, int precision, int scale)
    {
        if (left is not { } l || right is not { } r || r == 0)
        {
            return null;
        }

        // decimal.Divide rounds to 28 digits: a quotient is exact where multiplying it gives the dividend back.
        decimal quotient = l / r;
        return TryMultiply(quotient, r, out decimal back) && back == l ? Fit(quotient, precision, scale) : null;
    }

    /// <summary>A remainder in DECIMAL(precision, scale); NULL by zero.</summary>
    public static decimal? Modulus(decimal? left, decimal? right, int precision, int scale) =>
        left is { } l && right is { } r && r != 0 ? Fit(l % r, precision, scale) : null;

    /// <summary><c>left + right</c> of two VARCHARs: NULL prints as <c>null</c>.</summary>
    public static Text Join(RecordArena arena, Text left, Text right)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ReadOnlySpan<byte> first = left.IsNull ? "null"u8 : left.Span;
        ReadOnlySpan<byte> second = right.IsNull ? "null"u8 : right.Span;
        unsafe
        {
            byte* to = arena.Allocate(first.Length + second.Length);
            first.CopyTo(new Span<byte>(to, first.Length));
            second.CopyTo(new Span<byte>(to + first.Length, second.Length));
            return new Text(to, first.Length + second.Length);
        }
    }

    private static decimal? Fit(decimal value, int precision, int scale) =>
        DecimalText.TryFit(value, precision, scale, out decimal fitted) ? fitted : null;

    // System.Decimal throws where 28 digits are not enough; such a value does not fit a DECIMAL that QueryGen has.
    private static bool TryAdd(decimal left, decimal right, out decimal sum)
    {
        bool fits = Math.Abs(left) < decimal.MaxValue / 2 && Math.Abs(right) < decimal.MaxValue / 2;
        sum = fits ? left + right : 0;
        return fits;
    }

    private static bool TryMultiply(decimal left, decimal right, out decimal product)
    {
        bool fits = Math.Abs((double)left) * Math.Abs((double)right) < 7e28;
        product = fits ? left * right : 0;
        return fits;
    }
}
