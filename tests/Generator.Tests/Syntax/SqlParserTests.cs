using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Syntax;

public sealed class SqlParserTests
{
    [Theory]
    [InlineData("CREATE STREAM s (id INT KEY, v VARCHAR(10), h BYTES HEADER('k')) WITH (kafka_topic='s', value_format='JSON');")]
    [InlineData("CREATE OR REPLACE TABLE IF NOT EXISTS t (id INT PRIMARY KEY, m MAP<STRING, ARRAY<STRUCT<a INT, b DECIMAL(4, 2)>>>);")]
    [InlineData("CREATE SOURCE STREAM s (h ARRAY<STRUCT<key STRING, value BYTES>> HEADERS) WITH (kafka_topic='s');")]
    [InlineData("CREATE STREAM a WITH (partitions=2) AS SELECT *, x.*, s->*, 1 one, f(*) AS c FROM b x PARTITION BY y EMIT CHANGES;")]
    [InlineData("CREATE TABLE t AS SELECT a FROM s WINDOW TUMBLING (SIZE 1 HOUR, RETENTION 2 DAYS, GRACE PERIOD 5 DAYS) GROUP BY a;")]
    [InlineData("CREATE TABLE t AS SELECT a FROM s WINDOW HOPPING (SIZE 1 DAY, ADVANCE BY 1 HOUR) GROUP BY (a, b) HAVING x EMIT FINAL;")]
    [InlineData("CREATE TABLE t AS SELECT a FROM s WINDOW w SESSION (30 SECONDS) WHERE b GROUP BY a;")]
    [InlineData("CREATE STREAM j AS SELECT * FROM a LEFT OUTER JOIN b WITHIN (1 HOUR, 2 HOURS) GRACE PERIOD 1 DAY ON a.x = b.y;")]
    [InlineData("CREATE STREAM j AS SELECT * FROM a FULL JOIN b ON a.x = b.y JOIN c AS d ON a.x = d.x;")]
    [InlineData("INSERT INTO a WITH (query_id='q') SELECT * FROM b;")]
    [InlineData("INSERT INTO a (x, y) VALUES (1, 'it''s');")]
    [InlineData("SELECT * FROM a WHERE x BETWEEN 1 AND 2 AND y NOT IN (1, 2) AND z LIKE 'a!%' ESCAPE '!' LIMIT 5;")]
    [InlineData("SELECT CASE x WHEN 1 THEN 2 END, CAST(x AS DECIMAL(3, 1)), ARRAY[1][1], MAP('a' := 1)['a'], STRUCT(a := 1)->a FROM s;")]
    [InlineData("SELECT TRANSFORM(a, x => x + 1), REDUCE(m, 0, (s, k, v) => s + v), F(DAY, 1), x AT TIME ZONE 'UTC' FROM s;")]
    [InlineData("SELECT a IS NOT DISTINCT FROM b, NOT a IS NULL, -1.5e3, .5, 1., DECIMAL '1.50', 2R, `odd name`, \"Quoted\" FROM s;")]
    [InlineData("DROP STREAM IF EXISTS a DELETE TOPIC; DROP TYPE t; DROP CONNECTOR IF EXISTS c;")]
    [InlineData("ALTER STREAM a ADD COLUMN x INT, ADD y STRING; ALTER SYSTEM 'a' = 'b';")]
    [InlineData("CREATE TYPE IF NOT EXISTS a AS STRUCT<x INT>; CREATE SINK CONNECTOR c WITH ('connector.class'='file');")]
    [InlineData("SHOW STREAMS EXTENDED; LIST ALL TOPICS; SHOW CONNECTOR PLUGINS; DESCRIBE FUNCTION f; EXPLAIN SELECT 1 FROM s;")]
    [InlineData("PRINT 'Topic' FROM BEGINNING INTERVAL 2 LIMIT 3; TERMINATE ALL; PAUSE q; RESUME q;")]
    [InlineData("SET 'a' = 'b'; UNSET 'a'; DEFINE v = 'x'; UNDEFINE v;")]
    [InlineData("ASSERT NOT EXISTS TOPIC t WITH (partitions=1) TIMEOUT 5 SECONDS; ASSERT SCHEMA SUBJECT s ID 3;")]
    [InlineData("-- a comment\n/* another */ SET 'a' = 'b'; -- and one at the end")]
    public void Every_statement_of_the_grammar_parses(string script) => Assert.Empty(Parse(script).Diagnostics);

    [Fact]
    public void And_binds_tighter_than_or_and_products_tighter_than_sums()
    {
        LogicalSyntax or = Assert.IsType<LogicalSyntax>(Where("a = 1 OR b = 2 AND c + d * 2 = 3"));
        LogicalSyntax and = Assert.IsType<LogicalSyntax>(or.Right);
        ArithmeticSyntax sum = Assert.IsType<ArithmeticSyntax>(Assert.IsType<ComparisonSyntax>(and.Right).Left);

        Assert.Equal(LogicalOperator.Or, or.Operator);
        Assert.Equal(LogicalOperator.And, and.Operator);
        Assert.Equal(ArithmeticOperator.Add, sum.Operator);
        Assert.Equal(ArithmeticOperator.Multiply, Assert.IsType<ArithmeticSyntax>(sum.Right).Operator);
    }

    [Fact]
    public void Names_are_folded_to_upper_case_unless_they_are_quoted()
    {
        Assert.Equal("STARS", Assert.IsType<ColumnSyntax>(Where("stars")).Name.Text);
        Assert.Equal("Stars", Assert.IsType<ColumnSyntax>(Where("`Stars`")).Name.Text);
    }

    [Fact]
    public void A_mistake_ends_its_own_statement_only()
    {
        ParseResult parsed = Parse("CREATE STREAM a (v INT;\nCREATE STREAM b (v INT) WITH (kafka_topic='b');\nSELEC;\nSET 'a' = 'b';");

        Assert.Equal(2, parsed.Syntax.Statements.Count);
        Assert.Equal(["QG1001", "QG1005"], parsed.Diagnostics.Select(found => found.Descriptor.Id));
    }

    [Fact]
    public void A_span_covers_exactly_what_is_meant()
    {
        const string Script = "SELECT a FROM s WHERE 1 < x < 3;";
        SqlDiagnostic chained = Assert.Single(Parse(Script).Diagnostics);

        Assert.Equal("<", Script.Substring(chained.Location.Span.Start, chained.Location.Span.Length));
        Assert.Equal(Script.LastIndexOf('<'), chained.Location.Span.Start);
    }

    [Theory]
    [InlineData("CREATE STREAM x-y (k INT KEY) WITH (kafka_topic='x');", "-")]
    [InlineData("CREATE STREAM o AS SELECT a FROM s PARTITION BY a AS k;", "AS")]
    [InlineData("CREATE STREAM o AS SELECT a FROM s ORDER BY a;", "BY")]
    [InlineData("CREATE STREAM o SELECT a FROM s;", "SELECT")]
    public void What_stands_where_a_statement_should_end_breaks_it(string script, string at)
    {
        ParseResult parsed = Parse(script);

        SqlDiagnostic found = Assert.Single(parsed.Diagnostics);
        Assert.Equal(at, script.Substring(found.Location.Span.Start, found.Location.Span.Length));
        Assert.All(parsed.Syntax.Statements, statement => Assert.True(statement.IsBroken));
    }

    [Fact]
    public void A_missing_semicolon_leaves_a_statement_whole() =>
        Assert.All(Parse("SELECT a FROM s\nSELECT b FROM s").Syntax.Statements, statement => Assert.False(statement.IsBroken));

    [Fact]
    public void A_variable_stands_for_a_literal_a_name_or_a_part_of_a_text()
    {
        ParseResult parsed = Parse("DEFINE n = '3'; DEFINE s = 'ratings'; SELECT a FROM ${s} WHERE x < ${n} AND y = 'in ${s}';");

        Assert.Empty(parsed.Diagnostics);
        SelectStatementSyntax select = Assert.IsType<SelectStatementSyntax>(parsed.Syntax.Statements[2]);
        LogicalSyntax where = Assert.IsType<LogicalSyntax>(select.Query.Where);
        Assert.Equal("RATINGS", select.Query.From.Name.Text);
        Assert.Equal(3, Assert.IsType<IntegerLiteralSyntax>(Assert.IsType<ComparisonSyntax>(where.Left).Right).Value);
        Assert.Equal("in ratings", Assert.IsType<StringLiteralSyntax>(Assert.IsType<ComparisonSyntax>(where.Right).Right).Value);
    }

    [Fact]
    public void No_soup_of_tokens_makes_the_parser_throw()
    {
        string[] words =
        [
            "CREATE", "STREAM", "TABLE", "AS", "SELECT", "*", "FROM", "a", "b", "WHERE", "(", ")", "<", ">", ",",
                ";", "'x'", "'", "1", "1.5",
            "->", "=>", "[", "]", "CASE", "WHEN", "END", "JOIN", "ON", "WITHIN", "WINDOW", "TUMBLING", "SIZE", "MAP",
                "STRUCT", "ARRAY", "DECIMAL",
            "${v}", "`q`", "\"", "/*", "--", "\n", "AND", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "DATE",
                "\ud83d", "#", "INSERT", "VALUES",
        ];
        Random random = new(7);
        for (int run = 0; run < 20_000; run++)
        {
            string script = string.Join(' ', Enumerable.Range(0, random.Next(1, 24)).Select(_ => words[random.Next(words.Length)]));
            Assert.NotNull(Parse(script).Syntax);
        }
    }

    [Fact]
    public void Deep_nesting_is_a_diagnostic_and_a_large_script_is_only_long()
    {
        string deep = $"SELECT {new string('(', 10_000)}1{new string(')', 10_000)} FROM s;";
        Assert.Equal("QG1010", Assert.Single(Parse(deep).Diagnostics).Descriptor.Id);

        string large = string.Concat(Enumerable.Repeat("SELECT a + 1 AS b FROM s WHERE a BETWEEN 1 AND 2;\n", 20_000));
        Assert.Equal(20_000, Parse(large).Syntax.Statements.Count);
    }

    private static ParseResult Parse(string text) => SqlParser.Parse(new SqlScript("test.sql", text), CancellationToken.None);

    private static ExpressionSyntax Where(string condition)
    {
        ParseResult parsed = Parse($"SELECT a FROM s WHERE {condition};");
        Assert.Empty(parsed.Diagnostics);
        return Assert.IsType<SelectStatementSyntax>(parsed.Syntax.Statements[0]).Query.Where!;
    }
}
