using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class MaskFunctionTests : FunctionFixture
{
    [Fact]
    public void Mask_keeps_the_shape()
    {
        Assert.Equal("XxXx-nnn", MaskFunctions.Mask(Arena, T("AbCd#123")).ToString());
        Assert.Equal("AxAx-nnn", MaskFunctions.Mask(Arena, T("AbCd#123"), T("A")).ToString());
        Assert.Equal("AaAa.999", MaskFunctions.Mask(Arena, T("AbCd#123"), T("A"), T("a"), T("9"), T(".")).ToString());
        Assert.Equal("Xx", MaskFunctions.Mask(Arena, T("Éé")).ToString());
        Assert.True(MaskFunctions.Mask(Arena, T(null)).IsNull);
    }

    [Fact]
    public void A_NULL_mask_keeps_its_characters() =>
        Assert.Equal("AxCx#nnn", MaskFunctions.Mask(Arena, T("AbCd#123"), T(null), T("x"), T("n"), T(null)).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("xx")]
    public void A_mask_is_one_character(string mask) => Assert.True(MaskFunctions.Mask(Arena, T("A"), T(mask)).IsNull);

    [Theory]
    [InlineData(2, "XxCd", "AbXx", "AbXx", "XxCd")]
    [InlineData(0, "AbCd", "AbCd", "XxXx", "XxXx")]
    [InlineData(9, "XxXx", "XxXx", "AbCd", "AbCd")]
    [InlineData(-1, null, null, null, null)]
    [InlineData(null, null, null, null, null)]
    public void Parts(int? count, string? left, string? right, string? keepLeft, string? keepRight)
    {
        Assert.Equal(left, MaskFunctions.MaskLeft(Arena, T("AbCd"), count).ToString());
        Assert.Equal(right, MaskFunctions.MaskRight(Arena, T("AbCd"), count).ToString());
        Assert.Equal(keepLeft, MaskFunctions.MaskKeepLeft(Arena, T("AbCd"), count).ToString());
        Assert.Equal(keepRight, MaskFunctions.MaskKeepRight(Arena, T("AbCd"), count).ToString());
    }

    [Fact]
    public void Parts_with_masks()
    {
        Assert.Equal("*bC1", MaskFunctions.MaskLeft(Arena, T("AbC1"), 1, T("*"), T("*"), T("*"), T("*")).ToString());
        Assert.Equal("AbC*", MaskFunctions.MaskRight(Arena, T("AbC1"), 1, T("*"), T("*"), T("*"), T("*")).ToString());
        Assert.Equal("A***", MaskFunctions.MaskKeepLeft(Arena, T("AbC1"), 1, T("*"), T("*"), T("*"), T("*")).ToString());
        Assert.Equal("***1", MaskFunctions.MaskKeepRight(Arena, T("AbC1"), 1, T("*"), T("*"), T("*"), T("*")).ToString());
    }
}
