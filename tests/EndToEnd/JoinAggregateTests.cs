using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>JOIN and GROUP BY in one query: joined rows are grouped, wherever their groups lie.</summary>
public sealed class JoinAggregateTests
{
    private const string Sources = """
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM r (id INT KEY, w INT) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
        CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        CREATE TABLE u (id INT PRIMARY KEY, n INT) WITH (kafka_topic='u', key_format='JSON', value_format='JSON');

        """;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Rows_joined_with_a_table_are_grouped_by_its_column(int partitions) => Sql.Run(Sources + """
        CREATE TABLE o WITH (key_format='JSON', partitions=1) AS SELECT name, COUNT(*) AS n, SUM(v) AS sum FROM s JOIN t ON s.id = t.id
          WHERE v > 0 GROUP BY name HAVING COUNT(*) > 1;
        """).OnPartitions(partitions)
        .In("t", "1", """{"name":"a"}""")
        .In("t", "2", """{"name":"a"}""")
        .In("s", "1", """{"v":1}""", at: 1)
        .In("s", "2", """{"v":2}""", at: 2)
        .In("s", "2", """{"v":0}""", at: 3)
        .In("s", "3", """{"v":4}""", at: 4)
        .Gives("O", "\"a\" | {\"N\":2,\"SUM\":3} | 2");

    [Fact]
    public void Rows_joined_with_a_table_are_grouped_by_their_key() => Sql.Run(Sources + """
        CREATE TABLE o WITH (key_format='JSON') AS SELECT s.id, COUNT(*) AS n, LATEST_BY_OFFSET(name) AS name
          FROM s LEFT JOIN t ON s.id = t.id WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY s.id;
        """)
        .In("s", "1", """{"v":1}""", at: 1)
        .In("t", "1", """{"name":"a"}""")
        .In("s", "1", """{"v":1}""", at: 2)
        .Gives("O", """1 [0, 10) | {"N":1,"NAME":null} | 1""", """1 [0, 10) | {"N":2,"NAME":"a"} | 2""");

    [Fact]
    public void Rows_of_two_streams_are_grouped() => Sql.Run(Sources + """
        CREATE TABLE o WITH (key_format='JSON') AS SELECT w, SUM(v) AS sum FROM s JOIN r WITHIN 5 MILLISECONDS ON s.id = r.id
          WINDOW SESSION (10 MILLISECONDS) GROUP BY w EMIT FINAL;
        """)
        .In("s", "1", """{"v":1}""", at: 1)
        .In("s", "1", """{"v":2}""", at: 2)
        .In("r", "1", """{"w":7}""", at: 3)
        .In("r", "1", """{"w":8}""", at: 4)
        .In("s", "2", """{"v":1}""", at: 50)
        .In("r", "2", """{"w":7}""", at: 50)
        .Gives("O", """7 [3, 3] | {"SUM":3} | 3""", """8 [4, 4] | {"SUM":3} | 4""");

    [Fact]
    public void Changes_of_two_joined_tables_are_grouped() => Sql.Run(Sources + """
        CREATE TABLE o WITH (key_format='JSON') AS SELECT name, SUM(n) AS sum FROM t JOIN u ON t.id = u.id GROUP BY name;
        """)
        .In("t", "1", """{"name":"a"}""", at: 1)
        .In("u", "1", """{"n":5}""", at: 2)
        .In("u", "1", """{"n":6}""", at: 3)
        .In("t", "1", """{"name":"b"}""", at: 4)
        .In("t", "1", null, at: 5)
        .Gives("O",
            "\"a\" | {\"SUM\":5} | 2", "\"a\" | {\"SUM\":6} | 3", "\"a\" | {\"SUM\":0} | 4", "\"b\" | {\"SUM\":6} | 4",
            "\"b\" | {\"SUM\":0} | 5");
}
