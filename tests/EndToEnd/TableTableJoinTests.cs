using Xunit;

namespace QueryGen.EndToEnd;

public sealed class TableTableJoinTests
{
    private const string Sources = """
        CREATE TABLE l (id INT PRIMARY KEY, a VARCHAR) WITH (kafka_topic='l', key_format='JSON', value_format='JSON');
        CREATE TABLE r (id INT PRIMARY KEY, b VARCHAR) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
        CREATE TABLE t (id INT PRIMARY KEY, c VARCHAR) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');

        """;

    // The same changes for every kind of join: alone, both, changed, and deleted side by side.
    private static Sql Changes(string join) => Sql.Run(Sources + join)
        .In("l", "1", null, at: 1)
        .In("l", "1", """{"a":"x"}""", at: 5)
        .In("r", "1", """{"b":"y"}""", at: 3)
        .In("l", "1", """{"a":"xx"}""", at: 6)
        .In("r", "1", null, at: 7)
        .In("l", "1", null, at: 8)
        .In("r", "1", """{"b":"z"}""", at: 4)
        .In("r", "1", null, at: 2);

    [Fact]
    public void An_inner_join_has_rows_that_are_on_both_sides() => Changes("""
        CREATE TABLE o AS SELECT l.id, a, b FROM l JOIN r ON l.id = r.id;
        """)
        .Gives("O", """1 | {"A":"x","B":"y"} | 5""", """1 | {"A":"xx","B":"y"} | 6""", "1 | null | 7");

    [Fact]
    public void A_left_join_has_all_rows_of_the_left_side() => Changes("""
        CREATE TABLE o AS SELECT l.id, a, b FROM l LEFT JOIN r ON l.id = r.id;
        """)
        .Gives(
            "O", """1 | {"A":"x","B":null} | 5""", """1 | {"A":"x","B":"y"} | 5""", """1 | {"A":"xx","B":"y"} | 6""",
            """1 | {"A":"xx","B":null} | 7""", "1 | null | 8");

    [Fact]
    public void A_right_join_has_all_rows_of_the_right_side() => Changes("""
        CREATE TABLE o AS SELECT r.id, l.id, a, b FROM l RIGHT JOIN r ON l.id = r.id;
        """)
        .Gives(
            "O", """1 | {"R_ID":1,"A":"x","B":"y"} | 5""", """1 | {"R_ID":1,"A":"xx","B":"y"} | 6""", "1 | null | 7",
            """1 | {"R_ID":1,"A":null,"B":"z"} | 4""", "1 | null | 2");

    [Fact]
    public void A_full_join_has_all_rows() => Changes("""
        CREATE TABLE o AS SELECT ROWKEY AS id, a, b, l.ROWTIME AS lt, r.ROWTIME AS rt FROM l FULL JOIN r ON l.id = r.id;
        """)
        .Gives(
            "O", """1 | {"A":"x","B":null,"LT":5,"RT":null} | 5""", """1 | {"A":"x","B":"y","LT":5,"RT":3} | 5""",
            """1 | {"A":"xx","B":"y","LT":6,"RT":3} | 6""", """1 | {"A":"xx","B":null,"LT":6,"RT":null} | 7""", "1 | null | 8",
            """1 | {"A":null,"B":"z","LT":null,"RT":4} | 4""", "1 | null | 2");

    [Fact]
    public void A_row_that_a_filter_lets_through_no_more_is_deleted() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT l.id, a, b FROM l JOIN r ON l.id = r.id WHERE a <> b;
        """)
        .In("l", "1", """{"a":"x"}""", at: 1)
        .In("r", "1", """{"b":"x"}""", at: 2)
        .In("r", "1", """{"b":"y"}""", at: 3)
        .In("l", "1", """{"a":"y"}""", at: 4)
        .In("r", "1", null, at: 5)
        .Gives("O", """1 | {"A":"x","B":"y"} | 3""", "1 | null | 4");

    [Fact]
    public void Three_tables_join_and_each_change_finds_the_others() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT l.id, a, b, c FROM l LEFT JOIN r ON l.id = r.id JOIN t ON r.id = t.id;
        """)
        .In("t", "1", """{"c":"t"}""", at: 1)
        .In("r", "1", """{"b":"r"}""", at: 2)
        .In("l", "1", """{"a":"l"}""", at: 3)
        .In("t", "1", """{"c":"tt"}""", at: 9)
        .In("r", "1", null, at: 5)
        .In("t", "1", null, at: 6)
        .Gives(
            "O", """1 | {"A":"l","B":"r","C":"t"} | 3""", """1 | {"A":"l","B":"r","C":"tt"} | 9""",
            """1 | {"A":"l","B":null,"C":"tt"} | 9""", "1 | null | 6");

    [Fact]
    public void Joined_tables_are_there_after_a_restart() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT l.id, a, b, c FROM l JOIN r ON l.id = r.id JOIN t ON l.id = t.id;
        """)
        .In("l", "1", """{"a":"l"}""", at: 1)
        .In("r", "1", """{"b":"r"}""", at: 2)
        .Restart()
        .In("t", "1", """{"c":"t"}""", at: 3)
        .Gives("O", """1 | {"A":"l","B":"r","C":"t"} | 3""");
}
