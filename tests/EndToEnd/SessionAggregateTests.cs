using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Aggregates in sessions, whose states a row between them makes one.</summary>
public sealed class SessionAggregateTests
{
    private const string Rows = """
        CREATE STREAM s (id INT KEY, i INT, t VARCHAR, l ARRAY<INT>) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void Numbers_are_added() => Two("""
        COUNT(i) AS c, SUM(i) AS s, AVG(i) AS a, SUM_LIST(l) AS sl, MIN(i) AS lo, MAX(t) AS hi, STDDEV_SAMP(i) AS v, CORRELATION(i, i) AS r
        """, """{"C":4,"S":16,"A":4.0,"SL":13,"LO":1,"HI":"y","V":6.666666666666667,"R":1.0}""");

    [Fact]
    public void Collections_are_put_together_the_earlier_session_s_values_first() => Two("""
        COLLECT_LIST(i) AS l, COLLECT_SET(t) AS s, HISTOGRAM(t) AS h, TOPK(i, 3) AS k, TOPKDISTINCT(t, 2) AS d, TOPK(i, t, 1) AS r,
          COUNT_DISTINCT(t) AS n
        """, """
        {"L":[3,5,1,7],"S":["y","x"],"H":{"y":2,"x":2},"K":[7,5,3],"D":["y","x"],"R":[{"sort_col":7,"col0":"x"}],"N":2}
        """.Trim());

    [Fact]
    public void First_and_last_are_told_by_when_rows_came_and_not_by_the_sessions_times() => Two("""
        EARLIEST_BY_OFFSET(i) AS e, LATEST_BY_OFFSET(i) AS l, EARLIEST_BY_OFFSET(i, 2) AS e2, LATEST_BY_OFFSET(i, 2) AS l2, ATTR(t) AS a
        """, """{"E":1,"L":7,"E2":[1,3],"L2":[5,7],"A":null}""");

    // Two sessions, the later one's row first, and a row that brings them together; the same after a restart.
    private static void Two(string aggregates, string result)
    {
        foreach (bool isRestarted in new[] { false, true })
        {
            Sql sql = Sql.Run(Rows + $"CREATE TABLE o AS SELECT id, {aggregates} FROM s WINDOW SESSION (10 MILLISECONDS) GROUP BY id;")
                .In("s", "1", """{"i":1,"t":"x","l":[1]}""", at: 20)
                .In("s", "1", """{"i":3,"t":"y","l":[2,null]}""", at: 0)
                .In("s", "1", """{"i":5,"t":"y","l":[4]}""", at: 2);
            sql = isRestarted ? sql.Restart() : sql;
            sql.In("s", "1", """{"i":7,"t":"x","l":[6]}""", at: 11).GivesLast("O", $"1 [0, 20] | {result} | 20");
        }
    }
}
