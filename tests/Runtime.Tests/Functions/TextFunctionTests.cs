using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class TextFunctionTests : FunctionFixture
{
    [Theory]
    [InlineData("Foo", "foo", "FOO")]
    [InlineData("ÄÖ é", "äö é", "ÄÖ É")]
    [InlineData("Straße ﬁ", "straße ﬁ", "STRASSE FI")]
    [InlineData("ΟΔΟΣ ΣΑΣ", "οδος σας", "ΟΔΟΣ ΣΑΣ")]
    [InlineData("Σ İß", "σ i\u0307ß", "Σ İSS")]
    [InlineData("", "", "")]
    [InlineData(null, null, null)]
    public void Case(string? value, string? lower, string? upper)
    {
        Assert.Equal(lower, TextFunctions.Lcase(Arena, T(value)).ToString());
        Assert.Equal(upper, TextFunctions.Ucase(Arena, T(value)).ToString());
    }

    [Theory]
    [InlineData(" \t a b\u0000 ", "a b")]
    [InlineData("\u00a0a", "\u00a0a")]
    [InlineData("  ", "")]
    [InlineData(null, null)]
    public void Trim_takes_controls_and_spaces(string? value, string? expected) =>
        Assert.Equal(expected, TextFunctions.Trim(Arena, T(value)).ToString());

    [Theory]
    [InlineData("the QUICK  bROWN", "The Quick  Brown")]
    [InlineData("éa\nöB", "Éa\nÖb")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Initcap(string? value, string? expected) => Assert.Equal(expected, TextFunctions.Initcap(Arena, T(value)).ToString());

    [Fact]
    public void Length_counts_UTF_16_units()
    {
        Assert.Equal(3, TextFunctions.Len(T("a\U0001F600")));
        Assert.Equal(2, TextFunctions.Len(B("0102")));
        Assert.Null(TextFunctions.Len(T(null)));
    }

    [Fact]
    public void Concat_leaves_NULLs_out()
    {
        Assert.Equal("ac", TextFunctions.Concat(Arena, T("a"), T(null), T("c")).ToString());
        Assert.Equal("", TextFunctions.Concat(Arena, T(null), T(null)).ToString());
        Assert.Equal("0102", Print(TextFunctions.Concat(Arena, B("01"), B(null), B("02"))));
    }

    [Fact]
    public void Concat_with_a_separator_leaves_NULLs_out_with_it()
    {
        Assert.Equal("a, ,c", TextFunctions.ConcatWs(Arena, T(","), T("a"), T(null), T(" "), T("c")).ToString());
        Assert.Equal(",c", TextFunctions.ConcatWs(Arena, T(","), T(""), T("c")).ToString());
        Assert.True(TextFunctions.ConcatWs(Arena, T(null), T("a")).IsNull);
        Assert.True(TextFunctions.ConcatWs(Arena, T(",")).IsNull);
        Assert.Equal("01FF02", Print(TextFunctions.ConcatWs(Arena, B("FF"), B("01"), B("02"))));
    }

    [Theory]
    [InlineData("abcde", 2, null, "bcde")]
    [InlineData("abcde", 2, 3, "bcd")]
    [InlineData("abcde", 0, 2, "ab")]
    [InlineData("abcde", -3, 2, "cd")]
    [InlineData("abcde", -9, 2, "ab")]
    [InlineData("abcde", 9, 2, "")]
    [InlineData("abcde", 2, -1, "")]
    [InlineData("äöüß", 2, 2, "öü")]
    public void Substring(string value, int position, int? length, string expected) => Assert.Equal(
        expected,
        (length is null ? TextFunctions.Substring(Arena, T(value), position) : TextFunctions.Substring(Arena, T(value), position, length))
            .ToString());

    [Fact]
    public void Substring_of_NULL_is_NULL()
    {
        Assert.True(TextFunctions.Substring(Arena, T(null), 1).IsNull);
        Assert.True(TextFunctions.Substring(Arena, T("a"), null).IsNull);
        Assert.True(TextFunctions.Substring(Arena, T("a"), 1, null).IsNull);
        Assert.Equal("0203", Print(TextFunctions.Substring(Arena, B("01020304"), 2, 2)));
    }

    [Theory]
    [InlineData("CORPORATE FLOOR", "OR", 1, 1, 2)]
    [InlineData("CORPORATE FLOOR", "OR", 3, 1, 5)]
    [InlineData("CORPORATE FLOOR", "OR", 3, 2, 14)]
    [InlineData("CORPORATE FLOOR", "OR", 3, 5, 0)]
    [InlineData("CORPORATE FLOOR", "OR", -3, 1, 5)]
    [InlineData("CORPORATE FLOOR", "OR", -3, 2, 2)]
    [InlineData("CORPORATE FLOOR", "MISSING", 1, 1, 0)]
    [InlineData("aaa", "aa", 1, 2, 2)]
    [InlineData("abc", "a", 4, 1, 0)]
    [InlineData("abc", "a", -4, 1, 0)]
    [InlineData("äbä", "ä", 2, 1, 3)]
    [InlineData("äbä", "ä", -1, 2, 1)]
    [InlineData(null, "a", 1, 1, 0)]
    [InlineData("abc", null, 1, 1, 0)]
    [InlineData("abc", "a", null, 1, null)]
    [InlineData("abc", "a", 1, null, null)]
    public void Instr(string? value, string? part, int? position, int? occurrence, int? expected) =>
        Assert.Equal(expected, TextFunctions.Instr(Arena, T(value), T(part), position, occurrence));

    [Theory]
    [InlineData("ab", 5, "xy", "xyxab", "abxyx")]
    [InlineData("abcdef", 3, "x", "abc", "abc")]
    [InlineData("äb", 4, "ö", "ööäb", "äböö")]
    [InlineData("ab", 0, "x", "", "")]
    [InlineData("ab", -1, "x", null, null)]
    [InlineData("ab", 5, "", null, null)]
    [InlineData("ab", 5, null, null, null)]
    [InlineData("ab", null, "x", null, null)]
    [InlineData(null, 5, "x", null, null)]
    [InlineData("ab", int.MaxValue, "x", null, null)]
    public void Padding(string? value, int? length, string? padding, string? left, string? right)
    {
        Assert.Equal(left, TextFunctions.Lpad(Arena, T(value), length, T(padding)).ToString());
        Assert.Equal(right, TextFunctions.Rpad(Arena, T(value), length, T(padding)).ToString());
    }

    [Fact]
    public void Padding_of_bytes()
    {
        Assert.Equal("AABBAA01", Print(TextFunctions.Lpad(Arena, B("01"), 4, B("AABB"))));
        Assert.Equal("01AABBAA", Print(TextFunctions.Rpad(Arena, B("01"), 4, B("AABB"))));
        Assert.Equal("0102", Print(TextFunctions.Lpad(Arena, B("010203"), 2, B("00"))));
        Assert.True(TextFunctions.Rpad(Arena, B("01"), 4, B("")).IsNull);
    }

    [Theory]
    [InlineData("foobar", "o", "0", "f00bar")]
    [InlineData("foobar", "x", "0", "foobar")]
    [InlineData("aaa", "aa", "b", "ba")]
    [InlineData("foobar", "foobar", "", "")]
    [InlineData("aä", "", "-", "-a-ä-")]
    [InlineData(null, "a", "b", null)]
    [InlineData("a", null, "b", null)]
    [InlineData("a", "b", null, null)]
    public void Replace(string? value, string? old, string? @new, string? expected) =>
        Assert.Equal(expected, TextFunctions.Replace(Arena, T(value), T(old), T(@new)).ToString());

    [Theory]
    [InlineData("a,b,,c,", ",", "a,b,,c,")]
    [InlineData("a.b", ".", "a,b")]
    [InlineData("aäb", "", "a,ä,b")]
    [InlineData("", ",", "")]
    [InlineData("", "", "")]
    [InlineData("abc", "xx", "abc")]
    [InlineData(null, ",", "NULL")]
    [InlineData("a", null, "NULL")]
    public void Split(string? value, string? delimiter, string expected) =>
        Assert.Equal(expected, Print(TextFunctions.Split(Arena, T(value), T(delimiter))));

    [Fact]
    public void Split_gives_one_empty_piece_for_nothing() => Assert.Equal(1, TextFunctions.Split(Arena, T(""), T(",")).Count);

    [Fact]
    public void Split_of_bytes()
    {
        SqlArrayOfBytes("01FF02FF", "FF", "01", "02", "");
        SqlArrayOfBytes("0102", "", "01", "02");

        void SqlArrayOfBytes(string value, string delimiter, params string[] expected)
        {
            var pieces = TextFunctions.Split(Arena, B(value), B(delimiter));
            Assert.Equal(expected, Enumerable.Range(0, pieces.Count).Select(i => Print(pieces[i])));
        }
    }

    [Theory]
    [InlineData("apple:=green/cherry:=red", "/", ":=", "apple=green,cherry=red")]
    [InlineData("/a:=1//b/c:=", "/", ":=", "a=1,c=")]
    [InlineData("a:=1:=2/a:=3", "/", ":=", "a=3")]
    [InlineData("", "/", ":=", "")]
    [InlineData("a:=1", "", ":=", "NULL")]
    [InlineData("a:=1", "/", "/", "NULL")]
    [InlineData("a:=1", null, ":=", "NULL")]
    [InlineData(null, "/", ":=", "NULL")]
    public void Split_to_map(string? value, string? entries, string? values, string expected) =>
        Assert.Equal(expected, Print(TextFunctions.SplitToMap(Arena, T(value), T(entries), T(values))));

    [Fact]
    public void Elt_and_field_count_from_1()
    {
        Assert.Equal("b", TextFunctions.Elt(2, T("a"), T("b")).ToString());
        Assert.True(TextFunctions.Elt(3, T("a"), T("b")).IsNull);
        Assert.True(TextFunctions.Elt(0, T("a")).IsNull);
        Assert.True(TextFunctions.Elt(null, T("a")).IsNull);
        Assert.Equal(2, TextFunctions.Field(T("b"), T("a"), T("b"), T("b")));
        Assert.Equal(0, TextFunctions.Field(T("c"), T("a"), T(null)));
        Assert.Equal(0, TextFunctions.Field(T(null), T("a"), T(null)));
    }
}
