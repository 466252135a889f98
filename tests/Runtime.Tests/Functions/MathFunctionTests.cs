using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class MathFunctionTests : FunctionFixture
{
    [Fact]
    public void Abs_of_the_least_integers_wraps()
    {
        Assert.Equal(5, MathFunctions.Abs(-5));
        Assert.Equal(int.MinValue, MathFunctions.Abs(int.MinValue));
        Assert.Equal(long.MinValue, MathFunctions.Abs(long.MinValue));
        Assert.Equal(1.5, MathFunctions.Abs(-1.5));
        Assert.Null(MathFunctions.Abs((decimal?)null));
    }

    [Fact]
    public void Ceil_and_floor_keep_the_scale_of_a_decimal()
    {
        Assert.Equal("2.00", Plain(MathFunctions.Ceil(1.20M)));
        Assert.Equal("-1.00", Plain(MathFunctions.Ceil(-1.20M)));
        Assert.Equal("1.00", Plain(MathFunctions.Floor(1.20M)));
        Assert.Equal(-2, MathFunctions.Floor(-1.2));
    }

    [Theory]
    [InlineData(1.5, 2L)]
    [InlineData(-1.5, -1L)]
    [InlineData(-0.5, 0L)]
    [InlineData(1.4, 1L)]
    [InlineData(1e30, long.MaxValue)]
    [InlineData(double.NegativeInfinity, long.MinValue)]
    [InlineData(double.NaN, 0L)]
    [InlineData(null, null)]
    public void Round_takes_a_half_up(double? value, long? expected) => Assert.Equal(expected, MathFunctions.Round(value));

    [Theory]
    [InlineData(0.7493, 1, 0.7)]
    [InlineData(2.675, 2, 2.68)]
    [InlineData(-1.25, 1, -1.2)]
    [InlineData(1234.5, -2, 1200.0)]
    [InlineData(double.PositiveInfinity, 2, double.PositiveInfinity)]
    [InlineData(1.5, null, null)]
    public void Round_to_places_goes_by_the_digits_that_are_written(double value, int? places, double? expected) =>
        Assert.Equal(expected, MathFunctions.Round(value, places));

    [Fact]
    public void Round_of_a_decimal_to_places_keeps_its_scale()
    {
        Assert.Equal("2", Plain(MathFunctions.Round(1.50M)));
        Assert.Equal("-1", Plain(MathFunctions.Round(-1.50M)));
        Assert.Equal("1.2400", Plain(MathFunctions.Round(1.2350M, 2)));
        Assert.Equal("1200.00", Plain(MathFunctions.Round(1234.50M, -2)));
    }

    [Theory]
    [InlineData(1.9, 1L)]
    [InlineData(-1.9, -1L)]
    [InlineData(1e30, long.MaxValue)]
    [InlineData(double.NaN, 0L)]
    [InlineData(null, null)]
    public void Trunc_goes_towards_zero(double? value, long? expected) => Assert.Equal(expected, MathFunctions.Trunc(value));

    [Theory]
    [InlineData(0.7493, 2, 0.74)]
    [InlineData(-0.7493, 2, -0.74)]
    [InlineData(1299.5, -2, 1200.0)]
    [InlineData(1.5, null, null)]
    public void Trunc_to_places(double value, int? places, double? expected) => Assert.Equal(expected, MathFunctions.Trunc(value, places));

    [Fact]
    public void Trunc_of_a_decimal()
    {
        Assert.Equal("-1", Plain(MathFunctions.Trunc(-1.99M)));
        Assert.Equal("-1.990", Plain(MathFunctions.Trunc(-1.999M, 2)));
        Assert.Equal("1200.00", Plain(MathFunctions.Trunc(1299.99M, -2)));
        Assert.Null(MathFunctions.Trunc(1M, null));
    }

    [Fact]
    public void Sign_of_what_is_no_number_is_zero()
    {
        Assert.Equal(-1, MathFunctions.Sign(-7));
        Assert.Equal(1, MathFunctions.Sign(7L));
        Assert.Equal(0, MathFunctions.Sign(double.NaN));
        Assert.Null(MathFunctions.Sign((int?)null));
    }

    [Fact]
    public void Real_functions_give_what_IEEE_gives()
    {
        Assert.Equal(double.NaN, MathFunctions.Sqrt(-1));
        Assert.Equal(double.NegativeInfinity, MathFunctions.Ln(0));
        Assert.Equal(double.PositiveInfinity, MathFunctions.Exp(1000));
        Assert.Equal(3, MathFunctions.Cbrt(27));
        Assert.Equal(-0.1, MathFunctions.Cbrt(-0.001));
        Assert.Equal(double.PositiveInfinity, MathFunctions.Cbrt(double.PositiveInfinity));
        Assert.Equal(0, MathFunctions.Cbrt(0));
        Assert.Equal(1 / Math.Tan(0.5), MathFunctions.Cot(0.5));
        Assert.Equal(Math.Atan2(1, -1), MathFunctions.Atan2(1, -1));
        Assert.Equal(8, MathFunctions.Power(2, 3));
        Assert.Equal(Math.PI, MathFunctions.Pi());
        Assert.Null(MathFunctions.Sin(null));
        Assert.Null(MathFunctions.Power(2, null));
    }

    [Fact]
    public void Angles_are_turned_as_Java_turns_them()
    {
        Assert.Equal(180, MathFunctions.Degrees(Math.PI));
        Assert.Equal(Math.PI, MathFunctions.Radians(180));
    }

    [Theory]
    [InlineData(2, 8, 3)]
    [InlineData(0, 8, double.NaN)]
    [InlineData(-2, 8, double.NaN)]
    [InlineData(1, 8, double.NaN)]
    public void Log_has_bases_that_make_no_sense(double @base, double value, double expected) =>
        Assert.Equal(expected, MathFunctions.Log(@base, value));

    [Fact]
    public void Random_is_from_0_to_1() => Assert.InRange(MathFunctions.Random()!.Value, 0, 0.9999999999999999);

    [Fact]
    public void Greatest_and_least_leave_NULLs_out()
    {
        Assert.Equal(3, MathFunctions.Greatest<int>(null, 3, 1));
        Assert.Equal(1, MathFunctions.Least<int>(3, null, 1));
        Assert.Null(MathFunctions.Least<int>(null, null));
        Assert.Equal("b", MathFunctions.Greatest(T("a"), T(null), T("b")).ToString());
        Assert.Equal("a", MathFunctions.Least(T(null), T("b"), T("a")).ToString());
        Assert.Equal("FF", Print(MathFunctions.Least(B("01"), B("FF"))));
    }

    [Theory]
    [InlineData(null, 111.19492664455873)]
    [InlineData(" ", 111.19492664455873)]
    [InlineData("KM", 111.19492664455873)]
    [InlineData("Miles", 69.09758508645551)]
    [InlineData("furlong", null)]
    [InlineData("a unit with a long name", null)]
    public void Geo_distance_knows_units(string? unit, double? expected)
    {
        double? distance = MathFunctions.GeoDistance(0, 10, 0, 11, T(unit));
        Assert.Equal(expected is null, distance is null);
        Assert.Equal(expected ?? 0, distance ?? 0, 1e-9);
    }

    [Theory]
    [InlineData(91, 0)]
    [InlineData(0, 181)]
    [InlineData(double.NaN, 0)]
    public void Geo_distance_of_no_place_on_the_globe_is_an_error(double latitude, double longitude)
    {
        Assert.Null(MathFunctions.GeoDistance(latitude, longitude, 0, 0));
        Assert.Null(MathFunctions.GeoDistance(0, 0, latitude, longitude));
    }

    private static string? Plain(decimal? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
