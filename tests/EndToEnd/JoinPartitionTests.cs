using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Rows meet in one partition, however many there are and however their keys are written.</summary>
public sealed class JoinPartitionTests
{
    private static Sql On(int partitions, string script) => Sql.Run(script).OnPartitions(partitions);

    [Fact]
    public void A_stream_is_moved_to_where_the_tables_keys_are() => On(5, """
        CREATE STREAM s (id INT, v INT) WITH (kafka_topic='s', value_format='JSON');
        CREATE TABLE t (id INT PRIMARY KEY, w INT) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON', partitions=1) AS SELECT s.id, v, w FROM s JOIN t ON s.id = t.id WHERE w = 7;
        """)
        .In("t", "7", """{"w":7}""", at: 1)
        .In("s", null, """{"id":7,"v":1}""", at: 2)
        .Gives("O", """7 | {"V":1,"W":7} | 2""");

    [Fact]
    public void A_stream_whose_keys_are_written_otherwise_is_moved() => On(5, """
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='KAFKA', value_format='JSON');
        CREATE TABLE t (id INT PRIMARY KEY, w INT) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS SELECT s.id, v, w FROM s JOIN t ON s.id = t.id;
        """)
        .In("t", "7", """{"w":7}""", at: 1)
        .In("s", "\0\0\0\u0007", """{"v":1}""", at: 2)
        .Gives("O", """7 | {"V":1,"W":7} | 2""");

    [Fact]
    public void Of_two_streams_the_right_one_is_moved() => On(5, """
        CREATE STREAM l (id INT KEY, v INT) WITH (kafka_topic='l', key_format='KAFKA', value_format='JSON');
        CREATE STREAM r (id INT KEY, w INT) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS SELECT l.id, v, w FROM l JOIN r WITHIN 1 SECOND ON l.id = r.id;
        """)
        .In("r", "7", """{"w":7}""", at: 1)
        .In("l", "\0\0\0\u0007", """{"v":1}""", at: 2)
        .Gives("O", """7 | {"V":1,"W":7} | 2""");

    [Fact]
    public void Of_two_tables_the_right_one_is_moved_with_its_deletions() => On(5, """
        CREATE TABLE l (id INT PRIMARY KEY, v INT) WITH (kafka_topic='l', key_format='KAFKA', value_format='JSON');
        CREATE TABLE r (id INT PRIMARY KEY, w INT) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
        CREATE TABLE o WITH (key_format='JSON') AS SELECT l.id, v, w FROM l LEFT JOIN r ON l.id = r.id;
        """)
        .In("r", "7", """{"w":7}""", at: 1)
        .In("l", "\0\0\0\u0007", """{"v":1}""", at: 2)
        .In("r", "7", null, at: 3)
        .Gives("O", """7 | {"V":1,"W":7} | 2""", """7 | {"V":1,"W":null} | 3""");
}
