using System.Text;
using QueryGen.Serdes;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed class Murmur2Tests
{
    // The values that Kafka's own test of its hash expects.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hash_is_Kafkas(string key, int expected) =>
        Assert.Equal(expected, unchecked((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key))));
}
