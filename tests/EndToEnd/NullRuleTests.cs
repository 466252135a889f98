using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>docs/semantics/nulls.md, rule by rule. Column A is NULL, B is 1, T is NULL, F is a BOOLEAN that is NULL.</summary>
public sealed class NullRuleTests
{
    [Theory]
    [InlineData("a = 1", "false")]
    [InlineData("a <> 1", "false")]
    [InlineData("a = a", "false")]
    [InlineData("a < 1", "false")]
    [InlineData("NOT (a = 1)", "true")]
    [InlineData("NOT (a < 1)", "true")]
    [InlineData("a IS NULL", "true")]
    [InlineData("NULL IS NULL", "true")]
    [InlineData("NULL IS NOT NULL", "false")]
    [InlineData("ROWTIME IS NULL", "false")]
    [InlineData("b IS NOT NULL", "true")]
    [InlineData("a IS DISTINCT FROM b", "true")]
    [InlineData("a IS NOT DISTINCT FROM a", "true")]
    [InlineData("a IN (1, 2)", "false")]
    [InlineData("a NOT IN (1, 2)", "true")]
    [InlineData("b IN (1, NULL)", "true")]
    [InlineData("a BETWEEN 0 AND 2", "false")]
    [InlineData("a NOT BETWEEN 0 AND 2", "true")]
    [InlineData("t LIKE '%'", "null")]
    [InlineData("'a' LIKE NULL", "null")]
    [InlineData("NOT (NULL LIKE '%')", "null")]
    [InlineData("f AND b = 1", "null")]
    [InlineData("b = 2 AND f", "false")]
    [InlineData("b = 1 OR f", "true")]
    [InlineData("f OR b = 1", "null")]
    [InlineData("NOT f", "null")]
    [InlineData("b BETWEEN 5 AND a + 1", "false")]
    [InlineData("b NOT BETWEEN 5 AND a + 1", "true")]
    [InlineData("b BETWEEN 0 AND a + 1", "null")]
    [InlineData("b BETWEEN a + 1 AND 5", "null")]
    [InlineData("a BETWEEN b + 1 AND a + 1", "false")]
    [InlineData("a BETWEEN a + 1 AND 5", "false")]
    [InlineData("b BETWEEN 0 AND b + 1", "true")]
    [InlineData("b BETWEEN b - 1 AND b + 1 AND a IS NULL", "true")]
    [InlineData("a = a + 1", "false")]
    [InlineData("t = 'x' + CAST(a AS VARCHAR)", "false")]
    [InlineData("t = CAST(a + 1 AS VARCHAR) + 'x'", "false")]
    [InlineData("NOT (a > a + 1)", "true")]
    [InlineData("b = a + 1", "null")]
    [InlineData("(a = a + 1) OR (b = b + 0)", "true")]
    [InlineData("a IN (a + 1)", "null")]
    [InlineData("a + 1 = 2", "null")]
    [InlineData("NOT (a + 1 = 2)", "null")]
    [InlineData("b < CAST(NULL AS INT)", "false")]
    [InlineData("b BETWEEN CAST(NULL AS INT) AND 3", "false")]
    [InlineData("NOT (b >= CAST(NULL AS INT))", "true")]
    [InlineData("(b + NULL) IS NULL", "null")]
    [InlineData("-CAST(NULL AS INT) = b", "null")]
    [InlineData("CAST(b + NULL AS VARCHAR) IS NULL", "true")]
    public void Conditions(string condition, string expected) => Sql.Run(Source + $"CREATE STREAM o AS SELECT id, {condition} AS c FROM s;")
        .In("s", "1", """{"b":1}""")
        .Gives("O", $$"""1 | {"C":{{expected}}} | 0""");

    [Theory]
    [InlineData("a + 1", "null")]
    [InlineData("b + NULL", "null")]
    [InlineData("NULL * b", "null")]
    [InlineData("CAST(NULL AS INT) + CAST(NULL AS INT)", "null")]
    [InlineData("COALESCE(a, 5)", "5")]
    [InlineData("COALESCE(a + 1, 5)", "null")]
    [InlineData("COALESCE(CAST(a + 1 AS BIGINT), 5)", null)]
    [InlineData("COALESCE(ABS(a), 5)", "5")]
    [InlineData("IFNULL(b, 5)", "1")]
    [InlineData("NULLIF(b, 1)", "null")]
    [InlineData("CASE WHEN a = 1 THEN 1 ELSE 2 END", "2")]
    [InlineData("CASE WHEN f THEN 1 ELSE 2 END", "null")]
    [InlineData("CASE WHEN b = 1 THEN 7 WHEN f THEN 1 ELSE 2 END", "7")]
    [InlineData("LEN(t)", "null")]
    public void Values(string expression, string? expected)
    {
        if (expected is null)
        {
            expression = expression.Replace("5)", "CAST(5 AS BIGINT))", StringComparison.Ordinal);
            expected = "5";
        }

        Sql.Run(Source + $"CREATE STREAM o AS SELECT id, {expression} AS c FROM s;")
            .In("s", "1", """{"b":1}""")
            .Gives("O", $$"""1 | {"C":{{expected}}} | 0""");
    }

    [Theory]
    [InlineData("a = 1")]
    [InlineData("f")]
    [InlineData("NOT f")]
    [InlineData("NOT (a + 1 = 2)")]
    [InlineData("t LIKE '%'")]
    [InlineData("'a' LIKE NULL")]
    public void Where_drops_a_row_for_which_it_is_not_true(string condition) =>
        Sql.Run(Source + $"CREATE STREAM o AS SELECT id, b FROM s WHERE {condition};")
            .In("s", "1", """{"b":1}""")
            .Gives("O");

    [Fact]
    public void Plus_on_texts_prints_null_and_concat_leaves_it_out() => Sql.Run(Source + """
        CREATE STREAM o AS SELECT id, 'x' + t AS p, 'x' || t AS c FROM s;
        """)
        .In("s", "1", "{}")
        .Gives("O", """1 | {"P":"xnull","C":"x"} | 0""");

    private const string Source = """
        CREATE STREAM s (id INT KEY, a INT, b INT, t VARCHAR, f BOOLEAN)
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');

        """;
}
