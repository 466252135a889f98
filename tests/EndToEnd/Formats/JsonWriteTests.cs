using Xunit;

namespace QueryGen.EndToEnd.Formats;

/// <summary>How values are written as JSON.</summary>
public sealed class JsonWriteTests
{
    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1", "1.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("100", "100.0")]
    [InlineData("0.001", "0.001")]
    [InlineData("0.00099", "9.9E-4")]
    [InlineData("9999999", "9999999.0")]
    [InlineData("10000000", "1.0E7")]
    [InlineData("123456789.125", "1.23456789125E8")]
    [InlineData("1e300", "1.0E300")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157E308")]
    public void A_double_is_written_as_java_writes_it(string json, string expected) =>
        Column.Copied("DOUBLE", "JSON", "JSON").In("s", null, $$"""{"V":{{json}}}""").Gives("O", $$"""null | {"V":{{expected}}} | 0""");

    [Theory]
    [InlineData("\"a\\\"b\\\\c\"", "\"a\\\"b\\\\c\"")]
    [InlineData("\"\\b\\f\\n\\r\\t\"", "\"\\b\\f\\n\\r\\t\"")]
    [InlineData("\"\\u0001\\u001f\"", "\"\\u0001\\u001F\"")]
    [InlineData("\"\\u007f/é€😀\\u2028\"", "\"\u007f/é€😀\u2028\"")]
    public void A_text_escapes_what_it_must(string json, string expected) =>
        Column.Copied("VARCHAR", "JSON", "JSON").In("s", null, $$"""{"V":{{json}}}""").Gives("O", $$"""null | {"V":{{expected}}} | 0""");

    [Theory]
    [InlineData("DECIMAL(5, 2)", "0", "0.00")]
    [InlineData("DECIMAL(5, 0)", "12", "12")]
    [InlineData("DECIMAL(20, 10)", "-1234567890.5", "-1234567890.5000000000")]
    [InlineData("DECIMAL(3, 3)", "0.001", "0.001")]
    public void A_decimal_has_its_whole_scale(string type, string json, string expected) =>
        Column.Copied(type, "JSON", "JSON").In("s", null, $$"""{"V":{{json}}}""").Gives("O", $$"""null | {"V":{{expected}}} | 0""");

    [Fact]
    public void Columns_stand_in_their_order_under_their_names() => Sql.Run("""
        CREATE STREAM s (b INT, a INT, `small` INT, `odd "name"\` INT) WITH (kafka_topic='s', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", null, """{"A":1,"small":2}""")
        .Gives("O", """null | {"B":null,"A":1,"small":2,"odd \"name\"\\":null} | 0""");

    [Theory]
    [InlineData("41", "41")]
    [InlineData("null", "null")]
    public void A_bare_value_that_is_NULL_is_no_value(string value, string expected) => Sql.Run("""
        CREATE STREAM s (v INT) WITH (kafka_topic='s', value_format='JSON', wrap_single_value=false);
        CREATE STREAM o WITH (wrap_single_value=false) AS SELECT v FROM s;
        """)
        .In("s", null, value)
        .Gives("O", $"null | {expected} | 0");

    [Fact]
    public void A_record_without_a_value_stays_one() =>
        Column.Copied("INT", "JSON", "JSON").In("s", null, null).Gives("O", "null | null | 0");
}
