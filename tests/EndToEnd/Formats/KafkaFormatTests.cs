using System.Text;
using Xunit;

namespace QueryGen.EndToEnd.Formats;

/// <summary>KAFKA: one column in the bytes of Kafka's own serializers. Bytes are written as the characters U+0000 to U+00FF.</summary>
public sealed class KafkaFormatTests
{
    [Theory]
    [InlineData("INT", "\u0000\u0000\u0001\u0002", "258")]
    [InlineData("INT", "\u00ff\u00ff\u00ff\u00fe", "-2")]
    [InlineData("BIGINT", "\u0080\u0000\u0000\u0000\u0000\u0000\u0000\u0000", "-9223372036854775808")]
    [InlineData("DOUBLE", "\u003f\u00f8\u0000\u0000\u0000\u0000\u0000\u0000", "1.5")]
    [InlineData("VARCHAR", "caf\u00c3\u00a9", "\"café\"")]
    [InlineData("BYTES", "\u0001\u0002\u00ff", "\"AQL/\"")]
    [InlineData("VARCHAR", "", "\"\"")]
    public void A_key_is_read_and_written(string type, string key, string json)
    {
        string script = $"""
            CREATE STREAM s (k {type} KEY, v INT) WITH (kafka_topic='s', key_format='KAFKA', value_format='JSON');
            CREATE STREAM o WITH (key_format='JSON') AS SELECT * FROM s;
            CREATE STREAM p AS SELECT * FROM s;
            """;
        string again = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(key));
        Sql.Run(script).In("s", key, """{"V":1}""")
            .Gives("O", $$"""{{json}} | {"V":1} | 0""")
            .Gives("P", $$"""{{again}} | {"V":1} | 0""");
    }

    [Theory]
    [InlineData("INT", "\u0000\u0001")]
    [InlineData("INT", "\u0000\u0000\u0000\u0000\u0001")]
    [InlineData("INT", "")]
    [InlineData("BIGINT", "\u0000\u0000\u0000\u0001")]
    [InlineData("DOUBLE", "\u0000\u0000\u0000\u0001")]
    public void Bytes_of_another_length_are_an_error(string type, string key) => Sql.Run($"""
        CREATE STREAM s (k {type} KEY, v INT) WITH (kafka_topic='s', key_format='KAFKA', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS SELECT * FROM s;
        """)
        .In("s", key, """{"V":1}""")
        .Gives("O")
        .Skipped(1);

    [Theory]
    [InlineData("INT")]
    [InlineData("VARCHAR")]
    public void No_bytes_are_NULL_and_back(string type) => Sql.Run($"""
        CREATE STREAM s (k {type} KEY, v {type}) WITH (kafka_topic='s', format='KAFKA');
        CREATE STREAM j WITH (format='JSON') AS SELECT * FROM s;
        CREATE STREAM o WITH (format='KAFKA') AS SELECT * FROM j;
        """)
        .In("s", null, null)
        .Gives("O", "null | null | 0");

    [Fact]
    public void A_value_that_is_NULL_is_written_as_none() => Sql.Run("""
        CREATE STREAM s (v VARCHAR) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o WITH (value_format='KAFKA') AS SELECT v FROM s;
        """)
        .In("s", null, """{"V":null}""")
        .In("s", null, """{"V":"x"}""")
        .Gives("O", "null | null | 0", "null | x | 0");

    [Fact]
    public void Without_a_key_column_the_keys_bytes_are_passed_over() => Sql.Run("""
        CREATE STREAM s (v INT) WITH (kafka_topic='s', key_format='KAFKA', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "what ever", """{"V":1}""")
        .Gives("O", """null | {"V":1} | 0""");
}
