using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>WITH (timestamp='column'): where the event time comes from, and where it goes.</summary>
public sealed class TimestampTests
{
    private const string Formatted = "timestamp='t', timestamp_format='yyyy-MM-dd HH:mm[X]'";

    [Theory]
    [InlineData("BIGINT", "timestamp='t'", "7", 7)]
    [InlineData("TIMESTAMP", "timestamp='t'", "7", 7)]
    [InlineData("VARCHAR", Formatted, "\"1970-01-01 00:01\"", 60_000)]
    [InlineData("VARCHAR", Formatted, "\"1970-01-01 02:01+02\"", 60_000)]
    public void A_source_takes_its_time_from_a_column(string type, string properties, string value, long expected) => Sql.Run($"""
        CREATE STREAM s (id INT KEY, t {type}, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON', {properties});
        CREATE STREAM o AS SELECT id, v, ROWTIME AS r FROM s;
        """)
        .In("s", "1", "{\"t\":" + value + ",\"v\":1}", at: 5)
        .Gives("O", $$"""1 | {"V":1,"R":{{expected}}} | {{expected}}""");

    [Theory]
    [InlineData("BIGINT", "timestamp='t'", "null")]
    [InlineData("BIGINT", "timestamp='t'", "-1")]
    [InlineData("VARCHAR", Formatted, "null")]
    [InlineData("VARCHAR", Formatted, "\"yesterday\"")]
    [InlineData("VARCHAR", Formatted, "\"1969-01-01 00:00\"")]
    [InlineData("VARCHAR", "timestamp='t', timestamp_format='no pattern'", "\"1970-01-01\"")]
    public void A_record_without_a_time_is_left_out(string type, string properties, string value) => Sql.Run($"""
        CREATE STREAM s (id INT KEY, t {type}, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON', {properties});
        CREATE STREAM o AS SELECT id, v FROM s;
        """)
        .In("s", "1", "{\"t\":" + value + ",\"v\":1}")
        .Gives("O");

    [Fact]
    public void A_key_may_be_the_time() => Sql.Run("""
        CREATE STREAM s (t VARCHAR KEY, v INT) WITH (kafka_topic='s', value_format='JSON', timestamp='t', timestamp_format='yyyy');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1971", """{"v":1}""")
        .Gives("O", """1971 | {"V":1} | 31536000000""");

    [Fact]
    public void A_query_gives_its_records_the_time_of_a_column() => Sql.Run("""
        CREATE STREAM s (id INT KEY, t VARCHAR, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (timestamp='x', timestamp_format='yyyy') AS SELECT id, t AS x, v FROM s;
        CREATE STREAM p AS SELECT id, ROWTIME AS r FROM o;
        """)
        .In("s", "1", """{"t":"1971","v":1}""", at: 5)
        .In("s", "2", """{"t":"x","v":1}""", at: 5)
        .Gives("O", """1 | {"X":"1971","V":1} | 31536000000""")
        .Gives("P", """1 | {"R":31536000000} | 31536000000""");

    [Fact]
    public void A_setting_makes_a_record_without_a_time_the_end_of_its_task()
    {
        Sql run = Sql.Run("""
            SET 'ksql.timestamp.throw.on.invalid' = 'true';
            CREATE STREAM s (id INT KEY, t BIGINT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON', timestamp='t');
            CREATE STREAM o AS SELECT * FROM s;
            """)
            .In("s", "1", """{"t":null}""");
        Assert.Throws<RecordException>(() => run.Gives("O"));
    }
}
