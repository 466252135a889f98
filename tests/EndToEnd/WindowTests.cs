using Xunit;

namespace QueryGen.EndToEnd;

public sealed class WindowTests
{
    [Fact]
    public void Tumbling_windows_hold_their_start_and_not_their_end() => Sql.Run(Query("SIZE 10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 0)
        .In("s", "1", """{"v":1}""", at: 9)
        .In("s", "1", """{"v":1}""", at: 10)
        .Gives("O", """1 [0, 10) | {"N":1} | 0""", """1 [0, 10) | {"N":2} | 9""", """1 [10, 20) | {"N":1} | 10""");

    [Fact]
    public void A_row_is_late_once_stream_time_reaches_end_and_grace() =>
        Sql.Run(Query("SIZE 10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 3)
        .In("s", "2", """{"v":1}""", at: 14)
        .In("s", "1", """{"v":1}""", at: 4)
        .In("s", "2", """{"v":1}""", at: 15)
        .In("s", "1", """{"v":1}""", at: 5)
        .Gives("O",
            """1 [0, 10) | {"N":1} | 3""",
            """2 [10, 20) | {"N":1} | 14""",
            """1 [0, 10) | {"N":2} | 4""",
            """2 [10, 20) | {"N":2} | 15""")
        .Late(1);

    [Fact]
    public void A_row_that_where_drops_does_not_move_stream_time() =>
        Sql.Run(Query("SIZE 10 MILLISECONDS, GRACE PERIOD 0 MILLISECONDS", "WHERE v > 0"))
        .In("s", "1", """{"v":0}""", at: 100)
        .In("s", "1", """{"v":1}""", at: 1)
        .Gives("O", """1 [0, 10) | {"N":1} | 1""")
        .Late(0);

    [Fact]
    public void A_group_keeps_the_highest_timestamp_in_its_window() => Sql.Run(Query("SIZE 10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 8)
        .In("s", "1", """{"v":1}""", at: 2)
        .Gives("O", """1 [0, 10) | {"N":1} | 8""", """1 [0, 10) | {"N":2} | 8""");

    [Fact]
    public void Window_bounds_can_be_selected() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT id, WINDOWSTART AS window_start, WINDOWEND - WINDOWSTART AS b, COUNT(*) AS n FROM s
          WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY id;
        """)
        .In("s", "1", """{"v":1}""", at: 1500)
        .Gives("O", """1 [1000, 2000) | {"WINDOW_START":1000,"B":1000,"N":1} | 1500""");

    private static string Query(string window, string where = "") => $"""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM s WINDOW TUMBLING ({window}) {where} GROUP BY id;
        """;
}
