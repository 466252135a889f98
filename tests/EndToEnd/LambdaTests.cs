using System.Text.Json;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>TRANSFORM, FILTER and REDUCE.</summary>
public sealed class LambdaTests
{
    private static readonly (string Expression, string Expected)[] Calls =
    [
        ("TRANSFORM(a, x => x + 1)", "null"), // NULL + 1 is an error, and an error of the whole call
        ("TRANSFORM(a, x => x)", "[3,null,1]"),
        ("TRANSFORM(ARRAY[1, 2], x => x * 1.5)", "[1.5,3.0]"),
        ("TRANSFORM(ARRAY['a', 'b'], q => UCASE(q))", "[\"A\",\"B\"]"),
        ("TRANSFORM(b, x => x)", "null"),
        ("TRANSFORM(m, (k, v) => CONCAT(k, '!'), (k, v) => v * 2)", "{\"z!\":8,\"k!\":2}"),
        ("TRANSFORM(m, (k, v) => UCASE(k), (v, k) => k)", "{\"Z\":4,\"K\":1}"),
        ("TRANSFORM(m, (k, v) => 'same', (k, v) => v)", "null"),
        ("TRANSFORM(m, (k, v) => k, (k, v) => NULLIF(v, 1))", "null"),
        ("FILTER(ARRAY[3, 1, 2], x => x > 1)", "[3,2]"),
        ("FILTER(a, x => x IS NOT NULL)", "[3,1]"),
        ("FILTER(a, x => NULLIF(x > 1, TRUE))", "null"),
        ("FILTER(m, (k, v) => v > 1 AND k = 'z')", "{\"z\":4}"),
        ("FILTER(b, x => TRUE)", "null"),
        ("REDUCE(ARRAY[1, 2, 3], 10, (s, x) => s + x)", "16"),
        ("REDUCE(b, 10, (s, x) => s + x)", "10"),
        ("REDUCE(ARRAY[1], n, (s, x) => x)", "null"),
        ("REDUCE(ARRAY['a', 'b'], '', (s, x) => CONCAT(s, x))", "\"ab\""),
        ("REDUCE(m, 100, (s, k, v) => s - v)", "95"),
        ("REDUCE(ARRAY[0, 1], 1, (s, x) => s / x)", "null"),
        ("TRANSFORM(ARRAY[ARRAY[1, 2], ARRAY[3]], x => REDUCE(x, 0, (s, y) => s + y + i))", "[-11,-4]"),
        ("TRANSFORM(ARRAY[1, 2], x => TRANSFORM(ARRAY[10, 20], y => x * y))", "[[10,20],[20,40]]"),
        ("TRANSFORM(ARRAY[1, 2], x => CASE WHEN x = 1 THEN ARRAY[x, i] ELSE ARRAY[0] END)", "[[1,-7],[0]]"),
        ("TRANSFORM(ARRAY[1, 2], x => STRUCT(p := x, q := t))", "[{\"P\":1,\"Q\":\"two words\"},{\"P\":2,\"Q\":\"two words\"}]"),
        ("ARRAY_LENGTH(FILTER(ARRAY[1, 2, 3], x => MAP('a' := x)['a'] > 1))", "2"),
        ("CASE WHEN i < 0 THEN REDUCE(ARRAY[5], 0, (s, x) => s + x) ELSE 0 END + 1", "6"),
    ];

    private static readonly Lazy<JsonElement> Row = new(Run);

    public static TheoryData<string> Expressions => [.. Calls.Select(call => call.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_lambda_runs_for_each_element(string expression)
    {
        int index = Array.FindIndex(Calls, call => call.Expression == expression);
        Assert.Equal(Calls[index].Expected, Row.Value.GetProperty($"C{index}").GetRawText());
    }

    [Fact]
    public void Lambdas_stand_in_every_clause()
    {
        Sql run = Sql.Run("""
            CREATE STREAM s (id INT KEY, a ARRAY<INT>) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE TABLE o AS SELECT REDUCE(a, 0, (s, x) => s + x) AS total, SUM(REDUCE(a, 1, (s, x) => s * x)) AS products
              FROM s WHERE REDUCE(a, TRUE, (ok, x) => ok AND x > 0) GROUP BY REDUCE(a, 0, (s, x) => s + x)
              HAVING SUM(REDUCE(a, 1, (s, x) => s * x)) > 3;
            """)
            .In("s", "1", """{"a": [1, 3]}""").In("s", "1", """{"a": [2, 2]}""").In("s", "1", """{"a": [5, -1]}""");

        Assert.Equal(["""{"PRODUCTS":7}"""], run.Values("O"));
    }

    // One query for all of them: each would take as long to compile.
    private static JsonElement Run()
    {
        IEnumerable<string> columns = Calls.Select((call, index) => $"{call.Expression} AS c{index}");
        Sql run = Sql.Run($$"""
            CREATE STREAM s (id INT KEY, t VARCHAR, i INT, n INT, a ARRAY<INT>, b ARRAY<INT>, m MAP<STRING, INT>)
              WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
            CREATE STREAM o AS SELECT id, {{string.Join(", ", columns)}} FROM s;
            """)
            .In("s", "1", """{"t": "two words", "i": -7, "a": [3, null, 1], "m": {"z": 4, "k": 1}}""");
        using JsonDocument row = JsonDocument.Parse(Assert.Single(run.Values("O"))!);
        return row.RootElement.Clone();
    }
}
