using QueryGen.Serdes;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Serdes;

public sealed unsafe class HeaderReaderTests : IDisposable
{
    private readonly RecordArena _arena = new();

    [Fact]
    public void Headers_come_in_their_order() => Assert.Equal(
        ["2", "a=0102", "=", "end"],
        Read([4, 2, (byte)'a', 4, 1, 2, 0, 0]));

    [Fact]
    public void A_null_value_is_none() => Assert.Equal(["1", "a=null", "end"], Read([2, 2, (byte)'a', 1]));

    [Fact]
    public void No_bytes_are_no_headers() => Assert.Equal(["0", "end"], Read([]));

    [Theory]
    [InlineData(new byte[] { 4, 2, 97, 0 })]
    [InlineData(new byte[] { 2, 100, 97, 0 })]
    [InlineData(new byte[] { 2, 2, 97, 100 })]
    [InlineData(new byte[] { 2, 2, 97 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 1 })]
    public void Bytes_that_are_no_headers_end_early(byte[] bytes) => Assert.Equal("end", Read(bytes)[^1]);

    public void Dispose() => _arena.Dispose();

    private List<string> Read(byte[] bytes)
    {
        // Exactly as long as the bytes: what is read beyond would be another's.
        HeaderReader headers = new(bytes.Length == 0 ? default : _arena.Bytes(bytes).Span);
        List<string> read = [$"{headers.Count}"];
        while (headers.TryNext(out Text name, out Bytes value))
        {
            read.Add($"{name}={(value.IsNull ? "null" : Convert.ToHexString(value.Span))}");
        }

        read.Add("end");
        return read;
    }
}
