using System.Text.RegularExpressions;
using QueryGen.Binding;
using QueryGen.Syntax;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Binding reports, and never throws, whatever a script says.</summary>
public sealed partial class BrokenSqlTests
{
    private const string Whole = """
        CREATE TYPE point AS STRUCT<x INT, y INT>;
        CREATE STREAM s (id INT KEY, i INT, n DECIMAL(6, 2), t STRING, a ARRAY<INT>, m MAP<STRING, BIGINT>, r point, h BYTES HEADER('h'))
          WITH (kafka_topic = 's', format = 'JSON', timestamp = 'i', partitions = 4);
        CREATE TABLE c (id INT PRIMARY KEY, name STRING) WITH (kafka_topic = 'c', format = 'JSON');
        CREATE OR REPLACE STREAM p AS SELECT id, r->*, CASE i WHEN 1 THEN t ELSE 'x' END AS z FROM s WHERE ROWTIME > '2024' AND t LIKE 'a%';
        CREATE STREAM j AS SELECT s.id, UCASE(c.name) AS up, ARRAY[1, '2', NULL] FROM s LEFT JOIN c ON s.id = c.id PARTITION BY s.id;
        CREATE TABLE g AS SELECT i, COUNT(*) AS n, SUM(n) / 2, WINDOWSTART AS w FROM s WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 1 DAY)
          WHERE i IN (1, 2) GROUP BY i HAVING COUNT(*) > 1 EMIT CHANGES;
        INSERT INTO p SELECT id, i AS x, i AS y, t AS z FROM s;
        INSERT INTO c (id, name) VALUES (1 + 2, CONCAT('a', 'b'));
        ALTER STREAM s ADD COLUMN k INT;
        CREATE SOURCE CONNECTOR d WITH ('connector.class' = 'datagen', 'topic' = 's');
        SET 'a' = 'b'; DROP STREAM IF EXISTS j;
        """;

    [Fact]
    public void No_rearrangement_of_a_script_throws()
    {
        Random random = new(7);
        for (int round = 0; round < 2000; round++)
        {
            List<string> words = [.. Word().Split(Whole)];
            for (int edit = 0; edit <= round % 8; edit++)
            {
                int at = random.Next(words.Count);
                string other = words[random.Next(words.Count)];
                if (round % 3 == 0)
                {
                    words.RemoveAt(at);
                }
                else
                {
                    words[at] = other;
                }
            }

            string text = string.Concat(words);
            ScriptSyntax script = SqlParser.Parse(new SqlScript("broken.sql", text), CancellationToken.None).Syntax;
            BindResult result = ProgramBinder.Bind([script], [], CSharpDeclarations.None, CancellationToken.None);
            Assert.All(result.Diagnostics, found => Assert.InRange(found.Location.Span.End, 0, text.Length));
        }
    }

    [Theory]
    [InlineData("CREATE STREAM o AS SELECT FROM s;")]
    [InlineData("CREATE STREAM o AS SELECT DISTINCT i FROM s;")]
    [InlineData("CREATE STREAM o AS SELECT * FROM s PARTITION BY ();")]
    public void A_query_without_columns_is_told_once(string query)
    {
        string text = $"CREATE STREAM s (id INT KEY, i INT) WITH (kafka_topic = 's', format = 'JSON');\n{query}";
        ParseResult parsed = SqlParser.Parse(new SqlScript("broken.sql", text), CancellationToken.None);
        BindResult result = ProgramBinder.Bind([parsed.Syntax], [], CSharpDeclarations.None, CancellationToken.None);

        Assert.Single(parsed.Diagnostics.Concat(result.Diagnostics));
    }

    [GeneratedRegex(@"(\s+|[(),;.\[\]=])")]
    private static partial Regex Word();
}
