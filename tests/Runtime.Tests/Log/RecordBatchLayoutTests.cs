using System.Text;
using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Log;

public sealed class RecordBatchLayoutTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public unsafe void Varints_are_zigzag(long value, string expected)
    {
        byte* bytes = stackalloc byte[RecordBatchLayout.LongestVarint];
        int length = (int)(RecordBatchLayout.WriteVarint(bytes, value) - bytes);
        Assert.Equal(expected, Convert.ToHexString(new ReadOnlySpan<byte>(bytes, length)));
        Assert.Equal(length, RecordBatchLayout.VarintBytes(value));

        byte* end = RecordBatchLayout.ReadVarint(bytes, out long read);
        Assert.Equal((value, length), (read, (int)(end - bytes)));
    }

    [Fact]
    public unsafe void A_varint_that_does_not_end_is_no_length()
    {
        byte* bytes = stackalloc byte[RecordBatchLayout.LongestVarint];
        new Span<byte>(bytes, RecordBatchLayout.LongestVarint).Fill(0x80);
        byte* end = RecordBatchLayout.ReadVarint(bytes, out long read);
        Assert.Equal(RecordBatchLayout.LongestVarint, (int)(end - bytes));
        Assert.Equal(long.MinValue, read);
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
