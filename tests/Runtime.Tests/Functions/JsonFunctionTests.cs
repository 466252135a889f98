using QueryGen.Functions;
using QueryGen.Values;
using Xunit;

namespace QueryGen.Tests.Functions;

public sealed class JsonFunctionTests : FunctionFixture
{
    [Theory]
    [InlineData("""{"a": {"b": [1, "x\ny", {"c": null}]}}""", "$.a.b[1]", "x\ny")]
    [InlineData("""{"a": {"b": [1, "x", {"c": null}]}}""", "$.a.b[2]", """{"c":null}""")]
    [InlineData("""{"a": {"b": [1, "x", {"c": null}]}}""", "$.a.b[2].c", "null")]
    [InlineData("""{"a": {"b": [1, "x"]}}""", "$.a.b[2]", null)]
    [InlineData("""{"a": {"b": [1, "x"]}}""", "$.a.b.x", null)]
    [InlineData("""{"a": {"b": 1}}""", "$.a.b.c", null)]
    [InlineData("""{"a": 1, "a": 2}""", "$.a", "2")]
    [InlineData("""{"a b": {"\"": 1.50}}""", """$["a b"]["\""]""", "1.50")]
    [InlineData("""{"a": "\u00e9\/\ud83d\ude00"}""", "$[a]", "é/\U0001F600")]
    [InlineData("""[{"a":1}]""", "$[0].a", "1")]
    [InlineData(""" "text" trailing""", "$", "text")]
    [InlineData("""{"a": 1""", "$.a", null)]
    [InlineData("""{"a": 01}""", "$.a", null)]
    [InlineData("""{"a": 1}""", "a", null)]
    [InlineData("""{"a": 1}""", "$.", null)]
    [InlineData("""{"a": 1}""", null, null)]
    [InlineData(null, "$.a", null)]
    public void Extract(string? json, string? path, string? expected) =>
        Assert.Equal(expected, JsonFunctions.ExtractJsonField(Arena, T(json), JsonPath.From(T(path))).ToString());

    [Theory]
    [InlineData("[1, 2]", true)]
    [InlineData(" null ", true)]
    [InlineData("-1.5e+3", true)]
    [InlineData("\"a\"", true)]
    [InlineData("{} trailing", true)]
    [InlineData("", false)]
    [InlineData("{a: 1}", false)]
    [InlineData("'a'", false)]
    [InlineData("[1,]", false)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("1.", false)]
    [InlineData("\"a\nb\"", false)]
    [InlineData("\"\\x\"", false)]
    [InlineData(null, false)]
    public void Is_json(string? text, bool expected) => Assert.Equal(expected, JsonFunctions.IsJsonString(T(text)));

    [Fact]
    public void Json_that_is_nested_without_end_is_refused() =>
        Assert.False(JsonFunctions.IsJsonString(T(new string('[', 100_000) + new string(']', 100_000))));

    [Theory]
    [InlineData("[1, [2, 3], \"]\"]", 3)]
    [InlineData("[]", 0)]
    [InlineData("{}", null)]
    [InlineData("[1", null)]
    [InlineData(null, null)]
    public void Array_length(string? json, int? expected) => Assert.Equal(expected, JsonFunctions.JsonArrayLength(T(json)));

    [Theory]
    [InlineData("""{"b": 1, "a\"": {"c": 2}, "b": "x"}""", "b,a\"", "b=x,a\"={\"c\":2}")]
    [InlineData("{}", "", "")]
    [InlineData("[]", "NULL", "NULL")]
    [InlineData("{", "NULL", "NULL")]
    [InlineData(null, "NULL", "NULL")]
    public void Keys_and_records(string? json, string keys, string records)
    {
        Assert.Equal(keys, Print(JsonFunctions.JsonKeys(Arena, T(json))));
        Assert.Equal(records, Print(JsonFunctions.JsonRecords(Arena, T(json))));
    }

    [Theory]
    [InlineData("""[ 1 , "a" , { "b" : [ ] } ]""", """1,"a",{"b":[]}""")]
    [InlineData("[]", "")]
    [InlineData("1", "NULL")]
    [InlineData(null, "NULL")]
    public void Items(string? json, string expected) => Assert.Equal(expected, Print(JsonFunctions.JsonItems(Arena, T(json))));

    [Fact]
    public void Array_contains_what_is_of_its_kind()
    {
        Text json = T("""[1, 2.5, "x\n", true, null, {"a": 3}]""");
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, (int?)1));
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, (long?)1));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, json, (double?)1));
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, (double?)2.5));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, json, (int?)3));
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, T("x\n")));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, json, T("1")));
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, (bool?)true));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, json, (bool?)false));
        Assert.True(JsonFunctions.JsonArrayContains(Arena, json, T(null)));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, json, (decimal?)2.5M));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, T("{}"), (int?)1));
        Assert.False(JsonFunctions.JsonArrayContains(Arena, T(null), (int?)1));
    }

    [Theory]
    [InlineData("""{"a": 1, "b": 2}""", """{"b": [3], "c": "é"}""", """{"a":1,"b":[3],"c":"é"}""")]
    [InlineData("[1, 2]", "[ ]", "[1,2]")]
    [InlineData("[]", "[3]", "[3]")]
    [InlineData("[1]", "{\"a\": 1}", "[1,{\"a\":1}]")]
    [InlineData("1", "\"x\"", "[1,\"x\"]")]
    [InlineData("{}", "{}", "{}")]
    [InlineData("{", "{}", null)]
    [InlineData(null, "{}", null)]
    public void Concat(string? left, string right, string? expected) =>
        Assert.Equal(expected, JsonFunctions.JsonConcat(Arena, T(left), T(right)).ToString());

    [Fact]
    public void Text_is_escaped_where_it_must_be()
    {
        TextBuilder json = new(Arena, 1);
        JsonText.Append(ref json, T("a\"\\\b\t\n\f\r\u001fé/"));
        JsonText.Append(ref json, T(null));
        JsonText.Append(ref json, B("0102"));
        JsonText.Append(ref json, (double?)double.NaN);
        JsonText.Append(ref json, (double?)1);
        JsonText.Append(ref json, (decimal?)1.50M);
        JsonText.Append(ref json, (bool?)true);
        JsonText.Append(ref json, (SqlDate?)new SqlDate(1));
        Assert.Equal(
            @"""a\""\\\b\t\n\f\r\u001Fé/""null""AQI=""""NaN""1.01.50true""1970-01-02""", json.ToText().ToString());
    }
}
