using Xunit;

namespace QueryGen.EndToEnd.Formats;

/// <summary>DELIMITED: lines in and out; null is a record that cannot be read.</summary>
public sealed class DelimitedFormatTests
{
    [Theory]
    [InlineData("BOOLEAN", "true", "true")]
    [InlineData("BOOLEAN", "TRUE", "true")]
    [InlineData("BOOLEAN", "yes", "false")]
    [InlineData("INT", "-12", "-12")]
    [InlineData("INT", "+5", "5")]
    [InlineData("INT", " 1", null)]
    [InlineData("INT", "1.5", null)]
    [InlineData("INT", "2147483648", null)]
    [InlineData("BIGINT", "2147483648", "2147483648")]
    [InlineData("DOUBLE", "1", "1.0")]
    [InlineData("DOUBLE", "1e3", "1000.0")]
    [InlineData("DOUBLE", "x", null)]
    [InlineData("DECIMAL(5, 2)", "12.3", "12.30")]
    [InlineData("DECIMAL(5, 2)", "12.345", null)]
    [InlineData("DECIMAL(5, 2)", "1234", null)]
    [InlineData("VARCHAR", " a ", "\" a \"")]
    [InlineData("VARCHAR", "\"a,\"\"b\"\"\"", "\"a,\\\"b\\\"\"")]
    [InlineData("VARCHAR", "\"a\nb\"", "\"a\\nb\"")]
    [InlineData("VARCHAR", "\"\"", "null")]
    [InlineData("BYTES", "AQI=", "\"AQI=\"")]
    [InlineData("BYTES", "?", null)]
    [InlineData("DATE", "1", "1")]
    [InlineData("TIME", "1", "1")]
    [InlineData("TIMESTAMP", "-1", "-1")]
    [InlineData("TIMESTAMP", "x", null)]
    public void A_field_becomes_its_column(string type, string field, string? expected)
    {
        Sql run = Sql.Run($"""
            CREATE STREAM s (v {type}, w INT) WITH (kafka_topic='s', value_format='DELIMITED');
            CREATE STREAM o WITH (value_format='JSON') AS SELECT v FROM s;
            """).In("s", null, field + ",7");
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
    [InlineData("1")]
    [InlineData("1,2,3")]
    [InlineData("")]
    [InlineData("\"1,2")]
    public void A_line_has_as_many_fields_as_there_are_columns(string line) => Two.In("s", null, line).Gives("O").Skipped(1);

    [Fact]
    public void Empty_fields_are_NULL_and_only_the_first_line_counts() => Two
        .In("s", null, ",")
        .In("s", null, "1,2\r\n3,4")
        .Gives("O", """null | {"A":null,"B":null} | 0""", """null | {"A":"1","B":"2"} | 0""");

    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "\"\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\\\"b", "\"a\"\"b\"")]
    [InlineData("a\\nb", "\"a\nb\"")]
    [InlineData("a\\rb", "\"a\rb\"")]
    [InlineData("#a", "\"#a\"")]
    [InlineData("!a", "\"!a\"")]
    [InlineData("$a", "\"$a\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a ", "\"a \"")]
    [InlineData("a b", "a b")]
    [InlineData("é€", "\"é€\"")]
    public void A_text_is_quoted_where_it_must_be(string text, string field) => Sql.Run("""
        CREATE STREAM s (v VARCHAR) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o WITH (value_format='DELIMITED') AS SELECT v, 1 AS w FROM s;
        """)
        .In("s", null, $$"""{"V":"{{text}}"}""")
        .Gives("O", $"null | {field},1 | 0");

    [Theory]
    [InlineData("#a", "\"#a\"")]
    [InlineData("$a", "$a")]
    [InlineData("a ", "\"a \"")]
    [InlineData("é€", "é€")]
    public void Behind_the_first_field_fewer_first_characters_need_quotes(string text, string field) => Sql.Run("""
        CREATE STREAM s (v VARCHAR) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o WITH (value_format='DELIMITED') AS SELECT 1 AS w, v FROM s;
        """)
        .In("s", null, $$"""{"V":"{{text}}"}""")
        .Gives("O", $"null | 1,{field} | 0");

    [Fact]
    public void An_empty_text_behind_the_first_field_is_no_quotes() => Sql.Run("""
        CREATE STREAM s (v VARCHAR) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o WITH (value_format='DELIMITED') AS SELECT 1 AS w, v, v AS x FROM s;
        """)
        .In("s", null, """{"V":""}""")
        .Gives("O", "null | 1,, | 0");

    [Fact]
    public void Values_are_written_plainly() => Sql.Run("""
        CREATE STREAM s (a BOOLEAN, b INT, c DOUBLE, d DECIMAL(5, 2), e DATE, f TIME, g TIMESTAMP, h BYTES, i BIGINT)
          WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o WITH (value_format='DELIMITED') AS SELECT * FROM s;
        """)
        .In("s", null, """{"A":true,"B":-1,"C":10000000,"D":1.5,"E":1,"F":2,"G":3,"H":"AQI=","I":9223372036854775807}""")
        .In("s", null, "{}")
        .Gives("O", "null | true,-1,1.0E7,1.50,1,2,3,AQI=,9223372036854775807 | 0", "null | ,,,,,,,, | 0");

    [Theory]
    [InlineData("|", "|")]
    [InlineData("TAB", "\t")]
    [InlineData("SPACE", " ")]
    [InlineData("''", "'")]
    public void Another_delimiter_separates_and_is_quoted(string delimiter, string sign) => Sql.Run($"""
        CREATE STREAM s (a VARCHAR, b VARCHAR) WITH (kafka_topic='s', value_format='DELIMITED', value_delimiter='{delimiter}');
        CREATE STREAM o AS SELECT b, a FROM s;
        """)
        .In("s", null, $"x,y{sign}\"p{sign}q\"")
        .Gives("O", $"null | \"p{sign}q\"{sign}x,y | 0");

    [Fact]
    public void Keys_have_the_format_too() => Sql.Run("""
        CREATE STREAM s (k INT KEY, l VARCHAR KEY, v INT) WITH (kafka_topic='s', format='DELIMITED', key_delimiter='|');
        CREATE STREAM o WITH (key_format='JSON', value_format='JSON') AS SELECT * FROM s;
        """)
        .In("s", "1|x", "2")
        .Gives("O", """{"K":1,"L":"x"} | {"V":2} | 0""");

    private static Sql Two => Sql.Run("""
        CREATE STREAM s (a VARCHAR, b VARCHAR) WITH (kafka_topic='s', value_format='DELIMITED');
        CREATE STREAM o WITH (value_format='JSON') AS SELECT * FROM s;
        """);
}
