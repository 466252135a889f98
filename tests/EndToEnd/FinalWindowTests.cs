using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>EMIT FINAL of tumbling and hopping windows.</summary>
public sealed class FinalWindowTests
{
    private const string Stream = "CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='KAFKA', value_format='JSON');\n";

    // KAFKA keys of INT: four bytes.
    private const string One = "\0\0\0\u0001";
    private const string Two = "\0\0\0\u0002";
    private const string MinusOne = "\u00ff\u00ff\u00ff\u00ff";

    // As UTF-8, those bytes are none.
    private const string Minus = "\ufffd\ufffd\ufffd\ufffd";

    [Fact]
    public void A_window_is_written_once_when_it_is_closed() =>
        Sql.Run(Query("TUMBLING (SIZE 10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS)"))
        .In("s", One, """{"v":1}""", at: 3)
        .In("s", One, """{"v":1}""", at: 14)
        .In("s", One, """{"v":1}""", at: 4)
        .In("s", One, """{"v":1}""", at: 15)
        .In("s", One, """{"v":1}""", at: 5)
        .Gives("O", $$"""{{One}} [0, 10) | {"N":2} | 4""")
        .Late(1);

    [Fact]
    public void Without_grace_period_a_window_is_closed_at_its_end() => Sql.Run(Query("TUMBLING (SIZE 10 MILLISECONDS)"))
        .In("s", One, """{"v":1}""", at: 3)
        .In("s", One, """{"v":1}""", at: 10)
        .Gives("O", $$"""{{One}} [0, 10) | {"N":1} | 3""");

    [Fact]
    public void Windows_come_in_the_order_of_their_starts_then_of_the_keys_bytes() => Sql.Run(Query("TUMBLING (SIZE 10 MILLISECONDS)"))
        .In("s", MinusOne, """{"v":1}""", at: 1)
        .In("s", Two, """{"v":1}""", at: 2)
        .In("s", One, """{"v":1}""", at: 3)
        .In("s", One, """{"v":1}""", at: 30)
        .In("s", One, """{"v":1}""", at: 50)
        .Gives("O",
            $$"""{{One}} [0, 10) | {"N":1} | 3""", $$"""{{Two}} [0, 10) | {"N":1} | 2""", $$"""{{Minus}} [0, 10) | {"N":1} | 1""",
            $$"""{{One}} [30, 40) | {"N":1} | 30""");

    [Fact]
    public void A_jump_of_stream_time_loses_no_window() =>
        Sql.Run(Query("HOPPING (SIZE 10 MILLISECONDS, ADVANCE BY 5 MILLISECONDS)"))
        .In("s", One, """{"v":1}""", at: 7)
        .In("s", Two, """{"v":1}""", at: 1000)
        .Gives("O", $$"""{{One}} [0, 10) | {"N":1} | 7""", $$"""{{One}} [5, 15) | {"N":1} | 7""");

    [Fact]
    public void A_jump_of_stream_time_loses_windows_where_they_expire() =>
        Sql.Run("SET 'querygen.final.windows' = 'expire';\n" + Query("TUMBLING (SIZE 2 MILLISECONDS, GRACE PERIOD 1 MILLISECOND)"))
        .In("s", One, """{"v":1}""", at: 0)
        .In("s", One, """{"v":1}""", at: 2)
        .In("s", One, """{"v":1}""", at: 5)
        .In("s", One, """{"v":1}""", at: 100)
        .Gives("O", $$"""{{One}} [2, 4) | {"N":1} | 2""");

    [Fact]
    public void Having_keeps_windows_out() => Sql.Run(Query("TUMBLING (SIZE 10 MILLISECONDS)", "HAVING COUNT(*) > 1"))
        .In("s", One, """{"v":1}""", at: 1)
        .In("s", Two, """{"v":1}""", at: 2)
        .In("s", Two, """{"v":1}""", at: 3)
        .In("s", Two, """{"v":1}""", at: 10)
        .Gives("O", $$"""{{Two}} [0, 10) | {"N":2} | 3""");

    [Fact]
    public void What_was_written_before_a_restart_is_not_written_again() =>
        Sql.Run(Query("TUMBLING (SIZE 10 MILLISECONDS)", retention: ", RETENTION 1 SECOND"))
        .In("s", One, """{"v":1}""", at: 1)
        .In("s", One, """{"v":1}""", at: 12)
        .Restart()
        .In("s", One, """{"v":1}""", at: 13)
        .In("s", One, """{"v":1}""", at: 20)
        .Gives("O", $$"""{{One}} [0, 10) | {"N":1} | 1""", $$"""{{One}} [10, 20) | {"N":2} | 13""");

    [Theory]
    [InlineData(0, "1")]
    [InlineData(10, "")]
    public void Only_a_window_that_was_written_is_found(int startMs, string expected) => Sql.WithQuestion(
        Query("TUMBLING (SIZE 10 MILLISECONDS)"),
        $"queries.O.Row(1, DateTimeOffset.FromUnixTimeMilliseconds({startMs}))?.N")
        .In("s", One, """{"v":1}""", at: 1)
        .In("s", One, """{"v":1}""", at: 12)
        .Answers(expected);

    private static string Query(string window, string having = "", string retention = "") => Stream + $"""
        CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM s WINDOW {window.Insert(window.Length - 1, retention)} GROUP BY id {having}
          EMIT FINAL;
        """;
}
