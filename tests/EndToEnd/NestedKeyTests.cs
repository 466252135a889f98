using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Keys of ARRAY and STRUCT: rows are found again by them, also after a restart and from C#.</summary>
public sealed class NestedKeyTests
{
    private const string Counts = """
        CREATE STREAM s (id INT, tags ARRAY<VARCHAR>, home STRUCT<city VARCHAR, zips ARRAY<INT>>)
          WITH (kafka_topic='s', value_format='JSON');
        CREATE TABLE o WITH (key_format='JSON') AS SELECT tags, home, COUNT(*) AS n FROM s GROUP BY tags, home;
        """;

    [Fact]
    public void Groups_are_found_again_after_a_restart() => Sql.Run(Counts)
        .In("s", null, Parts("""["a",null]""", "[1,null]"), at: 1)
        .In("s", null, Parts("""["a",null]""", "[1,null]"), at: 2)
        .In("s", null, Parts("""["a"]""", "[1,null]"), at: 3)
        .In("s", null, Parts("""["a",null]""", "[1]"), at: 4)
        .In("s", null, Parts("""["a",null]""", "null"), at: 5)
        .In("s", null, Parts("[]", "[]"), at: 6)
        .Restart()
        .In("s", null, Parts("""["a",null]""", "[1,null]"), at: 7)
        .In("s", null, Parts("""["a",null]""", "null"), at: 8)
        .In("s", null, Parts("[]", "[]"), at: 9)
        .Gives(
            "O",
            Parts("""["a",null]""", "[1,null]") + """ | {"N":1} | 1""",
            Parts("""["a",null]""", "[1,null]") + """ | {"N":2} | 2""",
            Parts("""["a"]""", "[1,null]") + """ | {"N":1} | 3""",
            Parts("""["a",null]""", "[1]") + """ | {"N":1} | 4""",
            Parts("""["a",null]""", "null") + """ | {"N":1} | 5""",
            Parts("[]", "[]") + """ | {"N":1} | 6""",
            Parts("""["a",null]""", "[1,null]") + """ | {"N":3} | 7""",
            Parts("""["a",null]""", "null") + """ | {"N":2} | 8""",
            Parts("[]", "[]") + """ | {"N":2} | 9""");

    // A key is compared as a value, and not as the JSON that it is written as.
    [Theory]
    [InlineData("""["a",null]""", """{"CITY":"Bern","ZIPS":[1,null]}""", "2")]
    [InlineData("""[ "a", null ]""", """{ "ZIPS": [1, null], "CITY": "Bern" }""", "2")]
    [InlineData("""["a"]""", """{"CITY":"Bern","ZIPS":[1,null]}""", "1")]
    [InlineData("""["a"]""", """{"CITY":"Bern"}""", "")]
    [InlineData("[]", """{"CITY":"Bern","ZIPS":[1,null]}""", "")]
    public void A_group_is_found_from_CSharp(string tags, string home, string count) => Sql.WithQuestion(
        Counts, $"queries.O.Row((\"\"\"{tags}\"\"\", \"\"\"{home}\"\"\"))?.N")
        .In("s", null, Parts("""["a",null]""", "[1,null]"))
        .In("s", null, Parts("""["a",null]""", "[1,null]"))
        .In("s", null, Parts("""["a"]""", "[1,null]"))
        .Answers(count);

    [Theory]
    [InlineData("ARRAY<VARCHAR>", "[\"a\",null]", "[\"b\"]")]
    [InlineData("STRUCT<a INT, b ARRAY<INT>>", "{\"A\":1,\"B\":[2]}", "{\"A\":1,\"B\":[3]}")]
    public void A_row_that_is_taken_back_is_found_no_more(string type, string gone, string kept) => Sql.WithQuestion($"""
        CREATE TABLE t (k {type} PRIMARY KEY, v INT) WITH (kafka_topic='t', format='JSON');
        CREATE TABLE o AS SELECT * FROM t WHERE v > 0;
        """, $"$\"{{queries.T.Row(\"\"\"{gone}\"\"\")?.V}}/{{queries.T.Row(\"\"\"{kept}\"\"\")?.V}}\"")
        .In("t", gone, """{"V":7}""")
        .In("t", kept, """{"V":8}""")
        .In("t", gone, null)
        .Answers("/8");

    private static string Parts(string tags, string zips) => $$$"""{"TAGS":{{{tags}}},"HOME":{"CITY":"Bern","ZIPS":{{{zips}}}}}""";
}
