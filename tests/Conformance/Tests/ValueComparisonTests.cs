using System.Text.Json;
using QueryGen.Conformance.Comparing;
using Xunit;

namespace QueryGen.Conformance.Tests;

public sealed class ValueComparisonTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("5", "5")]
    [InlineData("5.0", "5")]
    [InlineData("1.0E10", "10000000000.0")]
    [InlineData("12.3", "12.30")]
    [InlineData("10.123451234512345", "10.1234512345123450000")]
    [InlineData("\"005.4\"", "5.4")]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("""{"a": 1, "B": null}""", """{"A": 1, "B": null}""")]
    [InlineData("""{"a": 1, "A": 2}""", """{"a": 1, "A": 2}""")]
    [InlineData("[1, [2]]", "[1,[2]]")]
    public void These_agree(string expected, string actual) => Assert.Null(Difference(expected, actual));

    [Theory]
    [InlineData("null", "0")]
    [InlineData("true", "\"true\"")]
    [InlineData("5", "5.0")]
    [InlineData("5", "6")]
    [InlineData("1.5", "1.50001")]
    [InlineData("\"5.40\"", "5.4")]
    [InlineData("1", "\"1\"")]
    [InlineData("""{"A": 1}""", """{"A": 1, "B": null}""")]
    [InlineData("""{"A": {"B": 1}}""", """{"A": {"B": 2}}""")]
    [InlineData("""{"A": 1}""", """{"a": 1}""")]
    [InlineData("[1]", "[1,2]")]
    [InlineData("[1,2]", "[2,1]")]
    public void These_differ(string expected, string actual) => Assert.NotNull(Difference(expected, actual));

    [Fact]
    public void A_difference_tells_its_place() =>
        Assert.Equal(".A[1].B: expected 1, actual 2", Difference("""{"A":[0,{"B":1}]}""", """{"A":[0,{"B":2}]}"""));

    [Fact]
    public void A_case_can_ask_for_values_without_their_point() => Assert.Null(Difference("5", "5.0", isExact: false));

    private static string? Difference(string expected, string actual, bool isExact = true)
    {
        using JsonDocument left = JsonDocument.Parse(expected);
        using JsonDocument right = JsonDocument.Parse(actual);
        return new ValueComparison(isExact).Difference(left.RootElement, right.RootElement);
    }
}
