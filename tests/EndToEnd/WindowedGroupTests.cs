using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>GROUP BY over streams whose keys have windows, and what goes through a repartition topic.</summary>
public sealed class WindowedGroupTests
{
    private const string Source = """
        CREATE STREAM l (id INT KEY, a INT)
          WITH (kafka_topic='l', key_format='JSON', value_format='JSON', window_type='TUMBLING', window_size='10 SECONDS');

        """;

    // The key, and the start of its window in eight bytes.
    private static string Key(string id, char startMs) => $"{id}\0\0\0\0\0\0\0{startMs}";

    [Fact]
    public void The_key_alone_is_a_group_of_all_its_windows() => Sql.Run(Source + """
        CREATE TABLE o AS SELECT id, COUNT(*) AS n, MAX(WINDOWSTART) AS last, MIN(WINDOWEND) AS first FROM l GROUP BY id;
        """)
        .In("l", Key("1", 'A'), """{"a":1}""", at: 5)
        .In("l", Key("2", 'A'), """{"a":1}""", at: 6)
        .In("l", Key("1", 'C'), """{"a":2}""", at: 4)
        .Gives(
            "O", """1 | {"N":1,"LAST":65,"FIRST":10065} | 5""", """2 | {"N":1,"LAST":65,"FIRST":10065} | 6""",
            """1 | {"N":2,"LAST":67,"FIRST":10065} | 5""");

    [Fact]
    public void The_window_may_be_a_part_of_the_group() => Sql.Run(Source + """
        CREATE TABLE o AS SELECT id, WINDOWSTART AS ws, SUM(a) AS total FROM l WHERE a > 0 GROUP BY WINDOWSTART, id HAVING SUM(a) > 1;
        """)
        .In("l", Key("1", 'A'), """{"a":1}""", at: 5)
        .In("l", Key("1", 'C'), """{"a":2}""", at: 6)
        .Restart()
        .In("l", Key("1", 'A'), """{"a":3}""", at: 7)
        .Gives("O", """{"WS":67,"ID":1} | {"TOTAL":2} | 6""", """{"WS":65,"ID":1} | {"TOTAL":4} | 7""");

    [Fact]
    public void A_window_of_the_query_is_another_one() => Sql.Run(Source + """
        CREATE TABLE o AS SELECT id, SUM(a) AS total, WINDOWEND AS we FROM l WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY id;
        """)
        .In("l", Key("1", 'A'), """{"a":1}""", at: 5)
        .In("l", Key("1", 'C'), """{"a":2}""", at: 6)
        .In("l", Key("1", 'C'), """{"a":4}""", at: 12)
        .Gives(
            "O", """1 [0, 10) | {"TOTAL":1,"WE":10} | 5""", """1 [0, 10) | {"TOTAL":3,"WE":10} | 6""",
            """1 [10, 20) | {"TOTAL":4,"WE":20} | 12""");

    [Fact]
    public void Offsets_and_partitions_are_those_of_the_source() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT v, MAX(ROWOFFSET) AS o, MAX(ROWPARTITION) AS p, MAX(ROWTIME) AS t FROM s WHERE id > 1 GROUP BY v;
        """)
        .In("s", "1", """{"V":1}""", at: 3)
        .In("s", "2", """{"V":1}""", at: 4)
        .In("s", "3", """{"V":1}""", at: 2)
        .Gives("O", """1 | {"O":1,"P":0,"T":4} | 4""", """1 | {"O":2,"P":0,"T":4} | 4""");
}
