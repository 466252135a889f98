using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class EncodingFunctionTests : FunctionFixture
{
    [Theory]
    [InlineData(75, "K")]
    [InlineData(22909, "好")]
    [InlineData(0x1F600, "\U0001F600")]
    [InlineData(-1, null)]
    [InlineData(0x110000, null)]
    [InlineData(null, null)]
    public void Chr_of_a_code_point(int? codePoint, string? expected) =>
        Assert.Equal(expected, EncodingFunctions.Chr(Arena, codePoint).ToString());

    [Theory]
    [InlineData(@"\u004b", "K")]
    [InlineData(@"\u004b\uD83D\uDE00!", "K\U0001F600!")]
    [InlineData(@"\uuu004b", "K")]
    [InlineData(@"\u004", null)]
    [InlineData(@"\u00zz", null)]
    [InlineData("004b00", null)]
    [InlineData(null, null)]
    public void Chr_of_escapes(string? escaped, string? expected) =>
        Assert.Equal(expected, EncodingFunctions.Chr(Arena, T(escaped)).ToString());

    [Theory]
    [InlineData("48656c6c6f", "hex", "utf8", "Hello")]
    [InlineData("0x4c6f", "hex", "ASCII", "Lo")]
    [InlineData("0x5", "hex", "base64", "BQ==")]
    [InlineData("X'4c6f'", "hex", "utf8", "Lo")]
    [InlineData("c3a9", "hex", "ascii", "\uFFFD\uFFFD")]
    [InlineData("5", "hex", "utf8", null)]
    [InlineData("zz", "hex", "utf8", null)]
    [InlineData("é", "utf8", "hex", "c3a9")]
    [InlineData("é", "ascii", "hex", "3f")]
    [InlineData("é", "utf8", "ascii", "\uFFFD\uFFFD")]
    [InlineData("Hello", "ascii", "base64", "SGVsbG8=")]
    [InlineData("SGVsbG8=", "BASE64", "utf8", "Hello")]
    [InlineData("SGVs!", "base64", "utf8", null)]
    [InlineData("a", "utf8", "utf8", null)]
    [InlineData("a", "utf8", "utf16", null)]
    [InlineData("a", "utf16", "utf8", null)]
    [InlineData(null, "utf8", "hex", null)]
    [InlineData("a", null, "hex", null)]
    public void Encode(string? value, string? from, string? to, string? expected) =>
        Assert.Equal(expected, EncodingFunctions.Encode(Arena, T(value), T(from), T(to)).ToString());

    [Fact]
    public void Bytes_and_text()
    {
        Assert.Equal("21", Print(EncodingFunctions.ToBytes(Arena, T("!"), T("utf8"))));
        Assert.Equal("1A", Print(EncodingFunctions.ToBytes(Arena, T("1a"), T("hex"))));
        Assert.Equal("1A", EncodingFunctions.FromBytes(Arena, B("1A"), T("hex")).ToString());
        Assert.Equal("GQ==", EncodingFunctions.FromBytes(Arena, B("19"), T("base64")).ToString());
        Assert.True(EncodingFunctions.FromBytes(Arena, B("1A"), T("none")).IsNull);
        Assert.True(EncodingFunctions.ToBytes(Arena, T(null), T("hex")).IsNull);
        Assert.True(EncodingFunctions.FromBytes(Arena, B(null), T("hex")).IsNull);
    }

    [Fact]
    public void Numbers_of_bytes_need_all_of_them()
    {
        Assert.Equal(1, EncodingFunctions.IntFromBytes(B("00000001")));
        Assert.Equal(1, EncodingFunctions.IntFromBytes(B("01000000"), T("LITTLE_ENDIAN")));
        Assert.Equal(1, EncodingFunctions.IntFromBytes(B("00000001"), T("BIG_ENDIAN")));
        Assert.Null(EncodingFunctions.IntFromBytes(B("0001")));
        Assert.Null(EncodingFunctions.IntFromBytes(B("00000001"), T("MIDDLE")));
        Assert.Null(EncodingFunctions.IntFromBytes(B(null)));
        Assert.Equal(258, EncodingFunctions.BigintFromBytes(B("0000000000000102")));
        Assert.Equal(258, EncodingFunctions.BigintFromBytes(B("0201000000000000"), T("LITTLE_ENDIAN")));
        Assert.Null(EncodingFunctions.BigintFromBytes(B("00000001")));
        Assert.Equal(1.5, EncodingFunctions.DoubleFromBytes(B("3FF8000000000000")));
        Assert.Equal(1.5, EncodingFunctions.DoubleFromBytes(B("000000000000F83F"), T("LITTLE_ENDIAN")));
    }

    [Fact]
    public void Md5_prints_small_digits()
    {
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", EncodingFunctions.Md5(Arena, T("abc")).ToString());
        Assert.True(EncodingFunctions.Md5(Arena, T(null)).IsNull);
    }

    [Fact]
    public void Uuid_is_random_or_of_16_bytes()
    {
        Assert.NotEqual(EncodingFunctions.Uuid(Arena).ToString(), EncodingFunctions.Uuid(Arena).ToString());
        Assert.Equal(
            "00010203-0405-0607-0809-0a0b0c0d0e0f",
            EncodingFunctions.Uuid(Arena, B("000102030405060708090A0B0C0D0E0F")).ToString());
        Assert.True(EncodingFunctions.Uuid(Arena, B("00")).IsNull);
    }
}
