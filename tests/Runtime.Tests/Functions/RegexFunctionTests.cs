using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class RegexFunctionTests : FunctionFixture
{
    [Theory]
    [InlineData("(.*) (.*)", "test string", 0, "test string")]
    [InlineData("(.*) (.*)", "test string", 2, "string")]
    [InlineData("(.*) (.*)", "test string", 3, null)]
    [InlineData("(.*) (.*)", "test string", -1, null)]
    [InlineData("(x)?test", "test", 1, null)]
    [InlineData("x+", "test", 0, null)]
    [InlineData("é.", "aéb", 0, "éb")]
    [InlineData("(", "a", 0, null)]
    [InlineData(null, "a", 0, null)]
    [InlineData("a", null, 0, null)]
    [InlineData("a", "a", null, null)]
    public void Extract(string? pattern, string? value, int? group, string? expected) =>
        Assert.Equal(expected, RegexFunctions.RegexpExtract(Arena, Regex(pattern), T(value), group).ToString());

    [Theory]
    [InlineData("[a-z]", "a1b2", 0, "a,b")]
    [InlineData("([a-z])([0-9])?", "a1b", 2, "1,null")]
    [InlineData("[x]", "a1b2", 0, "")]
    [InlineData("[a-z]", "a1b2", 1, "NULL")]
    [InlineData("[a-z]", null, 0, "NULL")]
    public void Extract_all(string pattern, string? value, int? group, string expected) =>
        Assert.Equal(expected, Print(RegexFunctions.RegexpExtractAll(Arena, Regex(pattern), T(value), group)));

    [Theory]
    [InlineData("baababaa", "ab", "xy", "baxyxyaa")]
    [InlineData("baababaa", "(ab)+", "<$1>", "ba<ab>aa")]
    [InlineData("ab", "(a)(b)", "$2$1", "ba")]
    [InlineData("ab", "(a)", "$12", "a2b")]
    [InlineData("ab", "(?<x>a)", "${x}${x}", "aab")]
    [InlineData("ab", "a", @"\$\\", @"$\b")]
    [InlineData("ab", "a", "$1", null)]
    [InlineData("ab", "a", "$x", null)]
    [InlineData("ab", "a", @"x\", null)]
    [InlineData("abc", "x*", "-", "-a-b-c-")]
    [InlineData(null, "a", "b", null)]
    [InlineData("a", null, "b", null)]
    [InlineData("a", "a", null, null)]
    public void Replace(string? value, string? pattern, string? replacement, string? expected) =>
        Assert.Equal(expected, RegexFunctions.RegexpReplace(Arena, T(value), Regex(pattern), T(replacement)).ToString());

    [Theory]
    [InlineData("aabcda", "(ab|cd)", "a,,a")]
    [InlineData("aab", "ab", "a,")]
    [InlineData("abc", "", "a,b,c")]
    [InlineData("zxy", "(x|y)?", "z")]
    [InlineData("abc", "x", "abc")]
    [InlineData("", "", "")]
    [InlineData(null, "a", "NULL")]
    [InlineData("a", "(", "NULL")]
    public void Split(string? value, string pattern, string expected) =>
        Assert.Equal(expected, Print(RegexFunctions.RegexpSplitToArray(Arena, T(value), Regex(pattern))));

    [Fact]
    public void A_pattern_that_takes_forever_is_an_error_of_its_row() =>
        Assert.True(RegexFunctions.RegexpExtract(Arena, Regex("(x+x+)+y"), T(new string('x', 60))).IsNull);

    [Fact]
    public void Constants_and_texts_make_the_same_pattern()
    {
        Assert.Equal("a", RegexFunctions.RegexpExtract(Arena, RegexPattern.Compile(T("[a]")), T("ba")).ToString());
        Assert.Null(RegexPattern.Compile(T("[")));
        Assert.Same(Regex("[a]"), Regex("[a]"));
    }
}
