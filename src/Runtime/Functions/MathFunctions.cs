using System.Globalization;
using QueryGen.Operators;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of numbers. NULL in gives NULL, unless said otherwise.</summary>
public static partial class MathFunctions
{
    /// <summary>ABS; of the least INTEGER it wraps.</summary>
    public static int? Abs(int? value) => value < 0 ? unchecked(-value) : value;

    /// <summary>ABS; of the least BIGINT it wraps.</summary>
    public static long? Abs(long? value) => value < 0 ? unchecked(-value) : value;

    /// <summary>ABS.</summary>
    public static double? Abs(double? value) => value is { } number ? Math.Abs(number) : null;

    /// <summary>ABS.</summary>
    public static decimal? Abs(decimal? value) => value is { } number ? Math.Abs(number) : null;

    /// <summary>CEIL.</summary>
    public static int? Ceil(int? value) => value;

    /// <summary>CEIL.</summary>
    public static long? Ceil(long? value) => value;

    /// <summary>CEIL.</summary>
    public static double? Ceil(double? value) => value is { } number ? Math.Ceiling(number) : null;

    /// <summary>CEIL; the scale stays.</summary>
    public static decimal? Ceil(decimal? value) => value is { } number ? WithScale(decimal.Ceiling(number), number.Scale) : null;

    /// <summary>FLOOR.</summary>
    public static int? Floor(int? value) => value;

    /// <summary>FLOOR.</summary>
    public static long? Floor(long? value) => value;

    /// <summary>FLOOR.</summary>
    public static double? Floor(double? value) => value is { } number ? Math.Floor(number) : null;

    /// <summary>FLOOR; the scale stays.</summary>
    public static decimal? Floor(decimal? value) => value is { } number ? WithScale(decimal.Floor(number), number.Scale) : null;

    /// <summary>ROUND.</summary>
    public static long? Round(int? value) => value;

    /// <summary>ROUND.</summary>
    public static long? Round(long? value) => value;

    /// <summary>ROUND: a half goes up, towards positive infinity; the ends of the range for what is beyond it.</summary>
    public static long? Round(double? value) => value is not { } number ? null
        : double.IsNaN(number) ? 0
        : number + 0.5 >= long.MaxValue ? long.MaxValue
        : number + 0.5 <= long.MinValue ? long.MinValue
        : (long)Math.Floor(number + 0.5);

    /// <summary>ROUND to a whole number: a half goes up.</summary>
    public static decimal? Round(decimal? value) => value is { } number ? decimal.Floor(number + 0.5M) : null;

    /// <summary>ROUND to places behind the point, or before it where negative: a half goes up.</summary>
    public static double? Round(double? value, int? places)
    {
        if (value is not { } number || places is not { } count || !double.IsFinite(number))
        {
            return places is null ? null : value;
        }

        return TryReadDigits(number, out decimal digits) && RoundTo(digits, count) is { } rounded ? (double)rounded : value;
    }

    /// <summary>ROUND to places; the scale stays.</summary>
    public static decimal? Round(decimal? value, int? places) => value is { } number && places is { } count
        && RoundTo(number, count) is { } rounded
        ? WithScale(rounded, number.Scale)
        : null;

    /// <summary>TRUNC.</summary>
    public static long? Trunc(int? value) => value;

    /// <summary>TRUNC.</summary>
    public static long? Trunc(long? value) => value;

    /// <summary>TRUNC: towards zero; the ends of the range for what is beyond it.</summary>
    public static long? Trunc(double? value) => Cast.ToBigInt(value);

    /// <summary>TRUNC to a whole number.</summary>
    public static decimal? Trunc(decimal? value) => value is { } number ? decimal.Truncate(number) : null;

    /// <summary>TRUNC to places behind the point, or before it where negative.</summary>
    public static double? Trunc(double? value, int? places)
    {
        if (value is not { } number || places is not { } count || !double.IsFinite(number))
        {
            return places is null ? null : value;
        }

        return TryReadDigits(number, out decimal digits) ? (double)TruncateTo(digits, count) : value;
    }

    /// <summary>TRUNC to places; the scale stays.</summary>
    public static decimal? Trunc(decimal? value, int? places) =>
        value is { } number && places is { } count ? WithScale(TruncateTo(number, count), number.Scale) : null;

    /// <summary>SIGN: -1, 0 or 1.</summary>
    public static int? Sign(int? value) => value is { } number ? Math.Sign(number) : null;

    /// <summary>SIGN: -1, 0 or 1.</summary>
    public static int? Sign(long? value) => value is { } number ? Math.Sign(number) : null;

    /// <summary>SIGN: -1, 0 or 1; of NaN 0.</summary>
    public static int? Sign(double? value) => value is { } number ? (double.IsNaN(number) ? 0 : Math.Sign(number)) : null;

    /// <summary>GREATEST: NULLs are left out; all NULL is NULL.</summary>
    public static T? Greatest<T>(T? first, params ReadOnlySpan<T?> others)
        where T : struct, IComparable<T>
    {
        T? best = first;
        foreach (T? other in others)
        {
            best = best is not { } b || (other is { } o && o.CompareTo(b) > 0) ? other ?? best : best;
        }

        return best;
    }

    /// <inheritdoc cref="Greatest{T}(T?, ReadOnlySpan{T?})"/>
    public static Text Greatest(Text first, params ReadOnlySpan<Text> others)
    {
        Text best = first;
        foreach (Text other in others)
        {
            best = best.CompareTo(other) < 0 ? other : best;
        }

        return best;
    }

    /// <inheritdoc cref="Greatest{T}(T?, ReadOnlySpan{T?})"/>
    public static Bytes Greatest(Bytes first, params ReadOnlySpan<Bytes> others)
    {
        Bytes best = first;
        foreach (Bytes other in others)
        {
            best = best.CompareTo(other) < 0 ? other : best;
        }

        return best;
    }

    /// <summary>LEAST: NULLs are left out; all NULL is NULL.</summary>
    public static T? Least<T>(T? first, params ReadOnlySpan<T?> others)
        where T : struct, IComparable<T>
    {
        T? best = first;
        foreach (T? other in others)
        {
            best = best is not { } b || (other is { } o && o.CompareTo(b) < 0) ? other ?? best : best;
        }

        return best;
    }

    /// <inheritdoc cref="Least{T}(T?, ReadOnlySpan{T?})"/>
    public static Text Least(Text first, params ReadOnlySpan<Text> others)
    {
        Text best = first;
        foreach (Text other in others)
        {
            best = best.IsNull || (!other.IsNull && other.CompareTo(best) < 0) ? other : best;
        }

        return best;
    }

    /// <inheritdoc cref="Least{T}(T?, ReadOnlySpan{T?})"/>
    public static Bytes Least(Bytes first, params ReadOnlySpan<Bytes> others)
    {
        Bytes best = first;
        foreach (Bytes other in others)
        {
            best = best.IsNull || (!other.IsNull && other.CompareTo(best) < 0) ? other : best;
        }

        return best;
    }

    private static decimal WithScale(decimal value, byte scale) => value + new decimal(0, 0, 0, isNegative: false, scale);

    // By the digits that a number is written with, not by its binary value.
    private static bool TryReadDigits(double value, out decimal digits)
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out digits);
    }

    private static decimal TruncateTo(decimal value, int places)
    {
        if (places is < -28 or > 28)
        {
            return places < 0 ? 0 : value;
        }

        decimal unit = PowerOfTen(Math.Abs(places));
        if (places < 0)
        {
            return decimal.Truncate(value / unit) * unit;
        }

        decimal whole = decimal.Truncate(value);
        return whole + (decimal.Truncate((value - whole) * unit) / unit);
    }

    private static decimal PowerOfTen(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static decimal? RoundTo(decimal value, int places)
    {
        if (places is < -28 or > 28)
        {
            return places < 0 ? 0 : value;
        }

        decimal unit = PowerOfTen(Math.Abs(places));
        if (places < 0)
        {
            return decimal.Floor((value / unit) + 0.5M) * unit;
        }

        decimal whole = decimal.Truncate(value);
        decimal part = value - whole;
        return whole + (decimal.Floor((part * unit) + 0.5M) / unit);
    }
}
