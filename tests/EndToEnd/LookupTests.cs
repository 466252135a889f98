using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Rows of tables by key, from C#.</summary>
public sealed class LookupTests
{
    private const string Ratings =
        "CREATE STREAM ratings (id INT KEY, stars INT, place VARCHAR) WITH (kafka_topic='ratings', format='JSON');\n";

    public static TheoryData<string, string, string> Keys => new()
    {
        { "INT", "5", "5" },
        { "BIGINT", "5", "5L" },
        { "DOUBLE", "0.5", "0.5" },
        { "BOOLEAN", "true", "true" },
        { "DECIMAL(4, 2)", "1.50", "1.5M" },
        { "VARCHAR", "\"a\"", "\"a\"" },
        { "BYTES", "\"AQI=\"", "new byte[] { 1, 2 }" },
        { "DATE", "1", "new DateOnly(1970, 1, 2)" },
        { "TIME", "1000", "new TimeOnly(0, 0, 1)" },
        { "TIMESTAMP", "1000", "DateTimeOffset.FromUnixTimeMilliseconds(1000)" },
        { "ARRAY<INT>", "[1,2]", "\"[1,2]\"" },
        { "STRUCT<a INT, b STRUCT<c VARCHAR>>", "{\"A\":1,\"B\":{\"C\":\"x\"}}", "\"\"\"{\"A\":1,\"B\":{\"C\":\"x\"}}\"\"\"" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_is_found_by_a_key_of_any_type(string type, string json, string csharp) => Sql.WithQuestion($"""
        CREATE TABLE t (k {type} PRIMARY KEY, v INT) WITH (kafka_topic='t', format='JSON');
        CREATE TABLE o AS SELECT * FROM t WHERE v > 0;
        """, $"queries.T.Row({csharp})?.V")
        .In("t", json, """{"V":7}""")
        .Answers("7");

    [Theory]
    [InlineData("ARRAY<INT>", "[1,2]", "[1,2]")]
    [InlineData("STRUCT<a INT>", "{\"A\":1}", "{\"A\":1}")]
    public void A_change_has_its_key(string type, string json, string expected) => Sql.WithQuestion(
        $"CREATE TABLE t (k {type} PRIMARY KEY, v INT) WITH (kafka_topic='t', format='JSON');",
        "queries.T.Changes().Single().Key")
        .In("t", json, """{"V":7}""")
        .Answers(expected);

    [Fact]
    public void A_row_is_found_by_a_key_of_several_columns() => Sql.WithQuestion("""
        CREATE TABLE t (a ARRAY<INT> PRIMARY KEY, b VARCHAR PRIMARY KEY, v INT) WITH (kafka_topic='t', format='JSON');
        CREATE TABLE o AS SELECT * FROM t WHERE v > 0;
        """, """queries.T.Row(("[1]", "x"))?.V""")
        .In("t", """{"A":[1],"B":"x"}""", """{"V":7}""")
        .Answers("7");

    [Theory]
    [InlineData("KAFKA")]
    [InlineData("JSON")]
    [InlineData("DELIMITED")]
    public void A_group_is_found_by_its_key_and_window(string keyFormat) => Sql.WithQuestion(Ratings + $"""
        CREATE TABLE o WITH (key_format='{keyFormat}') AS
          SELECT place, COUNT(*) AS n FROM ratings WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY place;
        """, """
        string.Join(' ', new[] { "x", "y", "z" }.Select(place => $"{queries.O.Row(place, At(10))?.N}:{queries.O.Row(place, At(20))?.N}"));
            private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms)
        """)
        .In("ratings", "1", """{"PLACE":"x"}""", at: 10)
        .In("ratings", "1", """{"PLACE":"x"}""", at: 19)
        .In("ratings", "1", """{"PLACE":"y"}""", at: 20)
        .Answers("2: :1 :");

    [Theory]
    [InlineData("KAFKA")]
    [InlineData("JSON")]
    public void A_group_is_found_by_its_key(string keyFormat) => Sql.WithQuestion(Ratings + $"""
        CREATE TABLE o WITH (key_format='{keyFormat}') AS SELECT stars, COUNT(*) AS n FROM ratings GROUP BY stars;
        """, "queries.O.Row(3)?.N")
        .In("ratings", "1", """{"STARS":3}""")
        .Answers("1");
}
