using System.Text.Json;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>CAST at its borders: what is cut, rounded, read leniently or not at all.</summary>
public sealed class CastTests
{
    private static readonly (string Expression, string Expected)[] Cases =
    [
        ("CAST(4294967297 AS INT)", "1"), ("CAST(99999999999.5 AS INT)", "1215752191"), ("CAST(-12.99 AS INT)", "-12"),
        ("CAST(1e20 AS INT)", "2147483647"), ("CAST(0e0 / 0 AS INT)", "0"), ("CAST(-1e20 AS BIGINT)", "-9223372036854775808"),

        // A DOUBLE is rounded to the precision first, by its exact value, then to the scale.
        ("CAST(0.1e0 + 0.2e0 AS DECIMAL(20,18))", "0.300000000000000044"), ("CAST(1.005e0 AS DECIMAL(4,2))", "1.01"),
        ("CAST(123456789.123456789e0 AS DECIMAL(20,9))", "123456789.123456791"), ("CAST(1.005e0 AS DECIMAL(20,2))", "1.00"),
        ("CAST(2.5e0 AS DECIMAL(1,0))", "3"), ("CAST(-2.5e0 AS DECIMAL(1,0))", "-3"), ("CAST(9.99e0 AS DECIMAL(2,1))", "null"),
        ("CAST(1e27 AS DECIMAL(28,0))", "1000000000000000013287555072"), ("CAST(1e-30 AS DECIMAL(4,2))", "0.00"),
        ("CAST(0e0 AS DECIMAL(4,2))", "0.00"), ("CAST(1e40 AS DECIMAL(4,2))", "null"), ("CAST(1e0 / 0 AS DECIMAL(4,2))", "null"),
        ("CAST(99.99 AS DECIMAL(3,1))", "null"), ("CAST(-12.35 AS DECIMAL(3,1))", "-12.4"), ("CAST(12 AS DECIMAL(2,1))", "null"),

        ("CAST(' 12 ' AS INT)", "12"), ("CAST('+12' AS INT)", "12"), ("CAST('12.0' AS INT)", "null"),
        ("CAST('2147483648' AS INT)", "null"),
        ("CAST(' 1.5d ' AS DOUBLE)", "1.5"), ("CAST('1f' AS DOUBLE)", "1.0"), ("CAST('5.' AS DOUBLE)", "5.0"),
        ("CAST('NaN' AS DOUBLE)", "null"),
        ("CAST('infinity' AS DOUBLE)", "null"), ("CAST('d' AS DOUBLE)", "null"), ("CAST('1_000' AS DOUBLE)", "null"),
        ("CAST('1E-2' AS DECIMAL(5,2))", "0.01"), ("CAST('12.345' AS DECIMAL(4,2))", "12.35"), ("CAST('1234' AS DECIMAL(5,2))", "null"),
        ("CAST(' 1970-01-03 ' AS DATE)", "2"), ("CAST(' 00:01 ' AS TIME)", "60000"), ("CAST(' 1970 ' AS TIMESTAMP)", "0"),
        ("CAST(' Y' AS BOOLEAN)", "true"), ("CAST('tRu' AS BOOLEAN)", "true"), ("CAST('truer' AS BOOLEAN)", "false"),
        ("CAST('' AS BOOLEAN)", "false"),
        ("CAST('AAEC' AS BYTES)", "\"AAEC\""), ("CAST('AAE=' AS BYTES)", "\"AAE=\""), ("CAST('' AS BYTES)", "\"\""),
        ("CAST('A' AS BYTES)", "null"),
        ("CAST('x' AS `STRING`)", "\"x\""), ("CAST('x' AS VARCHAR(3))", "\"x\""),
    ];

    private static readonly Lazy<JsonElement> Row = new(Run);

    public static TheoryData<string> Expressions => [.. Cases.Select(each => each.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_cast_gives_what_ksqlDB_gives(string expression)
    {
        int index = Array.FindIndex(Cases, each => each.Expression == expression);
        Assert.Equal(Cases[index].Expected, Row.Value.GetProperty($"C{index}").GetRawText());
    }

    private static JsonElement Run()
    {
        IEnumerable<string> columns = Cases.Select((each, index) => $"{each.Expression} AS c{index}");
        Sql run = Sql.Run($"""
            CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', format='JSON');
            CREATE STREAM o AS SELECT id, {string.Join(", ", columns)} FROM s;
            """)
            .In("s", "1", "{}");
        using JsonDocument row = JsonDocument.Parse(Assert.Single(run.Values("O"))!);
        return row.RootElement.Clone();
    }
}
