using QueryGen.Storage;
using QueryGen.Testing.Simulation;
using Xunit;

namespace QueryGen.Tests.Storage;

public sealed class ChecksumTests
{
    // Check values of CRC-32C: RFC 3720, appendix B.4, and the usual "123456789".
    [Theory]
    [InlineData("", 0u)]
    [InlineData("313233343536373839", 0xE3069283u)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43u)]
    public void Checksum_is_Kafkas_one(string data, uint expected) =>
        Assert.Equal(expected, Checksum.Of(Convert.FromHexString(data)));

    [Fact]
    public void Parts_that_are_summed_at_once_give_the_sum_of_the_whole()
    {
        SeededRandom random = new(1);
        byte[] data = new byte[40_000];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)random.NextBits();
        }

        for (int i = 0; i < 400; i++)
        {
            int start = random.Next(64);
            int length = i < 30 ? 6_140 + i : i < 100 ? 480 + i : random.Next(data.Length - start);
            ReadOnlySpan<byte> part = data.AsSpan(start, length);
            Assert.Equal(BitByBit(part), Checksum.Of(part));
            Assert.Equal(BitByBit(part), ~Checksum.Sum(uint.MaxValue, part));
        }
    }

    [Fact]
    public void A_sum_goes_on_behind_a_part()
    {
        byte[] data = [.. Enumerable.Range(0, 5_000).Select(number => (byte)(number * 7))];
        Assert.Equal(Checksum.Of(data), Checksum.Continue(Checksum.Of(data.AsSpan(0, 1_234)), data.AsSpan(1_234)));
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in data)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return ~crc;
    }
}
