using QueryGen.Functions;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class UrlFunctionTests : FunctionFixture
{
    private const string Whole = "https://user@Docs.example.io:8080/a%20b/c?q=x%26y&r&s=1=2#frag%C3%A9";

    [Fact]
    public void Every_part_of_a_url()
    {
        Assert.Equal("https", UrlFunctions.UrlExtractProtocol(T(Whole)).ToString());
        Assert.Equal("Docs.example.io", UrlFunctions.UrlExtractHost(T(Whole)).ToString());
        Assert.Equal(8080, UrlFunctions.UrlExtractPort(T(Whole)));
        Assert.Equal("/a b/c", UrlFunctions.UrlExtractPath(Arena, T(Whole)).ToString());
        Assert.Equal("q=x&y&r&s=1=2", UrlFunctions.UrlExtractQuery(Arena, T(Whole)).ToString());
        Assert.Equal("fragé", UrlFunctions.UrlExtractFragment(Arena, T(Whole)).ToString());
    }

    [Theory]
    [InlineData("q", "x")]
    [InlineData("y", "")]
    [InlineData("r", "")]
    [InlineData("s", "1=2")]
    [InlineData("Q", null)]
    [InlineData(null, null)]
    public void Parameters_come_from_the_decoded_query(string? name, string? expected) =>
        Assert.Equal(expected, UrlFunctions.UrlExtractParameter(Arena, T(Whole), T(name)).ToString());

    [Theory]
    [InlineData("http://h", "http", "h", "", null)]
    [InlineData("http://h?", "http", "h", "", "")]
    [InlineData("http://10.0.0.1:80/x", "http", "10.0.0.1", "/x", null)]
    [InlineData("http://[::1]/x", "http", "[::1]", "/x", null)]
    [InlineData("http://under_score/x", "http", null, "/x", null)]
    [InlineData("file:///etc/x", "file", null, "/etc/x", null)]
    [InlineData("mailto:a@b.c", "mailto", null, null, null)]
    [InlineData("/only/path?x", null, null, "/only/path", "x")]
    [InlineData("http://münchen.example/ä", "http", null, "/ä", null)]
    public void Parts_that_are_not_there_are_NULL(string url, string? scheme, string? host, string? path, string? query)
    {
        Assert.Equal(scheme, UrlFunctions.UrlExtractProtocol(T(url)).ToString());
        Assert.Equal(host, UrlFunctions.UrlExtractHost(T(url)).ToString());
        Assert.Equal(path, UrlFunctions.UrlExtractPath(Arena, T(url)).ToString());
        Assert.Equal(query, UrlFunctions.UrlExtractQuery(Arena, T(url)).ToString());
        Assert.Null(UrlFunctions.UrlExtractFragment(Arena, T(url)).ToString());
    }

    [Theory]
    [InlineData("http://a b/")]
    [InlineData("http://h/%zz")]
    [InlineData("http://h/%2")]
    [InlineData("http://h/<x>")]
    [InlineData("1http://h")]
    [InlineData("http:")]
    [InlineData("http://")]
    [InlineData(null)]
    public void What_is_no_url_has_no_parts(string? url)
    {
        Assert.True(UrlFunctions.UrlExtractProtocol(T(url)).IsNull);
        Assert.True(UrlFunctions.UrlExtractPath(Arena, T(url)).IsNull);
        Assert.Null(UrlFunctions.UrlExtractPort(T(url)));
    }

    [Fact]
    public void Forms()
    {
        Assert.Equal("a+b%26%C3%A9*-_.", UrlFunctions.UrlEncodeParam(Arena, T("a b&é*-_.")).ToString());
        Assert.Equal("a b&é", UrlFunctions.UrlDecodeParam(Arena, T("a+b%26%c3%A9")).ToString());
        Assert.Equal("a\uFFFD", UrlFunctions.UrlDecodeParam(Arena, T("a%ff")).ToString());
        Assert.True(UrlFunctions.UrlDecodeParam(Arena, T("a%2")).IsNull);
        Assert.True(UrlFunctions.UrlEncodeParam(Arena, T(null)).IsNull);
    }
}
