using QueryGen.Testing;
using Xunit;

namespace QueryGen.EndToEnd;

public sealed class HeaderTests
{
    [Fact]
    public void All_headers_come_in_their_order() => Sql.Run("""
        CREATE STREAM s (id INT KEY, h ARRAY<STRUCT<key STRING, value BYTES>> HEADERS, v INT)
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        CREATE STREAM p AS SELECT id, h[1]->key AS first, ARRAY_LENGTH(h) AS n FROM s;
        """)
        .In("s", "1", """{"v":1}""", 0, new TestHeader("a", "x"), new TestHeader("b", (string?)null), new TestHeader("", ""))
        .In("s", "2", """{"v":2}""")
        .Gives("O",
            """1 | {"V":1,"H":[{"KEY":"a","VALUE":"eA=="},{"KEY":"b","VALUE":null},{"KEY":"","VALUE":""}]} | 0""",
            """2 | {"V":2,"H":[]} | 0""")
        .Gives("P", """1 | {"FIRST":"a","N":3} | 0""", """2 | {"FIRST":null,"N":0} | 0""");

    [Fact]
    public void Of_headers_with_one_name_the_last_one_counts() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT, a BYTES HEADER('a'), b BYTES HEADER('B'))
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, a, b FROM s;
        """)
        .In("s", "1", """{"v":1}""", 0, new TestHeader("a", "x"), new TestHeader("a", "y"), new TestHeader("b", "z"))
        .Gives("O", """1 | {"A":"eQ==","B":null} | 0""");

    [Fact]
    public void Header_columns_may_filter_and_partition() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT, a BYTES HEADER('a'))
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT FROM_BYTES(a, 'utf8') AS k, v, id FROM s WHERE a IS NOT NULL PARTITION BY FROM_BYTES(a, 'utf8');
        """)
        .In("s", "1", """{"v":1}""", 0, new TestHeader("a", "x"))
        .In("s", "2", """{"v":2}""")
        .Gives("O", "\"x\" | {\"V\":1,\"ID\":1} | 0");

    [Fact]
    public void Header_columns_go_through_a_repartition() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT, a BYTES HEADER('a'))
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT v, COUNT(a) AS n FROM s GROUP BY v;
        """)
        .In("s", "1", """{"v":1}""", 0, new TestHeader("a", "x"))
        .In("s", "2", """{"v":1}""")
        .Gives("O", """1 | {"N":1} | 0""", """1 | {"N":1} | 0""");
}
