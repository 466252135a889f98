using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using QueryGen.Generator.Tests.Emit;
using QueryGen.Syntax;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Syntax;

/// <summary>What the printer prints is parsed as what was parsed before.</summary>
public sealed class SyntaxPrinterTests
{
    [Theory]
    [InlineData("create stream Ratings(id int key,`Stars` integer) with(kafka_topic='r',format='json')",
        "CREATE STREAM ratings (id INT KEY, `Stars` INTEGER) WITH (kafka_topic='r', format='json')")]
    [InlineData("SELECT a+b*c AS x FROM s WHERE NOT(a=1 OR b=2)AND c IS NULL",
        "SELECT a + b * c AS x FROM s WHERE NOT (a = 1 OR b = 2) AND c IS NULL")]
    [InlineData("SELECT ((a)) FROM s t -- a comment\n WHERE ((a - (b - c))) > - -1", "SELECT a FROM s AS t WHERE a - (b - c) > - -1")]
    [InlineData("select count(*), ucase('it''s') from s window tumbling (size 1 minute) group by (a), b emit changes",
        "SELECT COUNT(*), UCASE('it''s') FROM s WINDOW TUMBLING (SIZE 1 MINUTES) GROUP BY a, b EMIT CHANGES")]
    public void A_statement_is_written_in_one_way(string written, string printed) =>
        Assert.Equal(printed, SyntaxPrinter.Print(Parse(written + ";")[0]));

    [Fact]
    public void A_query_has_a_line_for_each_clause() => Assert.Equal(
        ["CREATE TABLE o AS", "  SELECT a, COUNT(*) AS n", "  FROM s", "  LEFT JOIN t ON s.a = t.a", "  WHERE b", "  GROUP BY a"],
        SyntaxPrinter.Lines(Parse("CREATE TABLE o AS SELECT a, COUNT(*) AS n FROM s LEFT JOIN t ON s.a=t.a WHERE b GROUP BY a;")[0]));

    [Theory]
    [InlineData("CREATE OR REPLACE SOURCE TABLE IF NOT EXISTS `t-1` (a INT PRIMARY KEY, b STRUCT<`x y` ARRAY<INT>, z MAP<STRING, MONEY>>)")]
    [InlineData("CREATE STREAM s (a BYTES HEADER('it''s'), b DECIMAL(4, 2), c STRUCT<>, d VARCHAR(10), e INT ARRAY, "
        + "f `MyType`) WITH ('a.b'=1)")]
    [InlineData("CREATE STREAM s (h ARRAY<STRUCT<key STRING, value BYTES>> HEADERS) WITH (partitions=-1, `odd name`='x', x=1.5, y=TRUE)")]
    [InlineData("CREATE STREAM s WITH (kafka_topic='x')")]
    [InlineData("CREATE OR REPLACE STREAM IF NOT EXISTS o WITH (format='JSON') AS SELECT *, s.*, a->b->*, (a + b)->* FROM s EMIT CHANGES")]
    [InlineData("INSERT INTO s WITH (query_id='q') SELECT a FROM t PARTITION BY ()")]
    [InlineData("INSERT INTO s SELECT a FROM t PARTITION BY NULL EMIT CHANGES LIMIT 3")]
    [InlineData("INSERT INTO s (a, `b`) VALUES (1, -2, 'x', ARRAY[1, 2], MAP('a' := 1), STRUCT(a := 1), MAP(), ARRAY[])")]
    [InlineData("INSERT INTO s VALUES (-9223372036854775808, 2147483648, 1., .5, DECIMAL '1.50', DECIMAL '-1', DECIMAL '7', 2.5E3, 1e-1)")]
    [InlineData("SELECT a FROM s t JOIN u ON t.a = u.a LEFT OUTER JOIN v WITHIN 1 DAY ON t.a = v.a FULL JOIN w WITHIN (1 DAY, "
        + "2 HOURS) GRACE PERIOD 3 SECONDS ON TRUE")]
    [InlineData("SELECT a FROM s WINDOW x HOPPING (SIZE 1 HOUR, ADVANCE BY 1 MINUTE, RETENTION 1 YEAR, "
        + "GRACE PERIOD 0 MONTHS) GROUP BY a HAVING b")]
    [InlineData("SELECT a FROM s WINDOW SESSION (5 MILLISECONDS, GRACE PERIOD 1 DAY) GROUP BY (a || b), c")]
    [InlineData("SELECT a FROM s GROUP BY ((a = b))")]
    [InlineData("SELECT a FROM s GROUP BY (a + b) * c")]
    [InlineData("SELECT a FROM s GROUP BY ()")]
    [InlineData("SELECT CASE a WHEN 1 THEN b END, CASE WHEN a OR b THEN NULL WHEN c THEN 2 ELSE CASE WHEN d THEN 1 END END FROM s")]
    [InlineData("SELECT f(a, x => x + 1), g(a, b, (x, `Y`) => x OR `Y`), TIMESTAMPADD(DAY, 1, t), h((day), 1), h(day), "
        + "h(`DAY`, 1), REPLACE(a, b, c) FROM s")]
    [InlineData("SELECT a AT TIME ZONE 'UTC', (a AT TIME ZONE 'x')[1], (array)[1], `ARRAY`[1], map, struct, a[b || c]->d[1], "
        + "'x'[1], (-a)[1] FROM s")]
    [InlineData("SELECT a NOT IN (1, b OR c), a NOT LIKE b || '%' ESCAPE '!', a NOT BETWEEN b + 1 AND c * 2, "
        + "(a = b) IS NOT DISTINCT FROM c FROM s")]
    [InlineData("SELECT - + - a, -(-1), -(a + b), +'x', - -9223372036854775808, a - -b, a - (-b), (NOT a) = b, NOT NOT a FROM s")]
    [InlineData("SELECT 2R, a@b, `select`, id, date, `a``b` AS `x\ty`, \"Q\" FROM s `x-y`")]
    [InlineData("DROP STREAM IF EXISTS s DELETE TOPIC")]
    [InlineData("DROP TABLE t")]
    [InlineData("DROP TYPE IF EXISTS t")]
    [InlineData("DROP CONNECTOR IF EXISTS c")]
    [InlineData("ALTER STREAM s ADD COLUMN a INT, ADD b STRING, ADD column INT")]
    [InlineData("ALTER SYSTEM 'a' = 'it''s'")]
    [InlineData("CREATE TYPE IF NOT EXISTS t AS STRUCT<a INT>")]
    [InlineData("CREATE SINK CONNECTOR IF NOT EXISTS c WITH ('connector.class'='file', \"x\"='y')")]
    [InlineData("CREATE SOURCE CONNECTOR c WITH ()")]
    [InlineData("SET 'a.b' = 'c'")]
    [InlineData("UNSET 'a.b'")]
    [InlineData("DEFINE x = '${y}'")]
    [InlineData("UNDEFINE x")]
    [InlineData("ASSERT NOT EXISTS TOPIC 'My topic' WITH (partitions=1) TIMEOUT 3 SECONDS")]
    [InlineData("ASSERT TOPIC t")]
    [InlineData("ASSERT SCHEMA SUBJECT 'x' ID 3 TIMEOUT 1 MINUTE")]
    [InlineData("ASSERT NOT EXISTS SCHEMA ID 3")]
    [InlineData("SHOW ALL TOPICS EXTENDED")]
    [InlineData("LIST SOURCE CONNECTORS")]
    [InlineData("DESCRIBE `My stream` EXTENDED")]
    [InlineData("PRINT 'topic' FROM BEGINNING INTERVAL 2 LIMIT 3")]
    [InlineData("EXPLAIN SELECT 'a', \"B\", 1.5 FROM s WHERE x <> 2")]
    [InlineData("TERMINATE ALL")]
    public void A_printed_statement_parses_as_before(string sql) => RoundTrip(sql + ";");

    [Fact]
    public void Printed_programs_parse_as_before()
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            RoundTrip(RandomProgram.Of(seed));
        }
    }

    [Fact]
    public void Any_tree_of_expressions_is_printed_so_that_it_parses_as_itself()
    {
        RandomSyntax random = new(11);
        for (int run = 0; run < 3000; run++)
        {
            ExpressionSyntax expression = random.Expression(depth: 4);
            string printed = SyntaxPrinter.Print(expression);
            ParseResult parsed = SqlParser.Parse(new SqlScript("p.sql", $"INSERT INTO s VALUES ({printed});"), CancellationToken.None);
            Assert.True(parsed.Diagnostics.Count == 0, printed);
            InsertValuesSyntax insert = Assert.IsType<InsertValuesSyntax>(parsed.Syntax.Statements[0]);
            Assert.Equal(Shape(expression), Shape(Assert.Single(insert.Values)));
        }
    }

    private static void RoundTrip(string sql)
    {
        StatementSyntax[] statements = Parse(sql);
        StatementSyntax[] oneLine = Parse(string.Concat(statements.Select(each => SyntaxPrinter.Print(each) + ";\n")));
        StatementSyntax[] lines = Parse(string.Concat(statements.Select(each => string.Join('\n', SyntaxPrinter.Lines(each)) + ";")));
        Assert.Equal(statements.Select(Shape), oneLine.Select(Shape));
        Assert.Equal(statements.Select(Shape), lines.Select(Shape));
    }

    private static StatementSyntax[] Parse(string sql)
    {
        ParseResult parsed = SqlParser.Parse(new SqlScript("test.sql", sql), CancellationToken.None);
        Assert.True(parsed.Diagnostics.Count == 0, $"{string.Join('\n', parsed.Diagnostics)} in\n{sql}");
        return [.. parsed.Syntax.Statements];
    }

    /// <summary>A tree as text, without its places in the text.</summary>
    private static string Shape(object? node)
    {
        switch (node)
        {
            case null:
                return "-";
            case string text:
                return $"\"{text}\"";
            case IEnumerable items:
                return $"[{string.Join(", ", items.Cast<object>().Select(Shape))}]";
            case IFormattable value:
                return value.ToString(null, CultureInfo.InvariantCulture);
            case bool flag:
                return flag ? "yes" : "no";
        }

        StringBuilder shape = new(node.GetType().Name);
        foreach (PropertyInfo property in node.GetType().GetProperties().Where(part => part.PropertyType != typeof(SourceSpan)))
        {
            shape.Append(CultureInfo.InvariantCulture, $" {property.Name}:{Shape(property.GetValue(node))}");
        }

        return $"({shape})";
    }
}
