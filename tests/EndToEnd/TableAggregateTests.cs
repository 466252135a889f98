using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>GROUP BY over a table: it follows the changes of the table's rows.</summary>
public sealed class TableAggregateTests
{
    private const string Customers = """
        CREATE TABLE c (id INT PRIMARY KEY, club VARCHAR, n INT, t VARCHAR, l ARRAY<INT>)
          WITH (kafka_topic='c', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void A_change_within_a_group_is_one_result_and_one_across_groups_is_two_the_old_first() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, COUNT(*) AS rows, SUM(n) AS s FROM c GROUP BY club;
        """)
        .In("c", "1", """{"club":"a","n":1}""", at: 10)
        .In("c", "2", """{"club":"a","n":2}""", at: 5)
        .In("c", "1", """{"club":"a","n":7}""", at: 20)
        .In("c", "1", """{"club":"b","n":8}""", at: 30)
        .Gives("O",
            """a | {"ROWS":1,"S":1} | 10""",
            """a | {"ROWS":2,"S":3} | 10""",
            """a | {"ROWS":2,"S":9} | 20""",
            """a | {"ROWS":1,"S":2} | 30""",
            """b | {"ROWS":1,"S":8} | 30""");

    [Fact]
    public void A_deletion_leaves_its_group_there_and_empty() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, COUNT(*) AS rows, AVG(n) AS a FROM c GROUP BY club;
        """)
        .In("c", "1", """{"club":"a","n":4}""", at: 10)
        .In("c", "1", null, at: 7)
        .In("c", "1", null, at: 20)
        .Gives("O", """a | {"ROWS":1,"A":4.0} | 10""", """a | {"ROWS":0,"A":0.0} | 10""");

    [Fact]
    public void A_row_without_a_group_is_in_none() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, COUNT(*) AS rows FROM c GROUP BY club;
        """)
        .In("c", "1", "{}")
        .In("c", "1", """{"club":"a"}""")
        .In("c", "1", """{"n":1}""")
        .Gives("O", """a | {"ROWS":1} | 0""", """a | {"ROWS":0} | 0""");

    [Fact]
    public void What_where_does_not_let_through_is_in_no_group() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, SUM(n) AS s FROM c WHERE n > 1 GROUP BY club;
        """)
        .In("c", "1", """{"club":"a","n":1}""")
        .In("c", "1", """{"club":"a","n":2}""")
        .In("c", "1", """{"club":"b","n":1}""")
        .Gives("O", """a | {"S":2} | 0""", """a | {"S":0} | 0""");

    [Fact]
    public void Every_aggregate_that_may_follow_a_table_takes_rows_out_again() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, COUNT(n) AS c, SUM_LIST(l) AS sl, STDDEV_SAMPLE(n) AS d,
          STDDEV_SAMP(n) AS v, CORRELATION(n, n * 2) AS r,
          COLLECT_LIST(t) AS ts, HISTOGRAM(t) AS h, ATTR(t) AS one, SUM(CAST(n AS DECIMAL(6, 2))) AS dec FROM c GROUP BY club;
        """)
        .In("c", "1", """{"club":"a","n":1,"t":"x","l":[1,2]}""")
        .In("c", "2", """{"club":"a","n":3,"t":"y","l":[4]}""")
        .In("c", "3", """{"club":"a","n":8,"t":"x","l":[8,null]}""")
        .In("c", "3", null)
        .GivesLast("O", """
            a | {"C":2,"SL":7,"D":1.4142135623730951,"V":2.0,"R":1.0,"TS":["x","y"],"H":{"x":1,"y":1},"ONE":null,"DEC":4.00} | 0
            """.Trim())
        .In("c", "2", """{"club":"b","n":5}""")
        .GivesLast("O", """
            b | {"C":1,"SL":0,"D":0.0,"V":0.0,"R":"NaN","TS":[null],"H":{},"ONE":null,"DEC":5.00} | 0
            """.Trim());

    [Fact]
    public void Having_deletes_a_group_that_stops_passing() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT club, COUNT(*) AS rows FROM c GROUP BY club HAVING COUNT(*) > 1;
        """)
        .In("c", "1", """{"club":"a"}""", at: 1)
        .In("c", "2", """{"club":"a"}""", at: 2)
        .In("c", "2", """{"club":"b"}""", at: 3)
        .In("c", "1", """{"club":"b"}""", at: 4)
        .Gives("O", """a | {"ROWS":2} | 2""", "a | null | 3", """b | {"ROWS":2} | 4""");

    [Fact]
    public void The_table_s_own_key_may_be_the_group() => Sql.Run(Customers + """
        CREATE TABLE o AS SELECT id, SUM(n) AS s FROM c GROUP BY id;
        """)
        .In("c", "1", """{"n":1}""")
        .In("c", "1", """{"n":5}""")
        .Gives("O", """1 | {"S":1} | 0""", """1 | {"S":5} | 0""");

    [Fact]
    public void Joined_tables_are_grouped() => Sql.Run(Customers + """
        CREATE TABLE d (id INT PRIMARY KEY, m INT) WITH (kafka_topic='d', key_format='JSON', value_format='JSON');
        CREATE TABLE o WITH (key_format='KAFKA') AS SELECT c.club, SUM(d.m) AS s FROM c JOIN d ON c.id = d.id GROUP BY c.club;
        """)
        .In("c", "1", """{"club":"a"}""", at: 1)
        .In("d", "1", """{"m":3}""", at: 2)
        .In("d", "1", """{"m":4}""", at: 3)
        .In("c", "1", """{"club":"b"}""", at: 4)
        .Gives("O", """a | {"S":3} | 2""", """a | {"S":4} | 3""", """a | {"S":0} | 4""", """b | {"S":4} | 4""");

    [Fact]
    public void A_restart_goes_on_with_the_groups_as_they_were() => Sql.Run(Customers + """
        CREATE TABLE o WITH (key_format='KAFKA') AS
          SELECT club, COLLECT_LIST(t) AS ts, HISTOGRAM(t) AS h, ATTR(l) AS l FROM c GROUP BY club;
        """)
        .In("c", "1", """{"club":"a","t":"x","l":[1]}""")
        .In("c", "2", """{"club":"a","t":"y","l":[1]}""")
        .Restart()
        .In("c", "2", """{"club":"b","t":"y","l":[1]}""")
        .GivesLast("O", """b | {"TS":["y"],"H":{"y":1},"L":[1]} | 0""")
        .In("c", "1", """{"club":"a","t":"z","l":[1]}""")
        .GivesLast("O", """a | {"TS":["z"],"H":{"z":1},"L":[1]} | 0""");
}
