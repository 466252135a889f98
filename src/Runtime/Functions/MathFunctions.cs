using System.Globalization;
using QueryGen.Values;

namespace QueryGen.Functions;

/// <summary>Functions of numbers. NULL in gives NULL, unless said otherwise.</summary>
public static class MathFunctions
{
    private const double EarthKilometres = 6371;
    private const double EarthMiles = 3959;

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

        // By the digits that the number is written with, not by its binary value.
        bool isExact = decimal.TryParse(
            number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal digits);
        return isExact && RoundTo(digits, count) is { } rounded ? (double)rounded : value;
    }

    /// <summary>ROUND to places; the scale stays.</summary>
    public static decimal? Round(decimal? value, int? places) => value is { } number && places is { } count
        && RoundTo(number, count) is { } rounded
        ? WithScale(rounded, number.Scale)
        : null;

    /// <summary>SIGN: -1, 0 or 1.</summary>
    public static int? Sign(int? value) => value is { } number ? Math.Sign(number) : null;

    /// <summary>SIGN: -1, 0 or 1.</summary>
    public static int? Sign(long? value) => value is { } number ? Math.Sign(number) : null;

    /// <summary>SIGN: -1, 0 or 1; of NaN 0.</summary>
    public static int? Sign(double? value) => value is { } number ? (double.IsNaN(number) ? 0 : Math.Sign(number)) : null;

    /// <summary>SQRT; of a negative number NaN.</summary>
    public static double? Sqrt(double? value) => value is { } number ? Math.Sqrt(number) : null;

    /// <summary>LN; of 0 negative infinity.</summary>
    public static double? Ln(double? value) => value is { } number ? Math.Log(number) : null;

    /// <summary>EXP.</summary>
    public static double? Exp(double? value) => value is { } number ? Math.Exp(number) : null;

    /// <summary>POWER.</summary>
    public static double? Power(double? @base, double? exponent) => @base is { } b && exponent is { } e ? Math.Pow(b, e) : null;

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

    /// <summary>GEO_DISTANCE: along the great circle, kilometres.</summary>
    public static double? GeoDistance(double? latitude1, double? longitude1, double? latitude2, double? longitude2) =>
        GeoDistance(latitude1, longitude1, latitude2, longitude2, default);

    /// <summary>GEO_DISTANCE in kilometres or miles; NULL for a place off the globe or an unknown unit.</summary>
    public static double? GeoDistance(double? latitude1, double? longitude1, double? latitude2, double? longitude2, Text unit)
    {
        double? radius = unit.ToString()?.Trim().ToUpperInvariant() switch
        {
            null or "" or "KM" or "KILOMETER" or "KILOMETERS" or "KILOMETRE" or "KILOMETRES" => EarthKilometres,
            "MI" or "MILE" or "MILES" => EarthMiles,
            _ => null,
        };
        if (radius is not { } r || latitude1 is not (>= -90 and <= 90) || latitude2 is not (>= -90 and <= 90)
            || longitude1 is not (>= -180 and <= 180) || longitude2 is not (>= -180 and <= 180))
        {
            return null;
        }

        double north = Radians(latitude2.Value - latitude1.Value) / 2;
        double east = Radians(longitude2.Value - longitude1.Value) / 2;
        double half = (Math.Sin(north) * Math.Sin(north))
            + (Math.Cos(Radians(latitude1.Value)) * Math.Cos(Radians(latitude2.Value)) * Math.Sin(east) * Math.Sin(east));
        return r * 2 * Math.Asin(Math.Sqrt(half));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static decimal WithScale(decimal value, byte scale) => value + new decimal(0, 0, 0, isNegative: false, scale);

    private static decimal? RoundTo(decimal value, int places)
    {
        if (places is < -28 or > 28)
        {
            return places < 0 ? 0 : value;
        }

        decimal unit = 1;
        for (int i = 0; i < Math.Abs(places); i++)
        {
            unit *= 10;
        }

        if (places < 0)
        {
            return decimal.Floor((value / unit) + 0.5M) * unit;
        }

        decimal whole = decimal.Truncate(value);
        decimal part = value - whole;
        return whole + (decimal.Floor((part * unit) + 0.5M) / unit);
    }
}
