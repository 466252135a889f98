using System.Text.Json;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>
/// Text that is compared with a time is read as one. What is none is a row error, not a NULL: the whole column is NULL. DT is the sixth
/// day, TM a minute after midnight, TS on the second day; N… are NULL.
/// </summary>
public sealed class TimeTextTests
{
    private static readonly (string Expression, string Expected)[] Cases =
    [
        ("dt = '1970-01-06'", "true"), ("'1970-01-06' >= dt", "true"), ("dt < '1971'", "true"), ("dt <> '1970-01-06'", "false"),
        ("dt = 'soon'", "null"), ("NOT (dt = 'soon')", "null"), ("dt = t", "null"), ("dt = CAST(t AS DATE)", "false"),
        ("dt = nt", "false"), ("ndt = 'soon'", "false"), ("ndt = t", "false"), ("NOT (ndt = t)", "true"),
        ("dt IS DISTINCT FROM '1970-01-06'", "false"), ("dt IS DISTINCT FROM 'soon'", "null"),
        ("tm > '00:00:59'", "true"), ("tm < '25:00'", "null"), ("ts > '1970-01-02'", "true"), ("'soon' > ts", "null"),
        ("ts BETWEEN '1970' AND '1971'", "true"), ("ts BETWEEN '1970' AND 'soon'", "null"), ("ts BETWEEN '1971' AND 'soon'", "false"),
        ("CASE WHEN dt = 'soon' THEN 1 ELSE 2 END", "null"), ("CASE dt WHEN '1970-01-06' THEN 1 ELSE 2 END", "1"),
        ("dt IN ('1970-01-06', '1971')", "true"), ("tm IN ('00:01', '00:02:00.5')", "true"), ("dt IN (t)", "false"),
    ];

    private static readonly Lazy<JsonElement> Row = new(Run);

    public static TheoryData<string> Expressions => [.. Cases.Select(each => each.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Text_is_read_as_the_time_that_it_is_compared_with(string expression)
    {
        int index = Array.FindIndex(Cases, each => each.Expression == expression);
        Assert.Equal(Cases[index].Expected, Row.Value.GetProperty($"C{index}").GetRawText());
    }

    private static JsonElement Run()
    {
        IEnumerable<string> columns = Cases.Select((each, index) => $"{each.Expression} AS c{index}");
        Sql run = Sql.Run($"""
            CREATE STREAM s (id INT KEY, dt DATE, tm TIME, ts TIMESTAMP, t VARCHAR, ndt DATE, nt VARCHAR)
              WITH (kafka_topic='s', format='JSON');
            CREATE STREAM o AS SELECT id, {string.Join(", ", columns)} FROM s;
            """)
            .In("s", "1", """{"dt":5,"tm":60000,"ts":97445006,"t":"soon"}""");
        using JsonDocument row = JsonDocument.Parse(Assert.Single(run.Values("O"))!);
        return row.RootElement.Clone();
    }
}
