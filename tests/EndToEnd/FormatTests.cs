using Xunit;

namespace QueryGen.EndToEnd;

public sealed class FormatTests
{
    [Fact]
    public void Delimited_is_read_and_written() => Sql.Run("""
        CREATE STREAM s (id VARCHAR KEY, a INT, t VARCHAR, d DOUBLE, p DECIMAL(5,2), b BOOLEAN)
          WITH (kafka_topic='s', value_format='DELIMITED');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "k", """1,"a,b",2,3.50,true""")
        .In("s", "k", """,,,,""")
        .Gives("O", """k | 1,"a,b",2.0,3.50,true | 0""", "k | ,,,, | 0");

    [Fact]
    public void A_record_that_cannot_be_read_is_skipped_and_counted() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1", """{"v":"not a number"}""")
        .In("s", "1", """{"v":""")
        .In("s", "1", """[]""")
        .In("s", "x", """{"v":1}""")
        .In("s", "2", """{"v":3}""")
        .Gives("O", """2 | {"V":3} | 0""")
        .Skipped(4);

    [Fact]
    public void Json_reads_what_ksqlDB_reads() => Sql.Run("""
        CREATE STREAM s (id INT KEY, i INT, l BIGINT, d DOUBLE, t VARCHAR, b BOOLEAN, p DECIMAL(6,2))
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1", """{ "L" : "12" , "i":3.9, "unknown":{"x":[1,2]}, "T":{"a":1}, "d":"1.5", "p":"12.3", "b":true } """)
        .In("s", "2", """{"t":"caf\u00e9 \"q\" \n","i":-0}""")
        .In("s", "3", """{"t":12}""")
        .Gives("O",
            """1 | {"I":3,"L":12,"D":1.5,"T":"{\"a\":1}","B":true,"P":12.30} | 0""",
            """2 | {"I":0,"L":null,"D":null,"T":"café \"q\" \n","B":null,"P":null} | 0""",
            """3 | {"I":null,"L":null,"D":null,"T":"12","B":null,"P":null} | 0""");

    [Fact]
    public void Json_integers_of_any_size_wrap() => Sql.Run("""
        CREATE STREAM s (id INT KEY, i INT, l BIGINT, p DECIMAL(40,0)) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1", """{"i":4294967298,"l":18446744073709551617,"p":123456789012345678901234567890123456789}""")
        .In("s", "2", """{"i":-1.5e1,"l":-340282366920938463463374607431768211457.9}""")
        .In("s", "3", """{"i":25e-1,"l":1e30}""")
        .In("s", "4", """{"i":1e-400,"l":1E999999999999}""")
        .In("s", "5", """{"l":"18446744073709551617"}""")
        .Gives("O",
            """1 | {"I":2,"L":1,"P":123456789012345678901234567890123456789} | 0""",
            """2 | {"I":-15,"L":-1,"P":null} | 0""",
            """3 | {"I":2,"L":5076944270305263616,"P":null} | 0""",
            """4 | {"I":0,"L":0,"P":null} | 0""")
        .Skipped(1);

    [Fact]
    public void A_single_value_can_stand_without_its_object() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON', wrap_single_value=false);
        CREATE STREAM o WITH (wrap_single_value=false) AS SELECT id, v + 1 AS v FROM s;
        """)
        .In("s", "1", "41")
        .Gives("O", "1 | 42 | 0");

    [Fact]
    public void Kafka_format_is_big_endian_bytes() => Sql.Run("""
        CREATE STREAM s (id BIGINT KEY, v VARCHAR) WITH (kafka_topic='s', value_format='KAFKA');
        CREATE STREAM o WITH (key_format='JSON', value_format='JSON') AS SELECT id, v FROM s;
        """)
        .In("s", "\0\0\0\0\0\0\u0001\u0002", "text")
        .Gives("O", """258 | {"V":"text"} | 0""");
}
