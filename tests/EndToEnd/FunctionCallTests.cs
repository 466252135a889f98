using System.Text.Json;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Every function in a query. The rules of each are tested where its body is; here is that SQL reaches it.</summary>
public sealed class FunctionCallTests
{
    private static readonly (string Expression, string Expected)[] Calls =
    [
        ("ABS(i)", "7"), ("CEIL(d)", "-2.0"), ("FLOOR(p)", "12.00"), ("ROUND(d)", "-2"), ("ROUND(p, 1)", "12.40"), ("TRUNC(p)", "12"),
        ("SIGN(d)", "-1"), ("SQRT(l)", "3.0"), ("CBRT(8)", "2.0"), ("EXP(0)", "1.0"), ("LN(1)", "0.0"), ("LOG(1)", "0.0"),
        ("LOG(2, 8)", "3.0"), ("SIN(0)", "0.0"), ("COS(0)", "1.0"), ("TAN(0)", "0.0"), ("ROUND(COT(1), 3)", "0.642"), ("SINH(0)", "0.0"),
        ("COSH(0)", "1.0"), ("TANH(0)", "0.0"), ("ASIN(0)", "0.0"), ("ACOS(1)", "0.0"), ("ATAN(0)", "0.0"), ("ATAN2(0, 1)", "0.0"),
        ("DEGREES(0)", "0.0"), ("RADIANS(0)", "0.0"), ("POWER(2, 3)", "8.0"), ("ROUND(PI(), 2)", "3.14"), ("RANDOM() < 1", "true"),
        ("GREATEST(i, 3)", "3"), ("LEAST(p, 3.0)", "3.00"), ("ROUND(GEO_DISTANCE(0, 0, 0, 1))", "111"),

        ("LCASE(t)", "\"two words\""), ("UCASE(t)", "\"TWO WORDS\""), ("TRIM(' x ')", "\"x\""), ("INITCAP(t)", "\"Two Words\""),
        ("LEN(t)", "9"), ("LEN(y)", "4"), ("CONCAT(t, '!')", "\"two words!\""), ("CONCAT(y, y)", "\"AAABAgAAAQI=\""),
        ("CONCAT_WS('-', t, 'x')", "\"two words-x\""), ("SUBSTRING(t, 5)", "\"words\""), ("SUBSTRING(y, 2, 2)", "\"AAE=\""),
        ("INSTR(t, 'w', 3)", "5"), ("LPAD('x', 3, '.')", "\"..x\""), ("RPAD('x', 3, '.')", "\"x..\""),
        ("REPLACE(t, 'w', 'W')", "\"tWo Words\""), ("SPLIT(t, ' ')", "[\"two\",\"words\"]"),
        ("SPLIT_TO_MAP('a=1', '/', '=')", "{\"a\":\"1\"}"), ("ELT(2, 'a', t)", "\"two words\""), ("FIELD('b', 'a', 'b')", "2"),
        ("REGEXP_EXTRACT('w(.)r', t, 1)", "\"o\""), ("REGEXP_EXTRACT_ALL(CONCAT('w', '.'), t)", "[\"wo\",\"wo\"]"),
        ("REGEXP_REPLACE(t, '[aeiou]', '_')", "\"tw_ w_rds\""), ("REGEXP_SPLIT_TO_ARRAY(t, 'o.')", "[\"tw\",\"w\",\"ds\"]"),
        ("CHR(75)", "\"K\""), ("ENCODE('a', 'utf8', 'hex')", "\"61\""), ("TO_BYTES('a', 'utf8')", "\"YQ==\""),
        ("FROM_BYTES(y, 'hex')", "\"00000102\""), ("INT_FROM_BYTES(y)", "258"), ("BIGINT_FROM_BYTES(CONCAT(y, y))", "1108101562626"),
        ("DOUBLE_FROM_BYTES(y)", "null"), ("MD5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\""), ("LEN(UUID())", "36"),
        ("MASK('Ab1-')", "\"Xxn-\""), ("MASK_LEFT(t, 3)", "\"xxx words\""), ("MASK_RIGHT(t, 5)", "\"two xxxxx\""),
        ("MASK_KEEP_LEFT(t, 4)", "\"two xxxxx\""), ("MASK_KEEP_RIGHT(t, 6)", "\"xxx words\""),

        ("URL_EXTRACT_PROTOCOL(u)", "\"http\""), ("URL_EXTRACT_HOST(u)", "\"h.io\""), ("URL_EXTRACT_PORT(u)", "81"),
        ("URL_EXTRACT_PATH(u)", "\"/a b\""), ("URL_EXTRACT_QUERY(u)", "\"q=1\""), ("URL_EXTRACT_FRAGMENT(u)", "\"f\""),
        ("URL_EXTRACT_PARAMETER(u, 'q')", "\"1\""), ("URL_ENCODE_PARAM(t)", "\"two+words\""), ("URL_DECODE_PARAM('a%20b')", "\"a b\""),
        ("EXTRACTJSONFIELD(j, '$.a[1]')", "\"2\""), ("EXTRACTJSONFIELD(j, CONCAT('$', '.b'))", "\"x\""), ("IS_JSON_STRING(j)", "true"),
        ("JSON_ARRAY_CONTAINS('[1, 2]', 2)", "true"), ("JSON_ARRAY_CONTAINS('[1, null]', NULL)", "true"),
        ("JSON_ARRAY_LENGTH('[1, 2]')", "2"), ("JSON_KEYS(j)", "[\"a\",\"b\"]"), ("JSON_RECORDS(j)", "{\"a\":\"[1,2]\",\"b\":\"x\"}"),
        ("JSON_ITEMS('[1, \"x\"]')", "[\"1\",\"\\\"x\\\"\"]"), ("JSON_CONCAT('[1]', '2')", "\"[1,2]\""),
        ("TO_JSON_STRING(t)", "\"\\\"two words\\\"\""), ("TO_JSON_STRING(NULL)", "\"null\""),
        ("TO_JSON_STRING(ts)", "\"\\\"1970-01-02T03:04:05.006\\\"\""),
        (
            "TO_JSON_STRING(STRUCT(z := a, m := m, s := st))",
            "\"{\\\"M\\\":{\\\"k\\\":1,\\\"z\\\":null},\\\"S\\\":{\\\"X\\\":1,\\\"Y\\\":null},\\\"Z\\\":[3,null,1]}\""),

        ("ARRAY_LENGTH(a)", "3"), ("ARRAY_CONTAINS(a, NULL)", "true"), ("ARRAY_DISTINCT(a)", "[3,null,1]"),
        ("ARRAY_CONCAT(a, a)", "[3,null,1,3,null,1]"), ("ARRAY_UNION(a, ARRAY[2])", "[3,null,1,2]"),
        ("ARRAY_INTERSECT(a, ARRAY[1])", "[1]"), ("ARRAY_EXCEPT(a, ARRAY[1])", "[3,null]"), ("ARRAY_REMOVE(a, NULL)", "[3,1]"),
        ("ARRAY_MAX(a)", "3"), ("ARRAY_MIN(ARRAY['b', 'a'])", "\"a\""), ("ARRAY_SORT(a, 'DESC')", "[3,1,null]"),
        ("ARRAY_JOIN(a, '-')", "\"3-null-1\""), ("ARRAY_JOIN(ARRAY[p, 1.5])", "\"12.35,1.50\""), ("SLICE(a, 2, 3)", "[null,1]"),
        ("ENTRIES(m, TRUE)", "[{\"K\":\"k\",\"V\":1},{\"K\":\"z\",\"V\":null}]"), ("GENERATE_SERIES(1, 3)", "[1,2,3]"),
        ("AS_MAP(ARRAY['x'], ARRAY[i])", "{\"x\":-7}"), ("MAP_KEYS(m)", "[\"z\",\"k\"]"), ("MAP_VALUES(m)", "[null,1]"),
        ("MAP(CAST(NULL AS STRING) := i)", "{\"null\":-7}"),
        ("MAP_UNION(m, MAP('k' := 2))", "{\"z\":null,\"k\":2}"), ("COALESCE(n, 2)", "2"), ("IFNULL(n, i)", "-7"),
        ("NULLIF(i, -7)", "null"), ("AS_VALUE(id)", "1"),

        ("PARSE_TIMESTAMP('2021', 'yyyy')", "1609459200000"), ("PARSE_TIMESTAMP('2021', CONCAT('yy', 'yy'), '+0100')", "1609455600000"),
        ("FORMAT_TIMESTAMP(ts, 'HH:mm')", "\"03:04\""), ("FORMAT_TIMESTAMP(ts, 'HH:mm', 'Europe/Paris')", "\"04:04\""),
        ("PARSE_DATE('2021-01-05', 'yyyy-MM-dd')", "18632"), ("FORMAT_DATE(dt, 'yyyy-MM-dd')", "\"1970-01-06\""),
        ("PARSE_TIME('14', 'HH')", "50400000"), ("FORMAT_TIME(tm, 'HH:mm')", "\"00:01\""), ("TIMESTAMPADD(MINUTES, 1, ts)", "97505006"),
        ("TIMESTAMPSUB(SECONDS, 1, ts)", "97444006"), ("DATEADD(DAYS, 1, dt)", "6"), ("DATESUB(HOURS, 24, dt)", "4"),
        ("TIMEADD(HOURS, 24, tm)", "60000"), ("TIMESUB(MILLISECONDS, 1, tm)", "59999"), ("CONVERT_TZ(ts, 'UTC', '+0100')", "101045006"),
        ("UNIX_TIMESTAMP(ts)", "97445006"), ("UNIX_TIMESTAMP()", "0"), ("UNIX_DATE(dt)", "5"), ("UNIX_DATE()", "0"),
        ("FROM_UNIXTIME(l)", "9"), ("FROM_DAYS(i)", "-7"), ("STRINGTOTIMESTAMP('1970', 'yyyy')", "0"),
        ("TIMESTAMPTOSTRING(l, 'S')", "\"0\""), ("STRINGTODATE('1970-01-02', 'yyyy-MM-dd')", "1"), ("DATETOSTRING(1, 'dd')", "\"02\""),
    ];

    private static readonly Lazy<JsonElement> Row = new(Run);

    public static TheoryData<string> Expressions => [.. Calls.Select(call => call.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_call_gives_what_its_function_says(string expression)
    {
        int index = Array.FindIndex(Calls, call => call.Expression == expression);
        Assert.Equal(Calls[index].Expected, Row.Value.GetProperty($"C{index}").GetRawText());
    }

    // One query for all of them: each would take as long to compile.
    private static JsonElement Run()
    {
        IEnumerable<string> columns = Calls.Select((call, index) => $"{call.Expression} AS c{index}");
        Sql run = Sql.Run($$"""
            CREATE STREAM s (id INT KEY, t VARCHAR, i INT, l BIGINT, d DOUBLE, p DECIMAL(5,2), y BYTES, dt DATE, tm TIME, ts TIMESTAMP,
              n INT, a ARRAY<INT>, m MAP<STRING, INT>, st STRUCT<y STRING, x INT>, u VARCHAR, j VARCHAR)
              WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE STREAM o AS SELECT id, {{string.Join(", ", columns)}} FROM s;
            """)
            .In("s", "1", """
                {"t": "two words", "i": -7, "l": 9, "d": -2.5, "p": 12.35, "y": "AAABAg==", "dt": 5, "tm": 60000, "ts": 97445006,
                 "a": [3, null, 1], "m": {"z": null, "k": 1}, "st": {"x": 1}, "u": "http://h.io:81/a%20b?q=1#f",
                 "j": "{\"a\": [1, 2], \"b\": \"x\"}"}
                """);
        using JsonDocument row = JsonDocument.Parse(Assert.Single(run.Values("O"))!);
        return row.RootElement.Clone();
    }
}
