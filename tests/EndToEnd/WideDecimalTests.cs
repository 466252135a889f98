using System.Text.Json;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>DECIMALs of more than 28 digits, which are no System.Decimal: literals, arithmetic, casts, functions, formats, sums.</summary>
public sealed class WideDecimalTests
{
    private const string Digits38 = "12345678901234567890123456789012345.678";

    // w: DECIMAL(38, 3), p: DECIMAL(20, 10), q: DECIMAL(10, 2), l: BIGINT, d: DOUBLE, t: the text of w.
    private static readonly (string Expression, string Expected)[] Cases =
    [
        ("w", Digits38), ("-w", "-" + Digits38), ("n", "null"), ("w + n", "null"),
        ("12345678901234567890123456789.5", "12345678901234567890123456789.5"),
        ("DECIMAL '-0.00000000000000000000000000000000000001'", "-0.00000000000000000000000000000000000001"),
        ("w + 1", "12345678901234567890123456789012346.678"), ("w - w", "0.000"), ("1 - w", "-12345678901234567890123456789012344.678"),
        ("p * p", "2.25000000000000000000"), ("p * w", "18518518351851851835185185183518518.5170000000000"),
        ("q / l", "0.5000000000000000000000"), ("q / 3", "null"), ("q / CAST(0 AS BIGINT)", "null"),
        ("w / 2", "6172839450617283945061728394506172.83900000000000"),
        ("w % q", "0.678"), ("w % 7", "4.678"), ("-w % 7", "-4.678"),
        ("w = t2", "true"), ("w > p", "true"), ("w < q", "false"), ("w BETWEEN q AND w", "true"), ("w IN (1, w)", "true"),
        ("p < 12345678901234567890123456789.0", "true"), ("w IS DISTINCT FROM w", "false"), ("w > 1e30", "true"),
        ("CAST(w AS STRING)", $"\"{Digits38}\""), ("CAST(w AS DOUBLE)", "1.234567890123457E34"),
        ("CAST(w AS DECIMAL(37, 2))", "12345678901234567890123456789012345.68"), ("CAST(w AS DECIMAL(36, 3))", "null"),
        ("CAST(w % 1000 AS DECIMAL(6, 3))", "345.678"), ("CAST(w % 1000 AS INT)", "345"), ("CAST(-w % 1000 AS BIGINT)", "-345"),
        ("CAST(t AS DECIMAL(38, 3))", Digits38), ("CAST(' 1e37 ' AS DECIMAL(38, 0))", "1" + new string('0', 37)),
        ("CAST('x' AS DECIMAL(38, 0))", "null"), ("CAST(l AS DECIMAL(30, 1))", "2.0"),
        ("CAST(d AS DECIMAL(38, 20))", "0.10000000000000000555"), ("CAST(q AS DECIMAL(40, 20))", "1.00000000000000000000"),
        ("ABS(-w)", Digits38), ("CEIL(w)", "12345678901234567890123456789012346.000"),
        ("FLOOR(w)", "12345678901234567890123456789012345.000"),
        ("FLOOR(-w)", "-12345678901234567890123456789012346.000"), ("ROUND(w)", "12345678901234567890123456789012346"),
        ("ROUND(w, 1)", "12345678901234567890123456789012345.700"), ("ROUND(-w, -3)", "-12345678901234567890123456789012000.000"),
        ("TRUNC(w, 2)", "12345678901234567890123456789012345.670"), ("ROUND(CAST(q AS DECIMAL(30, 10)))", "1"),
        ("GREATEST(p, w)", "12345678901234567890123456789012345.6780000000"), ("LEAST(w, q)", "1.000"),
        ("ARRAY[w, NULL, q]", $"[{Digits38},null,1.000]"), ("ARRAY_MAX(ARRAY[w, w + w])", "24691357802469135780246913578024691.356"),
        ("STRUCT(a := w)", $"{{\"A\":{Digits38}}}"), ("MAP('k' := w)", $"{{\"k\":{Digits38}}}"),
        ("TO_JSON_STRING(w)", $"\"{Digits38}\""), ("ARRAY_JOIN(ARRAY[w], '-')", $"\"{Digits38}\""),
        ("CASE WHEN l = 2 THEN w ELSE NULL END", Digits38), ("COALESCE(n, w)", Digits38),
    ];

    private static readonly Lazy<JsonElement> Row = new(Run);

    public static TheoryData<string> Expressions => [.. Cases.Select(item => item.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_is_exact(string expression)
    {
        int index = Array.FindIndex(Cases, item => item.Expression == expression);
        Assert.Equal(Cases[index].Expected, Row.Value.GetProperty($"C{index}").GetRawText());
    }

    [Fact]
    public void Keys_groups_and_sums_hold_all_digits()
    {
        const string one = "1000000000000000000000000000000000001";
        Sql.Run("""
            CREATE STREAM s (k DECIMAL(37, 0) KEY, v DECIMAL(38, 2))
              WITH (kafka_topic='s', key_format='DELIMITED', value_format='DELIMITED');
            CREATE TABLE o AS SELECT k, SUM(v) AS total, MIN(v) AS least, MAX(v) AS most, COUNT(*) AS n FROM s GROUP BY k;
            """)
            .In("s", one, "100000000000000000000000000000000000.01")
            .In("s", one, "-1")
            .Gives(
                "O",
                $"{one} | 100000000000000000000000000000000000.01,100000000000000000000000000000000000.01,"
                    + "100000000000000000000000000000000000.01,1 | 0",
                $"{one} | 99999999999999999999999999999999999.01,-1.00,100000000000000000000000000000000000.01,2 | 0");
    }

    [Fact]
    public void Stores_hold_all_digits_over_a_restart()
    {
        const string key = "-12345678901234567890123456789012345.60";
        Sql.Run("""
            CREATE STREAM s (k DECIMAL(38, 2), v DECIMAL(38, 2)) WITH (kafka_topic='s', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS SELECT k, SUM(v) AS total FROM s GROUP BY k;
            """)
            .In("s", null, $$"""{"K":{{key}},"V":100000000000000000000000000000000000.01}""", at: 1)
            .In("s", null, $$"""{"K":{{key[1..]}},"V":5}""", at: 2)
            .Restart()
            .In("s", null, $$"""{"K":"{{key[..^1]}}","V":-0.02}""", at: 3)
            .Gives(
                "O",
                $$"""{{key}} | {"TOTAL":100000000000000000000000000000000000.01} | 1""",
                $$"""{{key[1..]}} | {"TOTAL":5.00} | 2""",
                $$"""{{key}} | {"TOTAL":99999999999999999999999999999999999.99} | 3""");
    }

    // As of all numbers: quotes stand around a first field that does not begin with a digit, and around no other.
    [Theory]
    [InlineData("-1.5", "\"-1.50\",-1.50")]
    [InlineData("1.5", "1.50,1.50")]
    [InlineData("", ",")]
    public void A_delimited_line_begins_as_with_any_number(string value, string line) => Sql.Run("""
        CREATE STREAM s (id INT KEY, v DECIMAL(38, 2)) WITH (kafka_topic='s', key_format='JSON', value_format='DELIMITED');
        CREATE STREAM o AS SELECT id, v, v AS again FROM s;
        CREATE STREAM n AS SELECT id, CAST(v AS DECIMAL(10, 2)) AS v, CAST(v AS DECIMAL(10, 2)) AS again FROM s;
        """)
        .In("s", "1", value.Length == 0 ? "\"\"" : value)
        .Gives("O", $"1 | {line} | 0")
        .Gives("N", $"1 | {line} | 0");

    [Theory]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData("0.12345")]
    [InlineData("\"x\"")]
    [InlineData("true")]
    public void What_does_not_fit_without_rounding_is_an_error_of_the_record(string value) => Sql.Run("""
        CREATE STREAM s (id INT KEY, v DECIMAL(38, 3)) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1", $"{{\"V\":{value}}}")
        .In("s", "2", "{\"V\":\"1.5\"}")
        .Gives("O", "2 | {\"V\":1.500} | 0");

    private static JsonElement Run()
    {
        IEnumerable<string> columns = Cases.Select((item, index) => $"{item.Expression} AS c{index}");
        Sql run = Sql.Run($$"""
            CREATE STREAM s (id INT KEY, w DECIMAL(38, 3), n DECIMAL(38, 3), t2 DECIMAL(40, 5), p DECIMAL(20, 10), q DECIMAL(10, 2),
              l BIGINT, d DOUBLE, t VARCHAR) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE STREAM o AS SELECT id, {{string.Join(", ", columns)}} FROM s;
            """)
            .In("s", "1", $$"""
                {"w": {{Digits38}}, "t2": "{{Digits38}}", "p": 1.5, "q": 1.00, "l": 2, "d": 0.1, "t": "{{Digits38}}"}
                """);
        using JsonDocument row = JsonDocument.Parse(Assert.Single(run.Values("O"))!);
        return row.RootElement.Clone();
    }
}
