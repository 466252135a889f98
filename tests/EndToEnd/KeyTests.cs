using Xunit;

namespace QueryGen.EndToEnd;

public sealed class KeyTests
{
    [Fact]
    public void A_renamed_key_stays_the_key() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id AS k, v, AS_VALUE(id) AS copy FROM s;
        """)
        .In("s", "1", """{"v":2}""")
        .Gives("O", """1 | {"V":2,"COPY":1} | 0""");

    [Fact]
    public void Partition_by_makes_a_column_the_key_and_the_old_key_a_value() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s PARTITION BY v;
        """)
        .In("s", "1", """{"v":2}""")
        .In("s", "1", """{}""")
        .Gives("O", """2 | {"ID":1} | 0""", """null | {"ID":1} | 0""");

    [Fact]
    public void Partition_by_an_expression_names_the_key() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s PARTITION BY v + 1;
        """)
        .In("s", "1", """{"v":2}""")
        .Gives("O", """3 | {"V":2,"ID":1} | 0""");

    [Fact]
    public void Several_key_columns_are_an_object() => Sql.Run("""
        CREATE STREAM s (a INT KEY, b VARCHAR KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT a, b, v + 1 AS v FROM s;
        """)
        .In("s", """{"a":1,"b":"x"}""", """{"v":2}""")
        .Gives("O", """{"A":1,"B":"x"} | {"V":3} | 0""");

    [Fact]
    public void A_keyless_stream_writes_no_key() => Sql.Run("""
        CREATE STREAM s (v INT) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "ignored", """{"v":2}""")
        .Gives("O", """null | {"V":2} | 0""");

    [Fact]
    public void Of_a_row_without_a_value_only_the_old_key_is_known() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s PARTITION BY id + 1, v, ROWTIME, 5;
        """)
        .In("s", "1", """{"v":2}""", at: 7)
        .In("s", "1", null, at: 7)
        .Gives("O",
            """{"KSQL_COL_0":2,"V":2,"ROWTIME":7,"KSQL_COL_1":5} | {"ID":1} | 7""",
            """{"KSQL_COL_0":2,"V":null,"ROWTIME":null,"KSQL_COL_1":5} | null | 7""");

    [Theory]
    [InlineData("k INT KEY", "DELIMITED", "5", "5")]
    [InlineData("k INT KEY, l INT KEY", "DELIMITED", "5,", "5,")]
    [InlineData("k INT KEY, l INT KEY", "JSON", "{\"K\":5}", "{\"K\":5,\"L\":null}")]
    public void A_record_without_a_key_stays_without_one(string keys, string format, string key, string expected) => Sql.Run($"""
        CREATE STREAM s ({keys}, v INT) WITH (kafka_topic='s', key_format='{format}', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        CREATE STREAM p AS SELECT * FROM o WHERE v > 0;
        """)
        .In("s", key, """{"v":1}""")
        .In("s", null, """{"v":2}""")
        .Gives("O", $$"""{{expected}} | {"V":1} | 0""", """null | {"V":2} | 0""")
        .Gives("P", $$"""{{expected}} | {"V":1} | 0""", """null | {"V":2} | 0""");
}
