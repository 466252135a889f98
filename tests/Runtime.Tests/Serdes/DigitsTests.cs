using System.Globalization;
using System.Text;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed unsafe class DigitsTests
{
    [Fact]
    public void Integers_are_those_of_the_runtime()
    {
        Random random = new(1);
        long[] edges = [0, 9, 10, 99, 100, long.MinValue, long.MaxValue, int.MinValue, int.MaxValue, -1, -9, -10];
        for (int i = 0; i < 200_000; i++)
        {
            long value = i < edges.Length ? edges[i] : Around(random);
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Written(value));
        }
    }

    [Fact]
    public void Doubles_read_back_and_none_of_their_digits_is_needless()
    {
        Random random = new(2);
        for (int i = 0; i < 100_000; i++)
        {
            double value = i % 2 == 0
                ? BitConverter.Int64BitsToDouble(random.NextInt64())
                : random.Next(-10_000_000, 10_000_000) / Math.Pow(10, random.Next(8));
            string written = Written(value);
            if (!double.IsFinite(value))
            {
                continue;
            }

            // The runtime's own form has the fewest digits that read back; only notation differs.
            Assert.Equal(value, double.Parse(written, CultureInfo.InvariantCulture));
            Assert.Equal(Significant(value.ToString("R", CultureInfo.InvariantCulture)), Significant(written));
        }
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(10000000.0, "1.0E7")]
    [InlineData(1e10, "1.0E10")]
    [InlineData(12345.6789, "12345.6789")]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(-13.21, "-13.21")]
    [InlineData(4.9E-324, "4.9E-324")]
    [InlineData(9.9E-324, "9.9E-324")]
    [InlineData(1.5E-323, "1.5E-323")]
    [InlineData(1.7976931348623157E308, "1.7976931348623157E308")]
    public void Doubles_have_the_form_of_Java(double value, string expected) => Assert.Equal(expected, Written(value));

    [Fact]
    public void Decimals_have_all_digits_of_their_scale()
    {
        Random random = new(3);
        for (int i = 0; i < 100_000; i++)
        {
            decimal value = new(random.Next(), random.Next(4) == 0 ? random.Next() : 0, random.Next(16) == 0 ? random.Next() : 0,
                random.Next(2) == 0, (byte)random.Next(29));
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Written(value));
        }

        Assert.Equal("0.00", Written(0.00m));
        Assert.Equal("12.30", Written(12.30m));
    }

    // Each number of digits is as likely as any other.
    private static long Around(Random random)
    {
        long value = random.NextInt64((long)Math.Pow(10, random.Next(1, 19)));
        return random.Next(3) == 0 ? -value : value;
    }

    private static string Significant(string text)
    {
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = exponent < 0 ? text : text[..exponent];
        return mantissa.Replace(".", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Trim('0');
    }

    private static string Written(long value)
    {
        byte* to = stackalloc byte[Digits.MostLongBytes + 64];
        return Encoding.ASCII.GetString(to, (int)(Digits.Write(to, value) - to));
    }

    private static string Written(double value)
    {
        byte* to = stackalloc byte[Digits.MostDoubleBytes + 64];
        return Encoding.ASCII.GetString(to, (int)(Digits.Write(to, value) - to));
    }

    private static string Written(decimal value)
    {
        byte* to = stackalloc byte[Digits.MostDecimalBytes + 64];
        return Encoding.ASCII.GetString(to, (int)(Digits.Write(to, value) - to));
    }
}
