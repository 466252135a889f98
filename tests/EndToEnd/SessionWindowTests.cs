using Xunit;

namespace QueryGen.EndToEnd;

public sealed class SessionWindowTests
{
    private const string Stream = "CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');\n";

    [Fact]
    public void Rows_no_more_than_the_gap_apart_are_a_session_and_its_old_bounds_are_deleted() => Sql.Run(Query("10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 5)
        .In("s", "1", """{"v":2}""", at: 15)
        .In("s", "1", """{"v":3}""", at: 26)
        .Gives("O",
            """1 [5, 5] | {"N":1,"SUM":1} | 5""",
            "1 [5, 5] | null | 5", """1 [5, 15] | {"N":2,"SUM":3} | 15""",
            """1 [26, 26] | {"N":1,"SUM":3} | 26""");

    [Fact]
    public void A_row_between_two_sessions_makes_one_of_them() => Sql.Run(Query("10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 0)
        .In("s", "1", """{"v":2}""", at: 18)
        .In("s", "1", """{"v":4}""", at: 9)
        .Gives("O",
            """1 [0, 0] | {"N":1,"SUM":1} | 0""", """1 [18, 18] | {"N":1,"SUM":2} | 18""",
            "1 [0, 0] | null | 0", "1 [18, 18] | null | 18", """1 [0, 18] | {"N":3,"SUM":7} | 18""");

    [Fact]
    public void A_row_inside_a_session_deletes_it_and_writes_it_anew_but_not_where_all_rows_have_one_time() =>
        Sql.Run(Query("10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 5)
        .In("s", "1", """{"v":1}""", at: 5)
        .In("s", "1", """{"v":1}""", at: 8)
        .In("s", "1", """{"v":1}""", at: 6)
        .Gives("O",
            """1 [5, 5] | {"N":1,"SUM":1} | 5""", """1 [5, 5] | {"N":2,"SUM":2} | 5""",
            "1 [5, 5] | null | 5", """1 [5, 8] | {"N":3,"SUM":3} | 8""",
            "1 [5, 8] | null | 8", """1 [5, 8] | {"N":4,"SUM":4} | 8""");

    [Fact]
    public void A_row_is_late_where_the_session_that_comes_of_it_ended_before_gap_and_grace() =>
        Sql.Run(Query("10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 16)
        .In("s", "2", """{"v":1}""", at: 30)
        .In("s", "1", """{"v":1}""", at: 14)
        .In("s", "2", """{"v":1}""", at: 15)
        .In("s", "2", """{"v":1}""", at: 14)
        .Gives("O",
            """1 [16, 16] | {"N":1,"SUM":1} | 16""", """2 [30, 30] | {"N":1,"SUM":1} | 30""",
            "1 [16, 16] | null | 16", """1 [14, 16] | {"N":2,"SUM":2} | 16""",
            """2 [15, 15] | {"N":1,"SUM":1} | 15""")
        .Late(1);

    [Fact]
    public void Having_deletes_only_what_it_let_through() => Sql.Run(Query("10 MILLISECONDS", "HAVING COUNT(*) > 1"))
        .In("s", "1", """{"v":1}""", at: 0)
        .In("s", "1", """{"v":1}""", at: 1)
        .In("s", "1", """{"v":1}""", at: 2)
        .Gives("O", """1 [0, 1] | {"N":2,"SUM":2} | 1""", "1 [0, 1] | null | 1", """1 [0, 2] | {"N":3,"SUM":3} | 2""");

    [Fact]
    public void A_restart_goes_on_with_the_sessions() => Sql.Run(Query("10 MILLISECONDS"))
        .In("s", "1", """{"v":1}""", at: 0)
        .In("s", "1", """{"v":2}""", at: 18)
        .In("s", "1", """{"v":4}""", at: 9)
        .Restart()
        .In("s", "1", """{"v":8}""", at: 20)
        .Gives("O",
            """1 [0, 0] | {"N":1,"SUM":1} | 0""", """1 [18, 18] | {"N":1,"SUM":2} | 18""",
            "1 [0, 0] | null | 0", "1 [18, 18] | null | 18", """1 [0, 18] | {"N":3,"SUM":7} | 18""",
            "1 [0, 18] | null | 18", """1 [0, 20] | {"N":4,"SUM":15} | 20""");

    [Fact]
    public void Final_sessions_come_by_end_start_and_key() => Sql.Run(Query("5 MILLISECONDS", final: "EMIT FINAL"))
        .In("s", "3", """{"v":1}""", at: 2)
        .In("s", "2", """{"v":1}""", at: 1)
        .In("s", "2", """{"v":1}""", at: 4)
        .In("s", "1", """{"v":1}""", at: 4)
        .In("s", "0", """{"v":1}""", at: 4)
        .In("s", "0", """{"v":1}""", at: 100)
        .Gives("O",
            """3 [2, 2] | {"N":1,"SUM":1} | 2""", """2 [1, 4] | {"N":2,"SUM":2} | 4""",
            """0 [4, 4] | {"N":1,"SUM":1} | 4""", """1 [4, 4] | {"N":1,"SUM":1} | 4""");

    [Fact]
    public void Final_sessions_that_were_written_before_a_restart_are_not_written_again() =>
        Sql.Run(Query("5 MILLISECONDS, RETENTION 1 SECOND", final: "EMIT FINAL"))
        .In("s", "1", """{"v":1}""", at: 0)
        .In("s", "1", """{"v":1}""", at: 20)
        .Restart()
        .In("s", "2", """{"v":1}""", at: 40)
        .Gives("O", """1 [0, 0] | {"N":1,"SUM":1} | 0""", """1 [20, 20] | {"N":1,"SUM":1} | 20""");

    [Fact]
    public void A_session_is_found_by_its_key_and_start() => Sql.WithQuestion(
        Query("10 MILLISECONDS"), "queries.O.Row(1, DateTimeOffset.FromUnixTimeMilliseconds(5))")
        .In("s", "1", """{"v":1}""", at: 5)
        .In("s", "1", """{"v":2}""", at: 15)
        .Answers("Row { Id = 1, N = 2, Sum = 3, WindowStart = 01/01/1970 00:00:00 +00:00, WindowEnd = 01/01/1970 00:00:00 +00:00 }");

    [Fact]
    public void Window_bounds_are_the_first_and_the_last_row() => Sql.Run(Stream + """
        CREATE TABLE o AS SELECT id, WINDOWSTART AS ws, WINDOWEND AS we, COUNT(*) AS n FROM s WINDOW SESSION (10 MILLISECONDS) GROUP BY id
          EMIT FINAL;
        """)
        .In("s", "1", """{"v":1}""", at: 5)
        .In("s", "1", """{"v":2}""", at: 7)
        .In("s", "1", """{"v":2}""", at: 70)
        .Gives("O", """1 [5, 7] | {"WS":5,"WE":7,"N":2} | 7""");

    private static string Query(string window, string having = "", string final = "") => Stream + $"""
        CREATE TABLE o AS SELECT id, COUNT(*) AS n, SUM(v) AS sum FROM s WINDOW SESSION ({window}) GROUP BY id {having} {final};
        """;
}
