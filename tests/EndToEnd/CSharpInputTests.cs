using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Streams, tables and queries that C# declares, together with SQL, in both directions.</summary>
public sealed class CSharpInputTests
{
    private const string Rows = """
        using System;
        using QueryGen;
        namespace Test;

        /// <summary>A rating.</summary>
        [Stream("ratings", Topic = "in", KeyFormat = Format.Json)]
        public partial record Rating([Column(IsKey = true)] int UserId, int Stars, string? Message);

        """;

    [Fact]
    public void Sql_reads_a_stream_that_csharp_declares() => Sql.Run(
        "CREATE STREAM poor AS SELECT user_id, stars * 2 AS twice, message FROM ratings WHERE stars < 3;", Rows)
        .In("in", "1", """{"STARS":2,"MESSAGE":"meh"}""")
        .In("in", "2", """{"STARS":4,"MESSAGE":"good"}""")
        .Gives("POOR", """1 | {"TWICE":4,"MESSAGE":"meh"} | 0""");

    [Fact]
    public void A_class_queries_a_stream_that_sql_declares_and_sql_reads_on() => Sql.Run(
        """
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, v * 10 AS v FROM large_values;
        """,
        """"
        namespace Test;

        /// <summary>Large ones.</summary>
        [QueryGen.Query("""
            SELECT id, v + 1 AS v
            FROM s
            WHERE v > 1
            """)]
        public partial class LargeValues;
        """")
        .In("s", "1", """{"V":1}""")
        .In("s", "2", """{"V":2}""")
        .Gives("LARGE_VALUES", """2 | {"V":3} | 0""")
        .Gives("O", """2 | {"V":30} | 0""");

    [Fact]
    public void A_class_queries_a_stream_that_csharp_declares_with_typed_rows_in_and_out() => Assert.Equal(
        "Row { UserId = 1, Message = meh } Rating { UserId = 1, Stars = 2, Message = meh } Rating { UserId = 2, Stars = 4, Message =  }",
        Sql.Run("", Rows + """
            /// <summary>The poor ones.</summary>
            [Query("SELECT user_id, message FROM ratings WHERE stars < 3")]
            internal sealed partial class PoorRatings;

            /// <summary>Pipes and reads.</summary>
            public static class Probe
            {
                /// <summary>Runs.</summary>
                public static string Run(QueryGen.Testing.TopologyTestDriver driver)
                {
                    var queries = driver.Handles(handles => new Queries.CompiledQueries(handles));
                    QueryGen.Testing.TestHandles.Pipe(queries.RatingsProducer, new Rating(1, 2, "meh"));
                    QueryGen.Testing.TestHandles.Pipe(queries.RatingsProducer, new Rating(2, 4, null));
                    return string.Join(' ', (System.Collections.Generic.IEnumerable<object>)
                        [.. QueryGen.Testing.TestHandles.Rows(queries.PoorRatings), .. QueryGen.Testing.TestHandles.Rows(queries.Ratings)]);
                }
            }
            """).Probe());

    [Fact]
    public void Every_type_goes_into_a_record_and_comes_back_by_constructor_and_setters() => Assert.Equal(
        "True 7 8 1.5 12.34 a,b 2024-02-29 12:34:56.789 2024-02-29T12:34:56.789Z ab same | False 0 0 0 0 0001-01-01 0 '' null",
        Sql.Run("", """
            using System;
            using QueryGen;
            using QueryGen.Testing;
            namespace Test;

            /// <summary>Every type.</summary>
            [Stream("every")]
            public class Every(int integer, string? text)
            {
                /// <summary>A column.</summary>
                public int Integer { get; } = integer;
                /// <summary>A column.</summary>
                public string? Text { get; } = text;
                /// <summary>A column.</summary>
                public required bool Flag { get; init; }
                /// <summary>A column.</summary>
                public long Long;
                /// <summary>A column.</summary>
                public double Double { get; set; }
                /// <summary>A column.</summary>
                [Column(Precision = 10, Scale = 2)] public decimal @decimal { get; set; }
                /// <summary>A column.</summary>
                public byte[] Raw { get; set; } = [];
                /// <summary>A column.</summary>
                public DateOnly Day { get; set; }
                /// <summary>A column.</summary>
                public DateOnly? OtherDay { get; set; }
                /// <summary>A column.</summary>
                public TimeOnly Clock { get; set; }
                /// <summary>A column.</summary>
                public DateTimeOffset At { get; set; }
                /// <summary>A column.</summary>
                public string Sure { get; set; } = "";
            }

            /// <summary>A struct.</summary>
            [Stream("points")] public record struct Point(int? X, int Y);

            /// <summary>Pipes and reads.</summary>
            public static class Probe
            {
                /// <summary>Runs.</summary>
                public static string Run(TopologyTestDriver driver)
                {
                    var queries = driver.Handles(handles => new Queries.CompiledQueries(handles));
                    queries.EveryProducer.Pipe(new Every(7, "a,b")
                    {
                        Flag = true, Long = 8, Double = 1.5, @decimal = 12.34m, Raw = [97, 98], Day = new DateOnly(2024, 2, 29),
                        OtherDay = new DateOnly(2024, 2, 29), Clock = new TimeOnly(12, 34, 56, 789),
                        At = new DateTimeOffset(2024, 2, 29, 12, 34, 56, 789, TimeSpan.Zero), Sure = "same",
                    });
                    driver.Topic("every").Pipe(null, "{}");
                    var rows = queries.Every.Rows();
                    queries.PointsProducer.Pipe(new Point(null, 3));
                    if (queries.Points.Rows()[0] != new Point(null, 3)) return "the point has changed";
                    var a = rows[0];
                    var b = rows[1];
                    return FormattableString.Invariant($"{a.Flag} {a.Integer} {a.Long} {a.Double} {a.@decimal} {a.Text} ")
                        + FormattableString.Invariant($"{a.Day:yyyy-MM-dd} {a.Clock:HH:mm:ss.fff} {a.At:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} ")
                        + FormattableString.Invariant($"{(char)a.Raw[0]}{(char)a.Raw[1]} {a.Sure} | ")
                        + FormattableString.Invariant($"{b.Flag} {b.Integer} {b.Long} {b.Double} {b.@decimal} {b.Day:yyyy-MM-dd} ")
                        + FormattableString.Invariant($"{b.Raw.Length} '{b.Sure}' {b.Text ?? "null"}");
                }
            }
            """).Probe());

    [Fact]
    public void A_table_that_csharp_declares_is_joined_and_looked_up() => Assert.Equal(
        "Customer { Id = 1, ClubStatus = gold }",
        Sql.Run(
            "CREATE STREAM o AS SELECT r.user_id, r.stars, c.club_status FROM ratings r JOIN customers c ON r.user_id = c.id;",
            Rows + """
            /// <summary>A customer.</summary>
            [Table("customers", KeyFormat = Format.Json)]
            public partial record Customer([Column(IsKey = true)] int Id, string ClubStatus);

            /// <summary>Looks up.</summary>
            public static class Probe
            {
                /// <summary>Runs.</summary>
                public static string Run(QueryGen.Testing.TopologyTestDriver driver)
                {
                    var queries = driver.Handles(handles => new Queries.CompiledQueries(handles));
                    return QueryGen.Testing.TestHandles.Row(queries.Customers, 1)?.ToString() ?? "none";
                }
            }
            """)
            .In("customers", "1", """{"CLUB_STATUS":"gold"}""")
            .In("in", "1", """{"STARS":2,"MESSAGE":"meh"}""")
            .Gives("O", """1 | {"STARS":2,"CLUB_STATUS":"gold"} | 0""")
            .Probe());

    [Fact]
    public void A_class_with_a_table_query_gives_changes_and_rows_by_key() => Assert.Equal(
        "1: Row { Stars = 2, N = 1 }, 2: Row { Stars = 2, N = 2 }, now Row { Stars = 2, N = 2 }; 2 from 00:00",
        Sql.Run("", Rows + """
            /// <summary>Counts.</summary>
            [Query("SELECT stars, COUNT(*) AS n FROM ratings GROUP BY stars")]
            public partial class Counts;

            /// <summary>Counts by the minute.</summary>
            [Query("CREATE TABLE by_minute WITH (partitions = 1) AS "
                + "SELECT stars, COUNT(*) AS n FROM ratings WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY stars")]
            public partial class CountsByMinute;

            /// <summary>Looks up.</summary>
            public static class Probe
            {
                /// <summary>Runs.</summary>
                public static string Run(QueryGen.Testing.TopologyTestDriver driver)
                {
                    var queries = driver.Handles(handles => new Queries.CompiledQueries(handles));
                    string text = "";
                    foreach (var change in QueryGen.Testing.TestHandles.Changes(queries.Counts))
                    {
                        text += $"{change.Row?.N}: {change.Row}, ";
                    }

                    Counts.Row? row = new Counts(queries).GetAsync(2).AsTask().Result;
                    var window = QueryGen.Testing.TestHandles.Changes(queries.ByMinute)[1];
                    return $"{text}now {row}; {window.Row?.N} from {window.WindowStart:HH:mm}";
                }
            }
            """)
            .In("in", "1", """{"STARS":2}""")
            .In("in", "1", """{"STARS":2}""")
            .Probe());

    [Fact]
    public void A_class_with_a_query_is_a_service_of_the_host() => Assert.Equal(
        "True True True",
        Sql.Run("", Rows + """
            /// <summary>The poor ones.</summary>
            [Query("SELECT user_id, message FROM ratings WHERE stars < 3")]
            public partial class PoorRatings;

            /// <summary>Builds a host.</summary>
            public static class Probe
            {
                /// <summary>Runs.</summary>
                public static string Run(QueryGen.Testing.TopologyTestDriver driver)
                {
                    var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
                    var builder = QueryGen.Hosting.QueryGenServiceCollectionExtensions.AddQueryGen(services, options => { });
                    Queries.QueryGenCompiledQueries.AddCompiledQueries(builder);
                    bool HasService(Type type)
                    {
                        foreach (var service in services)
                        {
                            if (service.ServiceType == type) return true;
                        }

                        return false;
                    }

                    return $"{HasService(typeof(PoorRatings))} {HasService(typeof(Queries.CompiledQueries))} "
                        + ReferenceEquals(PoorRatings.Topology, Queries.CompiledQueries.Topology);
                }
            }
            """).Probe());

    [Fact]
    public void Names_of_csharp_that_are_its_keywords_and_the_global_namespace_compile() => Sql.Run(
        "CREATE STREAM o AS SELECT `CLASS` AS v FROM q;",
        """
        /// <summary>A row.</summary>
        [QueryGen.Stream("s")] public record @event(int @class);

        /// <summary>A query.</summary>
        [QueryGen.Query("SELECT `CLASS` FROM s")] public partial class Q;
        """)
        .In("s", null, """{"CLASS":5}""")
        .Gives("O", """null | {"V":5} | 0""");
}
