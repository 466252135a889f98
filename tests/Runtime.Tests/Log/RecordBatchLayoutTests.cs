using System.Text;
using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Log;

public sealed class RecordBatchLayoutTests
{
    // Check values of CRC-32C: RFC 3720, appendix B.4, and the usual "123456789".
    [Theory]
    [InlineData("313233343536373839", 0xE3069283u)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AAu)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43u)]
    public void Checksum_is_Kafkas_one(string data, uint expected) =>
        Assert.Equal(expected, RecordBatchLayout.Checksum(Convert.FromHexString(data)));

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Varints_are_zigzag(long value, string expected)
    {
        byte[] bytes = new byte[RecordBatchLayout.LongestVarint];
        int length = RecordBatchLayout.WriteVarint(bytes, value);
        Assert.Equal(expected, Convert.ToHexString(bytes.AsSpan(0, length)));
        Assert.Equal(length, RecordBatchLayout.VarintBytes(value));

        int at = 0;
        Assert.True(RecordBatchLayout.TryReadVarint(bytes, ref at, out long read));
        Assert.Equal((value, length), (read, at));
    }

    [Fact]
    public void A_varint_that_does_not_end_is_refused()
    {
        int at = 0;
        Assert.False(RecordBatchLayout.TryReadVarint([0x80, 0x80], ref at, out _));
    }

    [Fact]
    public void A_batch_has_Kafkas_bytes()
    {
        RecordBatchWriter writer = new();
        writer.Append(1_000, true, "k"u8, true, "v"u8);
        writer.Append(1_001, false, default, true, "w"u8);
        byte[] batch = writer.Finish(7).ToArray();

        string expected = new StringBuilder()
            .Append("0000000000000007")       // base offset
            .Append("00000042")               // length behind these 12 bytes
            .Append("00000000")               // leader epoch
            .Append("02")                     // magic
            .Append(Convert.ToHexString(batch.AsSpan(17, 4)))
            .Append("0000")                   // attributes: no compression, create time
            .Append("00000001")               // last offset delta
            .Append("00000000000003E8")       // base timestamp
            .Append("00000000000003E9")       // highest timestamp
            .Append("FFFFFFFFFFFFFFFFFFFFFFFFFFFF")
            .Append("00000002")               // records
            .Append("10" + "00" + "00" + "00" + "02" + "6B" + "02" + "76" + "00")
            .Append("0E" + "00" + "02" + "02" + "01" + "02" + "77" + "00")
            .ToString();
        Assert.Equal(expected, Convert.ToHexString(batch));
        Assert.True(RecordBatchLayout.HasValidChecksum(batch));
        Assert.Equal(9, RecordBatchLayout.NextOffset(batch));
    }
}
