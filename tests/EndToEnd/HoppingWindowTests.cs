using Xunit;

namespace QueryGen.EndToEnd;

public sealed class HoppingWindowTests
{
    [Fact]
    public void A_row_counts_in_every_window_that_holds_it_the_earliest_first() =>
        Sql.Run(Query("SIZE 10 MILLISECONDS, ADVANCE BY 4 MILLISECONDS"))
        .In("s", "1", """{"v":5}""", at: 9)
        .In("s", "1", """{"v":2}""", at: 12)
        .Gives("O",
            """1 [0, 10) | {"N":1,"SUM":5} | 9""", """1 [4, 14) | {"N":1,"SUM":5} | 9""", """1 [8, 18) | {"N":1,"SUM":5} | 9""",
            """1 [4, 14) | {"N":2,"SUM":7} | 12""", """1 [8, 18) | {"N":2,"SUM":7} | 12""", """1 [12, 22) | {"N":1,"SUM":2} | 12""");

    [Fact]
    public void A_row_is_late_only_where_all_its_windows_are_closed() =>
        Sql.Run(Query("SIZE 10 MILLISECONDS, ADVANCE BY 5 MILLISECONDS, GRACE PERIOD 1 MILLISECOND"))
        .In("s", "2", """{"v":1}""", at: 11)
        .In("s", "1", """{"v":1}""", at: 6)
        .In("s", "2", """{"v":1}""", at: 16)
        .In("s", "1", """{"v":1}""", at: 6)
        .Gives("O",
            """2 [5, 15) | {"N":1,"SUM":1} | 11""", """2 [10, 20) | {"N":1,"SUM":1} | 11""",
            """1 [5, 15) | {"N":1,"SUM":1} | 6""",
            """2 [10, 20) | {"N":2,"SUM":2} | 16""", """2 [15, 25) | {"N":1,"SUM":1} | 16""")
        .Late(1);

    [Fact]
    public void An_argument_is_computed_once_for_all_windows() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v VARCHAR) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT id, SUM(fails(v)) AS sum FROM s
          WINDOW HOPPING (SIZE 10 MILLISECONDS, ADVANCE BY 5 MILLISECONDS) GROUP BY id;
        """, """
        namespace Test;

        internal static class Functions
        {
            [QueryGen.SqlFunction]
            public static int Fails(string v) => throw new System.InvalidOperationException("no");
        }
        """)
        .In("s", "1", """{"v":"a"}""", at: 7)
        .Gives("O", """1 [0, 10) | {"SUM":0} | 7""", """1 [5, 15) | {"SUM":0} | 7""")
        .RowErrors(1);

    [Fact]
    public void A_restart_goes_on_with_the_states_and_the_stream_time() =>
        Sql.Run(Query("SIZE 10 MILLISECONDS, ADVANCE BY 5 MILLISECONDS, GRACE PERIOD 0 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 12)
        .Restart()
        .In("s", "1", """{"v":1}""", at: 4)
        .In("s", "1", """{"v":1}""", at: 13)
        .Gives("O",
            """1 [5, 15) | {"N":1,"SUM":1} | 12""", """1 [10, 20) | {"N":1,"SUM":1} | 12""",
            """1 [5, 15) | {"N":2,"SUM":2} | 13""", """1 [10, 20) | {"N":2,"SUM":2} | 13""")
        .Late(1);

    private static string Query(string window) => $"""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT id, COUNT(*) AS n, SUM(v) AS sum FROM s WINDOW HOPPING ({window}) GROUP BY id;
        """;
}
