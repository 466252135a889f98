using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Joins of streams whose keys have windows.</summary>
public sealed class WindowedJoinTests
{
    private const string Sources = """
        CREATE STREAM l (id INT KEY, a INT)
          WITH (kafka_topic='l', key_format='JSON', value_format='JSON', window_type='TUMBLING', window_size='10 SECONDS');
        CREATE STREAM r (id INT KEY, b INT)
          WITH (kafka_topic='r', key_format='JSON', value_format='JSON', window_type='HOPPING', window_size='10 SECONDS');

        """;

    // The key, and the start of its window in eight bytes.
    private static string Key(string id, char startMs) => $"{id}\0\0\0\0\0\0\0{startMs}";

    [Fact]
    public void Rows_of_one_key_and_window_join() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT r.*, l.id, l.WINDOWSTART, l.WINDOWEND AS we FROM l LEFT JOIN r WITHIN 5 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", Key("1", 'A'), """{"a":1}""", at: 70)
        .In("r", Key("1", 'B'), """{"b":2}""", at: 71)
        .In("r", Key("1", 'A'), """{"b":3}""", at: 72)
        .Gives(
            "O",
            """1 [65, 10065) | {"R_ID":null,"R_WINDOWSTART":null,"R_WINDOWEND":null,"R_B":null,"L_WINDOWSTART":65,"WE":10065} | 70""",
            """1 [65, 10065) | {"R_ID":1,"R_WINDOWSTART":65,"R_WINDOWEND":10065,"R_B":3,"L_WINDOWSTART":65,"WE":10065} | 72""");

    [Fact]
    public void Rows_that_wait_keep_their_window() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT ROWKEY AS id, a, b FROM l FULL JOIN r WITHIN 5 MILLISECONDS GRACE PERIOD 1 MILLISECOND ON l.id = r.id;
        """)
        .In("l", Key("1", 'B'), """{"a":1}""", at: 70)
        .In("l", Key("1", 'A'), """{"a":2}""", at: 70)
        .In("r", Key("1", 'C'), """{"b":3}""", at: 70)
        .In("r", Key("2", 'A'), """{"b":4}""", at: 99)
        .Gives(
            "O", """1 [67, 10067) | {"A":null,"B":3} | 70""", """1 [65, 10065) | {"A":2,"B":null} | 70""",
            """1 [66, 10066) | {"A":1,"B":null} | 70""");

    [Fact]
    public void Rows_keep_their_window_over_a_restart() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT l.id, a, r.WINDOWSTART AS ws, b FROM l LEFT JOIN r WITHIN 5 MILLISECONDS ON l.id = r.id;
        """)
        .In("r", Key("1", 'A'), """{"b":3}""", at: 70)
        .Restart()
        .In("l", Key("1", 'A'), """{"a":1}""", at: 71)
        .In("l", Key("1", 'B'), """{"a":2}""", at: 72)
        .Gives("O", """1 [65, 10065) | {"A":1,"WS":65,"B":3} | 71""", """1 [66, 10066) | {"A":2,"WS":null,"B":null} | 72""");

    [Fact]
    public void Sessions_join_where_both_bounds_are_the_same() => Sql.Run(Sessions + """
        CREATE STREAM o AS SELECT l.id, a, b, r.WINDOWEND AS we FROM l JOIN r WITHIN 5 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", Session("1", 'A', 'C'), """{"a":1}""", at: 70)
        .Restart()
        .In("r", Session("1", 'A', 'B'), """{"b":2}""", at: 71)
        .In("r", Session("1", 'A', 'C'), """{"b":3}""", at: 72)
        .Gives("O", """1 [65, 67] | {"A":1,"B":3,"WE":67} | 72""");

    [Fact]
    public void A_stream_of_sessions_is_filtered_and_keeps_its_window() => Sql.Run(Sessions + """
        CREATE STREAM o AS SELECT id, a + 1 AS a, WINDOWSTART AS ws, WINDOWEND AS we FROM l WHERE WINDOWEND > 66;
        """)
        .In("l", Session("1", 'A', 'B'), """{"a":1}""", at: 70)
        .In("l", Session("1", 'A', 'C'), """{"a":2}""", at: 71)
        .Gives("O", """1 [65, 67] | {"A":3,"WS":65,"WE":67} | 71""");

    private const string Sessions = """
        CREATE STREAM l (id INT KEY, a INT) WITH (kafka_topic='l', key_format='JSON', value_format='JSON', window_type='SESSION');
        CREATE STREAM r (id INT KEY, b INT) WITH (kafka_topic='r', key_format='JSON', value_format='JSON', window_type='SESSION');

        """;

    // The key, and the session's end and start in eight bytes each.
    private static string Session(string id, char startMs, char endMs) => $"{Key(id, endMs)}{Key("", startMs)}";
}
