using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Aggregates that keep many values of a group.</summary>
public sealed class CollectingAggregateTests
{
    private const string Rows = """
        CREATE STREAM s (id INT KEY, i INT, t VARCHAR, b BYTES, a ARRAY<VARCHAR>, m MAP<VARCHAR, INT>, p STRUCT<x INT, y VARCHAR>)
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void Collect_list_keeps_everything_and_nulls_too() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, COLLECT_LIST(i) AS i, COLLECT_LIST(a) AS a, COLLECT_LIST(p) AS p FROM s GROUP BY id;
        """)
        .In("s", "1", """{"i":2,"a":["x",null],"p":{"x":1,"y":"z"}}""")
        .In("s", "1", """{"i":2}""")
        .In("s", "2", """{"i":7,"a":[]}""")
        .Gives("O",
            """1 | {"I":[2],"A":[["x",null]],"P":[{"X":1,"Y":"z"}]} | 0""",
            """1 | {"I":[2,2],"A":[["x",null],null],"P":[{"X":1,"Y":"z"},null]} | 0""",
            """2 | {"I":[7],"A":[[]],"P":[null]} | 0""");

    [Fact]
    public void Collect_set_keeps_each_value_once_in_the_order_of_arrival() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, COLLECT_SET(t) AS t, COLLECT_SET(m) AS m FROM s GROUP BY id;
        """)
        .In("s", "1", """{"t":"b","m":{"k":1,"l":2}}""")
        .In("s", "1", """{"m":{"l":2,"k":1}}""")
        .In("s", "1", """{"t":"a","m":{"k":2}}""")
        .In("s", "1", """{"t":"b"}""")
        .GivesLast("O", """1 | {"T":["b",null,"a"],"M":[{"k":1,"l":2},{"k":2},null]} | 0""");

    [Fact]
    public void Collections_stop_at_the_limit_that_is_set() => Sql.Run(Rows + """
        SET 'ksql.functions.collect_list.limit' = '2';
        SET 'ksql.functions.collect_set.limit' = '1';
        CREATE TABLE o AS SELECT id, COLLECT_LIST(i) AS l, COLLECT_SET(i) AS s FROM s GROUP BY id;
        """)
        .In("s", "1", """{"i":1}""")
        .In("s", "1", """{"i":2}""")
        .In("s", "1", """{"i":3}""")
        .GivesLast("O", """1 | {"L":[1,2],"S":[1]} | 0""");

    [Fact]
    public void Histogram_counts_each_text_up_to_a_thousand()
    {
        Sql sql = Sql.Run(Rows + "CREATE TABLE o AS SELECT id, HISTOGRAM(t) AS h FROM s GROUP BY id;");
        for (int i = 0; i < 1001; i++)
        {
            sql.In("s", "1", $$"""{"t":"v{{i}}"}""");
        }

        sql.In("s", "1", """{"t":"v0"}""").In("s", "2", """{"t":"a"}""").In("s", "2", "{}").In("s", "2", """{"t":"a"}""");
        IReadOnlyList<string?> results = sql.Values("O");
        Assert.Contains("\"v0\":2", results[1001], StringComparison.Ordinal);
        Assert.Contains("\"v999\":1", results[1001], StringComparison.Ordinal);
        Assert.DoesNotContain("v1000", results[1001], StringComparison.Ordinal);
        Assert.Equal("""{"H":{"a":2}}""", results[^1]);
    }

    [Fact]
    public void Topk_keeps_the_greatest_and_of_equal_ones_the_first() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, TOPK(i, 3) AS i, TOPK(i, t, 2) AS r, TOPKDISTINCT(t, 2) AS d FROM s GROUP BY id;
        """)
        .In("s", "1", """{"i":1,"t":"a"}""")
        .In("s", "1", """{"i":5,"t":"b"}""")
        .In("s", "1", """{"i":5,"t":"c"}""")
        .In("s", "1", """{"i":5,"t":"c"}""")
        .In("s", "1", """{}""")
        .GivesLast("O", """1 | {"I":[5,5,5],"R":[{"sort_col":5,"col0":"b"},{"sort_col":5,"col0":"c"}],"D":["c","b"]} | 0""");

    [Fact]
    public void First_and_last_values_come_in_the_order_of_arrival() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, EARLIEST_BY_OFFSET(i, 2) AS e, LATEST_BY_OFFSET(i, 2) AS l, LATEST_BY_OFFSET(i, 2, FALSE) AS n,
          LATEST_BY_OFFSET(a) AS a, EARLIEST_BY_OFFSET(p) AS p, LATEST_BY_OFFSET(i, FALSE) AS last FROM s GROUP BY id;
        """)
        .In("s", "1", """{"i":1,"a":["x"],"p":{"x":1,"y":"longer than one word"}}""")
        .In("s", "1", """{"i":2,"a":["y","z"],"p":{"x":2}}""")
        .In("s", "1", """{"i":3}""")
        .In("s", "1", """{}""")
        .GivesLast("O", """1 | {"E":[1,2],"L":[2,3],"N":[3,null],"A":["y","z"],"P":{"X":1,"Y":"longer than one word"},"LAST":null} | 0""");

    [Fact]
    public void Attr_is_the_value_that_all_rows_agree_on() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, ATTR(t) AS t FROM s GROUP BY id;
        """)
        .In("s", "1", """{"t":"a"}""")
        .In("s", "1", """{"t":"a"}""")
        .In("s", "1", """{}""")
        .Gives("O", """1 | {"T":"a"} | 0""", """1 | {"T":"a"} | 0""", """1 | {"T":null} | 0""");

    [Fact]
    public void Count_distinct_is_exact_for_few_values() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, COUNT_DISTINCT(t) AS t, COUNT_DISTINCT(a) AS a FROM s GROUP BY id;
        """)
        .In("s", "1", """{"t":"a","a":["x"]}""")
        .In("s", "1", """{"t":"b","a":["x"]}""")
        .In("s", "1", """{"t":"a"}""")
        .GivesLast("O", """1 | {"T":2,"A":1} | 0""");

    [Fact]
    public void Bytes_are_compared_and_kept() => Sql.Run(Rows + """
        CREATE TABLE o AS SELECT id, MIN(b) AS lo, MAX(b) AS hi, COLLECT_LIST(b) AS every FROM s GROUP BY id;
        """)
        .In("s", "1", """{"b":"Ag=="}""")
        .In("s", "1", """{"b":"AQE="}""")
        .GivesLast("O", """1 | {"LO":"AQE=","HI":"Ag==","EVERY":["Ag==","AQE="]} | 0""");
}
