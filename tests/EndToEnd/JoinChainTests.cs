using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Joins of more than two sources, and what may stand behind a join.</summary>
public sealed class JoinChainTests
{
    private const string Sources = """
        CREATE STREAM s1 (id INT KEY, a INT) WITH (kafka_topic='s1', key_format='JSON', value_format='JSON');
        CREATE STREAM s2 (id INT KEY, b INT) WITH (kafka_topic='s2', key_format='JSON', value_format='JSON');
        CREATE STREAM s3 (id INT KEY, c INT) WITH (kafka_topic='s3', key_format='JSON', value_format='JSON');
        CREATE TABLE t1 (id INT PRIMARY KEY, d INT) WITH (kafka_topic='t1', key_format='JSON', value_format='JSON');
        CREATE TABLE t2 (id INT PRIMARY KEY, e INT) WITH (kafka_topic='t2', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void Two_tables_behind_a_stream() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT *, s1.ROWTIME, t1.ROWTIME, t2.ROWTIME FROM s1 JOIN t1 ON s1.id = t1.id LEFT JOIN t2 ON t1.id = t2.id;
        """)
        .In("t1", "1", """{"d":10}""", at: 1)
        .In("s1", "1", """{"a":1}""", at: 2)
        .In("t2", "1", """{"e":20}""", at: 3)
        .In("s1", "1", """{"a":2}""", at: 4)
        .In("s1", "2", """{"a":3}""", at: 5)
        .Gives(
            "O",
            """1 | {"S1_A":1,"T1_ID":1,"T1_D":10,"T2_ID":null,"T2_E":null,"S1_ROWTIME":2,"T1_ROWTIME":1,"T2_ROWTIME":null} | 2""",
            """1 | {"S1_A":2,"T1_ID":1,"T1_D":10,"T2_ID":1,"T2_E":20,"S1_ROWTIME":4,"T1_ROWTIME":1,"T2_ROWTIME":3} | 4""");

    [Fact]
    public void A_later_join_on_another_column_goes_through_a_repartition_topic() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT s1.id, t1.id, d, e FROM s1 JOIN t2 ON s1.id = t2.id JOIN t1 ON s1.a = t1.id;
        """)
        .In("t2", "1", """{"e":20}""", at: 1)
        .In("t1", "7", """{"d":10}""", at: 1)
        .In("s1", "1", """{"a":7}""", at: 2)
        .Gives("O", """7 | {"S1_ID":1,"D":10,"E":20} | 2""");

    [Fact]
    public void Three_streams_each_join_with_its_own_range() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT s1.id, a, b, c FROM s1 JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id
          LEFT JOIN s3 WITHIN 1 MILLISECOND ON s2.id = s3.id;
        """)
        .In("s1", "1", """{"a":1}""", at: 1)
        .In("s3", "1", """{"c":3}""", at: 6)
        .In("s2", "1", """{"b":2}""", at: 5)
        .In("s2", "1", """{"b":4}""", at: 8)
        .Gives("O", """1 | {"A":1,"B":2,"C":3} | 6""", """1 | {"A":1,"B":4,"C":null} | 8""");

    [Fact]
    public void A_table_behind_joined_streams_drops_rows_whose_side_is_missing() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT s1.id, a, b, d FROM s1 FULL JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id JOIN t1 ON s1.id = t1.id;
        """)
        .In("t1", "1", """{"d":10}""", at: 1)
        .In("s2", "1", """{"b":2}""", at: 2)
        .In("s1", "1", """{"a":1}""", at: 3)
        .Gives("O", """1 | {"A":1,"B":2,"D":10} | 3""");

    [Fact]
    public void A_stream_behind_a_table() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT s2.id, a, b, d FROM s1 LEFT JOIN t1 ON s1.id = t1.id JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id;
        """)
        .In("s2", "1", """{"b":2}""", at: 1)
        .In("s1", "1", """{"a":1}""", at: 2)
        .Gives("O", """1 | {"A":1,"B":2,"D":null} | 2""");

    [Fact]
    public void Joined_rows_are_grouped_and_get_new_keys() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT s1.id, COUNT(*) AS n FROM s1 JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id WHERE b > 0 GROUP BY s1.id;
        CREATE TABLE p AS SELECT b, SUM(a) AS n FROM s1 JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id GROUP BY b;
        CREATE STREAM q AS SELECT a, b FROM s1 JOIN s2 WITHIN 10 MILLISECONDS ON s1.id = s2.id PARTITION BY a;
        """)
        .In("s1", "1", """{"a":5}""", at: 1)
        .In("s2", "1", """{"b":2}""", at: 2)
        .In("s2", "1", """{"b":2}""", at: 3)
        .Gives("O", """1 | {"N":1} | 2""", """1 | {"N":2} | 3""")
        .Gives("P", """2 | {"N":5} | 2""", """2 | {"N":10} | 3""")
        .Gives("Q", """5 | {"B":2} | 2""", """5 | {"B":2} | 3""");

    [Fact]
    public void Star_over_a_join_with_a_new_key_has_what_the_rows_have() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT * FROM s1 JOIN s2 WITHIN 10 MILLISECONDS ON s1.a = s2.b PARTITION BY s1.id;
        """)
        .In("s1", "1", """{"a":5}""", at: 1)
        .In("s2", "2", """{"b":5}""", at: 2)
        .Gives(
            "O",
            """
            1 | {"S1_A":5,"S1_ROWTIME":1,"S1_ROWPARTITION":0,"S1_ROWOFFSET":0,
            """ + """
            "S2_B":5,"S2_ROWTIME":2,"S2_ROWPARTITION":0,"S2_ROWOFFSET":0,"S2_ID":2} | 2
            """);
}
