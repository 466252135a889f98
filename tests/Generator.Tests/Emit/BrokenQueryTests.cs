using Xunit;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>One mistake in SQL is one error: C# that uses the query's row and handle has none of its own.</summary>
public sealed class BrokenQueryTests
{
    private const string Ratings = """
        CREATE STREAM ratings (id INT KEY, stars INT, message VARCHAR) WITH (kafka_topic='r', format='JSON');
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='c', format='JSON');

        """;

    private const string UsesPoor = """
        using System.Threading;
        using System.Threading.Tasks;
        using Shop.Queries;

        internal static class Reader
        {
            public static async Task<int> Count(CompiledQueries queries, CancellationToken stop)
            {
                int stars = 0;
                await foreach (Poor.Row row in queries.Poor.Subscribe(stop))
                {
                    stars += row.Stars ?? row.Id ?? 0;
                }

                return stars;
            }
        }
        """;

    [Theory]
    [InlineData("CREATE STREAM poor AS SELECT * FROM ratings WHERE starz < 3;", "QG2001")]
    [InlineData("CREATE STREAM poor AS SELECT * FROM ratings WHERE stars LIKE 'a';", "QG2215")]
    [InlineData("CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < ;", "QG1001")]
    [InlineData("CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < 3 < 4;", "QG1008")]
    [InlineData("CREATE STREAM poor AS SELECT * FROM ratings stars WHERE < 3 PARTITION BY stars EMIT CHANGES;", "QG1001")]
    [InlineData("CREATE STREAM poor WITH (value_format='JASON') AS SELECT * FROM ratings;", "QG2106")]
    [InlineData("CREATE STREAM poor AS SELECT id, starz AS stars FROM ratings;", "QG2001")]
    [InlineData("CREATE STREAM poor AS SELECT id, stars, message m id FROM ratings;", "QG1001")]
    [InlineData("CREATE STREAM poor AS SELECT message ABS(stars) AS stars, id FROM ratings;", "QG1001")]
    [InlineData("CREATE STREAM poor AS SELECT COUNT( AS n, id, stars FROM ratings;", "QG1001")]
    [InlineData("CREATE STREAM poor AS SELECT + AS n, id, stars, * + 1 FROM ratings WHERE < 3;", "QG1001")]
    [InlineData("CREATE STREAM poor (id INT KEY, stars INT, message VARCHAR at TIME) WITH (kafka_topic='p', format='JSON');", "QG1001")]
    [InlineData("CREATE STREAM poor (id INT KEY, stars INT) WITH (kafka_topic='p' format='JSON');", "QG1001")]
    [InlineData("CREATE STREAM poor (id INT PRIMARY KEY, stars INT, id INT KEY) WITH (kafka_topic='p', format='JSON');", "QG1014")]
    [InlineData("CREATE STREAM poor AS SELECT id, stars + message AS stars FROM ratings;", "QG2200")]
    [InlineData("CREATE STREAM a AS SELECT * FROM ratings WHERE starz < 3; CREATE STREAM poor AS SELECT * FROM a;", "QG2001")]
    [InlineData("CREATE STREAM a AS SELECT * FROM ratings WHERE < ; CREATE STREAM poor AS SELECT * FROM a WHERE stars < 2;", "QG1001")]
    [InlineData("CREATE STREAM poor (id INT KEY, stars INT) WITH (kafka_topic='p', format='JSON', partitions=0);", "QG2101")]
    [InlineData("CREATE STREAM poor (id INT KEY, stars NUMBER) WITH (kafka_topic='p', format='JSON');", "QG2005")]
    public void Csharp_that_reads_a_broken_stream_has_no_error_of_its_own(string sql, string id)
    {
        StrictProject project = StrictProject.With(Ratings + sql, UsesPoor);

        Assert.Equal(id, Assert.Single(project.SqlMistakes).Split(':')[0]);
        Assert.Empty(project.CSharpMistakes);
    }

    [Theory]
    [InlineData("SELECT stars, COUNT(*) AS n FROM ratings GROUP BY starz", "QG2001", "3")]
    [InlineData("SELECT stars, COUNT(*) AS n FROM ratings GROUP BY stars HAVING m > 1", "QG2001", "3")]
    [InlineData("SELECT stars, COUNT(*) AS n FROM ratings WHERE stars < GROUP BY stars", "QG1001", "3")]
    [InlineData("SELECT id, name AS n FROM customers WHERE nam = 'x'", "QG2001", "3")]
    public void Csharp_that_looks_up_in_a_broken_table_has_no_error_of_its_own(string query, string id, string key)
    {
        StrictProject project = StrictProject.With(Ratings + $"CREATE TABLE o AS {query};", $$"""
            using System.Threading.Tasks;
            using Shop.Queries;

            internal static class Reader
            {
                public static async Task<object?> Find(CompiledQueries queries)
                {
                    O.Row? row = await queries.O.GetAsync({{key}});
                    return row?.N;
                }
            }
            """);

        Assert.Equal(id, Assert.Single(project.SqlMistakes).Split(':')[0]);
        Assert.Empty(project.CSharpMistakes);
    }

    [Fact]
    public void A_broken_source_keeps_its_producer()
    {
        StrictProject project = StrictProject.With(
            "CREATE STREAM s (id INT KEY, v VARCHAR) WITH (kafka_topic='s', format='JSON', replicas='many');",
            """
            using System.Threading.Tasks;
            using Shop.Queries;

            internal static class Writer
            {
                public static async Task Write(CompiledQueries queries) => await queries.SProducer.ProduceAsync(new S.Row(1, "a"));
            }
            """);

        Assert.Single(project.SqlMistakes);
        Assert.Empty(project.CSharpMistakes);
    }

    [Theory]
    [InlineData("SELECT * FROM ratings WHERE starz < 3", "QG2001")]
    [InlineData("SELECT * FROM ratings WHERE stars < ", "QG1001")]
    [InlineData("SELECT *, CAST(stars AS DECIMAL(78, 2)) AS d FROM ratings", "QG3001")]
    public void Csharp_that_uses_a_class_with_a_broken_query_has_no_error_of_its_own(string query, string id)
    {
        StrictProject project = StrictProject.With(Ratings + "CREATE STREAM poorest AS SELECT * FROM poor WHERE stars < 2;", $$"""
            using System.Threading;
            using System.Threading.Tasks;
            using QueryGen;
            using Shop.Queries;

            [Query("{{query}}")]
            internal sealed partial class Poor;

            internal static class Reader
            {
                public static async Task<int> Count(CompiledQueries queries, CancellationToken stop)
                {
                    int stars = 0;
                    await foreach (Poor.Row row in new Poor(queries).Subscribe(stop))
                    {
                        stars += row.Stars ?? row.Id ?? 0;
                    }

                    await foreach (Poorest.Row row in queries.Poorest.Subscribe(stop))
                    {
                        stars += row.Stars ?? 0;
                    }

                    return stars;
                }
            }
            """);

        Assert.Equal(id, Assert.Single(project.SqlMistakes).Split(':')[0]);
        Assert.Empty(project.CSharpMistakes);
    }

    [Fact]
    public void A_mistake_behind_from_is_told_once_and_those_of_its_sources_with_it() => Assert.Equal(
        ["QG2001", "QG1001"],
        StrictProject.With(Ratings + """
            CREATE STREAM a AS SELECT * FROM ratings WHERE starz < 3;
            CREATE STREAM b AS SELECT id, nothing FROM a JOIN customers ON;
            """).SqlMistakes.Select(mistake => mistake.Split(':')[0]).OrderDescending());

    [Fact]
    public void A_project_without_queries_compiles() => StrictProject.With("").Compiles();
}
