using Xunit;

namespace QueryGen.EndToEnd.Formats;

/// <summary>What JSON is taken for which type; null is a record that cannot be read.</summary>
public sealed class JsonReadTests
{
    [Theory]
    [InlineData("BOOLEAN", "true", "true")]
    [InlineData("BOOLEAN", "false", "false")]
    [InlineData("BOOLEAN", "\"true\"", null)]
    [InlineData("BOOLEAN", "1", null)]
    [InlineData("INT", "7", "7")]
    [InlineData("INT", "-0", "0")]
    [InlineData("INT", "3.9", "3")]
    [InlineData("INT", "-3.9", "-3")]
    [InlineData("INT", "1e2", "100")]
    [InlineData("INT", "2147483648", "-2147483648")]
    [InlineData("INT", "4294967297.5", "1")]
    [InlineData("INT", "\"-12\"", "-12")]
    [InlineData("INT", "\"1.5\"", null)]
    [InlineData("INT", "\"\"", null)]
    [InlineData("INT", "\"x\"", null)]
    [InlineData("INT", "true", null)]
    [InlineData("INT", "[1]", null)]
    [InlineData("INT", "{}", null)]
    [InlineData("BIGINT", "9223372036854775807", "9223372036854775807")]
    [InlineData("BIGINT", "\"-9223372036854775808\"", "-9223372036854775808")]
    [InlineData("BIGINT", "1.9", "1")]
    [InlineData("BIGINT", "9223372036854775808", "-9223372036854775808")]
    [InlineData("BIGINT", "12345678901234567890", "-6101065172474983726")]
    [InlineData("BIGINT", "\"9223372036854775808\"", null)]
    [InlineData("DOUBLE", "1", "1.0")]
    [InlineData("DOUBLE", "-2.5e-3", "-0.0025")]
    [InlineData("DOUBLE", "\"1.5\"", "1.5")]
    [InlineData("DOUBLE", "\"1.5f\"", "1.5")]
    [InlineData("DOUBLE", "\"nan\"", null)]
    [InlineData("DOUBLE", "\"x\"", null)]
    [InlineData("DOUBLE", "true", null)]
    [InlineData("DECIMAL(5, 2)", "12.3", "12.30")]
    [InlineData("DECIMAL(5, 2)", "\"-0.5\"", "-0.50")]
    [InlineData("DECIMAL(5, 2)", "1e2", "100.00")]
    [InlineData("DECIMAL(5, 2)", "12.345", null)]
    [InlineData("DECIMAL(5, 2)", "1000", null)]
    [InlineData("DECIMAL(5, 2)", "true", null)]
    [InlineData("VARCHAR", "\"a\"", "\"a\"")]
    [InlineData("VARCHAR", "\"\"", "\"\"")]
    [InlineData("VARCHAR", "12", "\"12\"")]
    [InlineData("VARCHAR", "true", "\"true\"")]
    [InlineData("VARCHAR", "{\"b\": 1, \"a\": [1, \"x\"]}", "\"{\\\"b\\\":1,\\\"a\\\":[1,\\\"x\\\"]}\"")]
    [InlineData("VARCHAR", "[\"x\", 1, null]", "\"[x, 1, null]\"")]
    [InlineData("VARCHAR", "\"\\u00e9\\ud83d\\ude00\\/\"", "\"é😀/\"")]
    [InlineData("BYTES", "\"AQID\"", "\"AQID\"")]
    [InlineData("BYTES", "\"?\"", null)]
    [InlineData("BYTES", "1", null)]
    [InlineData("DATE", "1", "1")]
    [InlineData("DATE", "\"-1\"", "-1")]
    [InlineData("DATE", "true", null)]
    [InlineData("TIME", "86399999", "86399999")]
    [InlineData("TIME", "86400000", null)]
    [InlineData("TIME", "-1", null)]
    [InlineData("TIMESTAMP", "-1", "-1")]
    [InlineData("TIMESTAMP", "\"5\"", "5")]
    [InlineData("TIMESTAMP", "\"2024-01-01\"", null)]
    [InlineData("ARRAY<INT>", "[1, null, \"2\"]", "[1,null,2]")]
    [InlineData("ARRAY<INT>", "[]", "[]")]
    [InlineData("ARRAY<INT>", "[true]", null)]
    [InlineData("ARRAY<INT>", "{}", null)]
    [InlineData("ARRAY<INT>", "1", null)]
    [InlineData("MAP<STRING, INT>", "{\"a\": 1, \"b\": null}", "{\"a\":1,\"b\":null}")]
    [InlineData("MAP<STRING, INT>", "[]", null)]
    [InlineData("STRUCT<a INT, `b` INT>", "{\"a\": 1, \"b\": 2}", "{\"A\":1,\"b\":2}")]
    [InlineData("STRUCT<a INT, `b` INT>", "{\"B\": 2, \"c\": 3}", "{\"A\":null,\"b\":null}")]
    [InlineData("STRUCT<a INT, `b` INT>", "[]", null)]
    [InlineData("STRUCT<a ARRAY<STRUCT<b INT>>>", "{\"A\":[{\"b\":1},null,{}]}", "{\"A\":[{\"B\":1},null,{\"B\":null}]}")]
    public void A_value_becomes_its_columns(string type, string json, string? expected)
    {
        Sql run = Column.Copied(type, "JSON", "JSON").In("s", null, $$"""{"V":{{json}}}""");
        if (expected is null)
        {
            run.Gives("O").Skipped(1);
        }
        else
        {
            run.Gives("O", $$"""null | {"V":{{expected}}} | 0""").Skipped(0);
        }
    }

    [Theory]
    [InlineData("BOOLEAN")]
    [InlineData("INT")]
    [InlineData("DOUBLE")]
    [InlineData("DECIMAL(5, 2)")]
    [InlineData("VARCHAR")]
    [InlineData("BYTES")]
    [InlineData("TIME")]
    [InlineData("ARRAY<INT>")]
    [InlineData("MAP<STRING, INT>")]
    [InlineData("STRUCT<a INT, `b` INT>")]
    public void Null_and_a_missing_member_are_NULL(string type) => Column.Copied(type, "JSON", "JSON")
        .In("s", null, """{"V":null}""")
        .In("s", null, "{}")
        .Gives("O", """null | {"V":null} | 0""", """null | {"V":null} | 0""");

    [Theory]
    [InlineData("""{"v":1}""", "1")]
    [InlineData("""{"v":1,"V":2}""", "2")]
    [InlineData("""{"x":{"V":9,"y":["]",{"z":"}"}]},"V":1,"w":null}""", "1")]
    [InlineData(" \t\r\n{ \"V\"\n:\r1 } trailing", "1")]
    [InlineData("""{"\u0056":1}""", "1")]
    [InlineData("""{"VV":1,"":2}""", "null")]
    public void A_column_finds_its_member(string json, string expected) => Column.Copied("INT", "JSON", "JSON")
        .In("s", null, json)
        .Gives("O", $$"""null | {"V":{{expected}}} | 0""");

    [Fact]
    public void A_column_with_small_letters_takes_its_exact_name_alone() => Sql.Run("""
        CREATE STREAM s (`v` INT, w INT) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", null, """{"V":1,"w":1}""")
        .In("s", null, """{"v":2,"W":2}""")
        .Gives("O", """null | {"v":null,"W":1} | 0""", """null | {"v":2,"W":2} | 0""");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("""{"V":1""")]
    [InlineData("""{"V":1,}""")]
    [InlineData("""{"V" 1}""")]
    [InlineData("""{"V":01}""")]
    [InlineData("""{V:1}""")]
    [InlineData("""{"x":tru,"V":1}""")]
    [InlineData("""{"x":"a,"V":1}""")]
    public void What_is_no_object_is_skipped(string value) =>
        Column.Copied("INT", "JSON", "JSON").In("s", null, value).Gives("O").Skipped(1);

    [Fact]
    public void One_bad_column_fails_the_whole_record() => Sql.Run("""
        CREATE STREAM s (a INT, b BOOLEAN) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", null, """{"A":1,"B":"no"}""")
        .Gives("O")
        .Skipped(1);

    [Theory]
    [InlineData("41", """{"V":41}""")]
    [InlineData("null", """{"V":null}""")]
    public void A_bare_value_is_the_column(string value, string expected) => Sql.Run("""
        CREATE STREAM s (v INT) WITH (kafka_topic='s', value_format='JSON', wrap_single_value=false);
        CREATE STREAM o AS SELECT v FROM s;
        """)
        .In("s", null, value)
        .Gives("O", $"null | {expected} | 0");

    [Theory]
    [InlineData("VARCHAR", "\"a\"", "\"a\"")]
    [InlineData("BIGINT", "10", "10")]
    [InlineData("ARRAY<INT>", "[1]", "[1]")]
    [InlineData("STRUCT<x INT>", "{\"x\":1}", "{\"X\":1}")]
    public void A_single_key_is_bare(string type, string key, string expected) => Sql.Run($"""
        CREATE STREAM s (k {type} KEY, v INT) WITH (kafka_topic='s', format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", key, """{"V":1}""")
        .Gives("O", $$"""{{expected}} | {"V":1} | 0""");

    [Fact]
    public void Several_keys_are_an_object() => Sql.Run("""
        CREATE STREAM s (k INT KEY, l VARCHAR KEY, v INT) WITH (kafka_topic='s', format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", """{"l":"x","K":1}""", """{"V":1}""")
        .Gives("O", """{"K":1,"L":"x"} | {"V":1} | 0""");
}
