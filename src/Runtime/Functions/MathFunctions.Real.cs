using QueryGen.Values;

namespace QueryGen.Functions;

/// <content>Functions of real numbers: results are those of IEEE, without errors.</content>
public static partial class MathFunctions
{
    private const double EarthKilometres = 6371;
    private const double EarthMiles = 3959;
    private const double RadiansPerDegree = 0.017453292519943295;
    private const double DegreesPerRadian = 57.29577951308232;

    /// <summary>PI.</summary>
    public static double? Pi() => Math.PI;

    /// <summary>RANDOM: from 0 up to, but not including, 1.</summary>
#pragma warning disable CA5394 // Numbers for queries, not for secrets.
    public static double? Random() => System.Random.Shared.NextDouble();
#pragma warning restore CA5394

    /// <summary>SQRT; of a negative number NaN.</summary>
    public static double? Sqrt(double? value) => value is { } number ? Math.Sqrt(number) : null;

    /// <summary>CBRT.</summary>
    public static double? Cbrt(double? value) => value is { } number ? CubeRoot(number) : null;

    /// <summary>EXP.</summary>
    public static double? Exp(double? value) => value is { } number ? Math.Exp(number) : null;

    /// <summary>LN; of 0 negative infinity.</summary>
    public static double? Ln(double? value) => value is { } number ? Math.Log(number) : null;

    /// <summary>LOG: the natural logarithm.</summary>
    public static double? Log(double? value) => value is { } number ? Math.Log(number) : null;

    /// <summary>SIN, of radians.</summary>
    public static double? Sin(double? value) => value is { } number ? Math.Sin(number) : null;

    /// <summary>COS, of radians.</summary>
    public static double? Cos(double? value) => value is { } number ? Math.Cos(number) : null;

    /// <summary>TAN, of radians.</summary>
    public static double? Tan(double? value) => value is { } number ? Math.Tan(number) : null;

    /// <summary>COT, of radians.</summary>
    public static double? Cot(double? value) => value is { } number ? 1 / Math.Tan(number) : null;

    /// <summary>SINH.</summary>
    public static double? Sinh(double? value) => value is { } number ? Math.Sinh(number) : null;

    /// <summary>COSH.</summary>
    public static double? Cosh(double? value) => value is { } number ? Math.Cosh(number) : null;

    /// <summary>TANH.</summary>
    public static double? Tanh(double? value) => value is { } number ? Math.Tanh(number) : null;

    /// <summary>ASIN, in radians.</summary>
    public static double? Asin(double? value) => value is { } number ? Math.Asin(number) : null;

    /// <summary>ACOS, in radians.</summary>
    public static double? Acos(double? value) => value is { } number ? Math.Acos(number) : null;

    /// <summary>ATAN, in radians.</summary>
    public static double? Atan(double? value) => value is { } number ? Math.Atan(number) : null;

    /// <summary>DEGREES, of radians.</summary>
    public static double? Degrees(double? value) => value is { } number ? number * DegreesPerRadian : null;

    /// <summary>RADIANS, of degrees.</summary>
    public static double? Radians(double? value) => value is { } number ? number * RadiansPerDegree : null;

    /// <summary>LOG to a base; NaN where the base is 1, or not positive.</summary>
    public static double? Log(double? @base, double? value) => @base is { } b && value is { } number
        ? b is <= 0 or 1 ? double.NaN : Math.Log(number) / Math.Log(b)
        : null;

    /// <summary>ATAN2: the angle of the point (x, y), in radians.</summary>
    public static double? Atan2(double? y, double? x) => y is { } up && x is { } right ? Math.Atan2(up, right) : null;

    /// <summary>POWER.</summary>
    public static double? Power(double? @base, double? exponent) => @base is { } b && exponent is { } e ? Math.Pow(b, e) : null;

    /// <summary>GEO_DISTANCE: along the great circle, kilometres.</summary>
    public static double? GeoDistance(double? latitude1, double? longitude1, double? latitude2, double? longitude2) =>
        GeoDistance(latitude1, longitude1, latitude2, longitude2, default);

    /// <summary>GEO_DISTANCE in kilometres or miles; NULL for a place off the globe or an unknown unit.</summary>
    public static double? GeoDistance(double? latitude1, double? longitude1, double? latitude2, double? longitude2, Text unit)
    {
        if (RadiusIn(unit) is not { } radius || latitude1 is not (>= -90 and <= 90) || latitude2 is not (>= -90 and <= 90)
            || longitude1 is not (>= -180 and <= 180) || longitude2 is not (>= -180 and <= 180))
        {
            return null;
        }

        double north = Haversine((latitude2.Value - latitude1.Value) * RadiansPerDegree);
        double east = Haversine((longitude2.Value - longitude1.Value) * RadiansPerDegree);
        double half = north
            + (east * Math.Cos(latitude1.Value * RadiansPerDegree) * Math.Cos(latitude2.Value * RadiansPerDegree));
        return 2 * Math.Asin(Math.Sqrt(half)) * radius;
    }

    // The C library's root can be off by its last digit, Java's is not: one step of Newton's, with the rest of the cube in full.
    private static double CubeRoot(double value)
    {
        double root = Math.Cbrt(value);
        double square = root * root;
        double rest = Math.FusedMultiplyAdd(square, root, -value) + (Math.FusedMultiplyAdd(root, root, -square) * root);
        double better = root - (rest / (3 * square));
        return double.IsFinite(better) ? better : root;
    }

    private static double Haversine(double angle)
    {
        double sine = Math.Sin(angle / 2);
        return sine * sine;
    }

    private static double? RadiusIn(Text unit)
    {
        Span<byte> name = stackalloc byte[16];
        ReadOnlySpan<byte> trimmed = unit.Span[System.Text.Ascii.Trim(unit.Span)];
        if (trimmed.Length > name.Length)
        {
            return null;
        }

        System.Text.Ascii.ToLower(trimmed, name, out int length);
        ReadOnlySpan<byte> lower = name[..length];
        return lower.IsEmpty || lower.SequenceEqual("km"u8) || lower.SequenceEqual("kilometer"u8)
            || lower.SequenceEqual("kilometers"u8) || lower.SequenceEqual("kilometre"u8) || lower.SequenceEqual("kilometres"u8)
            ? EarthKilometres
            : lower.SequenceEqual("mi"u8) || lower.SequenceEqual("mile"u8) || lower.SequenceEqual("miles"u8) ? EarthMiles : null;
    }
}
