using System.Numerics;
using QueryGen.Operators;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

/// <summary>Decimals of 256 bits against whole numbers without an end.</summary>
public sealed class WideDecimalTests
{
    private const int Rounds = 20_000;
    private const int Most = WideDecimal.MostDigits;
    private const string Zeros = "00000000000000000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void Arithmetic_is_exact_or_null()
    {
        Random random = new(1);
        for (int i = 0; i < Rounds; i++)
        {
            (BigInteger left, int leftScale, WideDecimal wideLeft) = Any(random);
            (BigInteger right, int rightScale, WideDecimal wideRight) = Any(random);
            int scale = Math.Max(leftScale, rightScale);
            BigInteger l = left * BigInteger.Pow(10, scale - leftScale);
            BigInteger r = right * BigInteger.Pow(10, scale - rightScale);
            bool fits = Fits(l) && Fits(r);

            Assert.Equal(fits ? Text(l + r, scale) : null, Arithmetic.Add(wideLeft, wideRight, Most, scale)?.ToString());
            Assert.Equal(fits ? Text(l - r, scale) : null, Arithmetic.Subtract(wideLeft, wideRight, Most, scale)?.ToString());
            Assert.Equal(
                fits && !r.IsZero ? Text(BigInteger.Remainder(l, r), scale) : null,
                Arithmetic.Modulus(wideLeft, wideRight, Most, scale)?.ToString());
            Assert.Equal(l.CompareTo(r), Math.Sign(wideLeft.CompareTo(wideRight)));

            int both = leftScale + rightScale;
            string? product = both <= Most ? Text(left * right, both) : null;
            Assert.Equal(product, both <= Most ? Arithmetic.Multiply(wideLeft, wideRight, Most, both)?.ToString() : null);
        }
    }

    [Fact]
    public void A_product_is_divided_back()
    {
        Random random = new(2);
        for (int i = 0; i < Rounds; i++)
        {
            BigInteger left = Whole(random, random.Next(1, 38));
            BigInteger right = Whole(random, random.Next(1, 38));
            if (!right.IsZero)
            {
                WideDecimal product = WideDecimal.Parse((left * right).ToString());
                Assert.Equal(left.ToString(), Arithmetic.Divide(product, WideDecimal.Parse(right.ToString()), Most, 0)?.ToString());
            }
        }
    }

    [Fact]
    public void Casts_round_half_up_and_check_the_room()
    {
        Random random = new(3);
        for (int i = 0; i < Rounds; i++)
        {
            (BigInteger digits, int scale, WideDecimal wide) = Any(random);
            int target = random.Next(scale + 1);
            BigInteger unit = BigInteger.Pow(10, scale - target);
            BigInteger size = BigInteger.DivRem(BigInteger.Abs(digits), unit, out BigInteger rest) + (rest * 2 >= unit ? 1 : 0);
            BigInteger rounded = target == scale ? digits : digits.Sign * size;

            Assert.Equal(Text(rounded, target), Cast.ToWide(wide, Most, target)?.ToString());
            Assert.Equal((long)(ulong)((digits / BigInteger.Pow(10, scale)) & ulong.MaxValue), Cast.ToBigInt(wide));
        }
    }

    [Fact]
    public void A_double_is_its_exact_value_half_up_to_the_precision_and_then_to_the_scale()
    {
        Random random = new(4);
        for (int i = 0; i < Rounds; i++)
        {
            // A whole number over a power of two: so many digits behind the point, and the last ones are 25 or 75.
            long whole = random.NextInt64(1L << 53) * (random.Next(2) == 0 ? 1 : -1);
            int halvings = random.Next(70);
            int precision = random.Next(29, Most + 1);
            int scale = random.Next(precision + 1);
            BigInteger size = BigInteger.Abs(whole) * BigInteger.Pow(5, halvings);
            int digits = size.ToString().Length;
            int kept = halvings;
            if (digits > precision)
            {
                size = HalfUp(size, digits - precision);
                kept = halvings - (digits - precision);
            }

            size = kept > scale ? HalfUp(size, kept - scale) : size * BigInteger.Pow(10, scale - kept);
            string? expected = size < BigInteger.Pow(10, precision) ? Text(size * Math.Sign(whole), scale) : null;
            Assert.Equal(expected, Cast.ToWide(Math.ScaleB((double)whole, -halvings), precision, scale)?.ToString());
        }
    }

    [Theory]
    [InlineData(1.0 + (1.0 / (1L << 41)), 41, 40, "1.0000000000004547473508864641189575195313")]
    [InlineData(1e30, 31, 0, "1000000000000000019884624838656")]
    [InlineData(1e76, 77, 0, "10000000000000000470601344959054695891559601407866630764278709534898249531392")]
    [InlineData(1e77, 77, 0, "99999999999999998278261272554585856747747644714015897553975120217811154108416")]
    [InlineData(1e78, 77, 0, null)]
    [InlineData(double.Epsilon, 77, 77, "0." + Zeros)]
    [InlineData(double.MaxValue, 77, 0, null)]
    [InlineData(double.NaN, 38, 0, null)]
    [InlineData(double.NegativeInfinity, 38, 0, null)]
    public void A_double_at_the_borders(double value, int precision, int scale, string? expected) =>
        Assert.Equal(expected, Cast.ToWide(value, precision, scale)?.ToString());

    [Theory]
    [InlineData("-0.000", "0.000")]
    [InlineData("+12.50", "12.50")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1.5e3", "1500")]
    [InlineData("15E-3", "0.015")]
    public void Text_is_read(string text, string expected) => Assert.Equal(expected, WideDecimal.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e99")]
    [InlineData("1x")]
    [InlineData("111111111122222222223333333333444444444455555555556666666666777777777788888888")]
    public void What_is_no_number_is_told(string text) => Assert.Throws<FormatException>(() => WideDecimal.Parse(text));

    [Fact]
    public void Values_that_are_equal_have_one_hash()
    {
        Assert.Equal(WideDecimal.Parse("1.50"), WideDecimal.Parse("1.5"));
        Assert.Equal(WideDecimal.Parse("1.50").GetHashCode(), WideDecimal.Parse("1.5").GetHashCode());
        Assert.NotEqual(WideDecimal.Parse("1.5"), WideDecimal.Parse("-1.5"));
    }

    private static (BigInteger Digits, int Scale, WideDecimal Value) Any(Random random)
    {
        BigInteger digits = Whole(random, random.Next(0, 60));
        int scale = random.Next(0, 50);
        return (digits, scale, WideDecimal.Parse(Text(digits, scale)!));
    }

    private static BigInteger Whole(Random random, int digits)
    {
        BigInteger value = 0;
        for (int i = 0; i < digits; i++)
        {
            value = (value * 10) + random.Next(10);
        }

        return random.Next(2) == 0 ? value : -value;
    }

    private static BigInteger HalfUp(BigInteger size, int dropped)
    {
        BigInteger unit = BigInteger.Pow(10, dropped);
        return ((size * 2) + unit) / (unit * 2);
    }

    private static bool Fits(BigInteger digits) => BigInteger.Abs(digits) < BigInteger.Pow(10, Most);

    private static string? Text(BigInteger digits, int scale)
    {
        if (!Fits(digits))
        {
            return null;
        }

        string text = BigInteger.Abs(digits).ToString().PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (scale == 0 ? text : text[..^scale] + "." + text[^scale..]);
    }
}
