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
}
