using Xunit;

namespace QueryGen.EndToEnd;

public sealed class ProjectionTests
{
    [Fact]
    public void Several_columns_of_one_kind_of_time_go_from_csharp_to_sql() => Sql.WithQuestion("""
        CREATE STREAM s (id INT KEY, a DATE, b DATE, c TIME, d TIME, e TIMESTAMP, f TIMESTAMP) WITH (kafka_topic='s', format='JSON');
        """, """
        Pipe(queries, new S.Row(1, new DateOnly(1970, 1, 2), null, new TimeOnly(0, 0, 1), null, DateTimeOffset.UnixEpoch, null));
            private static string Pipe(CompiledQueries queries, S.Row row)
            {
                queries.SProducer.Pipe(row);
                return (queries.S.Rows().Single() == row).ToString();
            }
            private static object Nothing => ""
        """)
        .Answers("True");

    private const string Ratings = """
        CREATE STREAM ratings (id INT KEY, stars INT, route BIGINT, price DOUBLE, message VARCHAR, ok BOOLEAN)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        """;

    [Fact]
    public void Star_writes_every_column_in_order_with_nulls() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT * FROM ratings;
        """)
        .In("ratings", "7", """{"message":"hi","stars":3}""", at: 5)
        .Gives("O", """7 | {"STARS":3,"ROUTE":null,"PRICE":null,"MESSAGE":"hi","OK":null} | 5""");

    [Fact]
    public void Where_keeps_only_rows_for_which_it_is_true() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, stars FROM ratings WHERE stars < 3;
        """)
        .In("ratings", "1", """{"stars":2}""")
        .In("ratings", "2", """{"stars":3}""")
        .In("ratings", "3", """{"stars":null}""")
        .In("ratings", "4", """{}""")
        .Gives("O", """1 | {"STARS":2} | 0""");

    [Fact]
    public void Expressions_without_an_alias_are_numbered() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, stars + 1, UCASE(message), stars * 2 AS twice FROM ratings;
        """)
        .In("ratings", "1", """{"stars":2,"message":"meh"}""")
        .Gives("O", """1 | {"KSQL_COL_0":3,"KSQL_COL_1":"MEH","TWICE":4} | 0""");

    [Fact]
    public void A_stream_record_without_a_value_passes_a_projection_and_is_dropped_by_where() => Sql.Run(Ratings + """
        CREATE STREAM p AS SELECT id, stars FROM ratings;
        CREATE STREAM w AS SELECT id, stars FROM ratings WHERE id > 0;
        """)
        .In("ratings", "1", null, at: 3)
        .Gives("P", "1 | null | 3")
        .Gives("W");

    [Fact]
    public void Arithmetic_takes_the_wider_type_and_wraps() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, stars + route AS a, route / 2 AS b, route % 4 AS c, price / 0 AS d, stars * 1000000000 AS e,
          -stars AS f FROM ratings;
        """)
        .In("ratings", "1", """{"stars":3,"route":7,"price":1.0}""")
        .Gives("O", """1 | {"A":10,"B":3,"C":3,"D":"Infinity","E":-1294967296,"F":-3} | 0""");

    [Fact]
    public void Division_by_zero_makes_the_column_null_and_the_row_goes_on() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, stars / 0 AS bad, stars AS good FROM ratings;
        """)
        .In("ratings", "1", """{"stars":3}""")
        .Gives("O", """1 | {"BAD":null,"GOOD":3} | 0""");

    [Fact]
    public void Decimal_literals_are_exact() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, 1.10 + 2.2 AS s, 1.5 * 2.50 AS p, CAST(stars AS DECIMAL(5,2)) AS c FROM ratings;
        """)
        .In("ratings", "1", """{"stars":3}""")
        .Gives("O", """1 | {"S":3.30,"P":3.750,"C":3.00} | 0""");

    [Fact]
    public void Case_takes_the_first_true_branch_and_null_without_else() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id,
          CASE WHEN stars < 2 THEN 'bad' WHEN stars < 4 THEN 'meh' ELSE 'good' END AS s,
          CASE stars WHEN 5 THEN 'five' END AS f FROM ratings;
        """)
        .In("ratings", "1", """{"stars":1}""")
        .In("ratings", "2", """{"stars":5}""")
        .In("ratings", "3", """{}""")
        .Gives("O",
            """1 | {"S":"bad","F":null} | 0""",
            """2 | {"S":"good","F":"five"} | 0""",
            """3 | {"S":"good","F":null} | 0""");

    [Fact]
    public void Casts_follow_ksqlDB() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, CAST(price AS INT) AS i, CAST(price AS VARCHAR) AS s, CAST(message AS INT) AS m,
          CAST(message AS BOOLEAN) AS b, CAST(stars AS DOUBLE) AS d FROM ratings;
        """)
        .In("ratings", "1", """{"price":2.9,"message":" 42 ","stars":1}""")
        .In("ratings", "2", """{"price":1e10,"message":"yes"}""")
        .Gives("O",
            """1 | {"I":2,"S":"2.9","M":42,"B":false,"D":1.0} | 0""",
            """2 | {"I":2147483647,"S":"1.0E10","M":null,"B":true,"D":null} | 0""");

    [Fact]
    public void Predicates_do_what_they_say() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, stars BETWEEN 2 AND 4 AS b, stars IN (1, 3, 5) AS i, message LIKE 'a%_z' AS l,
          message IS NULL AS n, stars IS DISTINCT FROM 3 AS d, NOT (stars = 3) AS x FROM ratings;
        """)
        .In("ratings", "1", """{"stars":3,"message":"abcz"}""")
        .In("ratings", "2", """{"stars":5,"message":"az"}""")
        .In("ratings", "3", """{}""")
        .Gives("O",
            """1 | {"B":true,"I":true,"L":true,"N":false,"D":false,"X":false} | 0""",
            """2 | {"B":false,"I":true,"L":false,"N":false,"D":true,"X":true} | 0""",
            """3 | {"B":false,"I":false,"L":null,"N":true,"D":true,"X":true} | 0""");

    [Fact]
    public void Structs_and_arrays_are_reached_into() => Sql.Run("""
        CREATE STREAM s (id INT KEY, a ARRAY<INT>, t STRUCT<x INT, y STRUCT<z VARCHAR>>, m MAP<VARCHAR, INT>)
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, a[1] AS first, a[-1] AS last, a[9] AS none, t->x, t->y->z AS z, m['k'] AS k FROM s;
        """)
        .In("s", "1", """{"a":[1,2,3],"t":{"x":4,"y":{"z":"deep"}},"m":{"k":5}}""")
        .In("s", "2", """{}""")
        .Gives("O",
            """1 | {"FIRST":1,"LAST":3,"NONE":null,"X":4,"Z":"deep","K":5} | 0""",
            """2 | {"FIRST":null,"LAST":null,"NONE":null,"X":null,"Z":null,"K":null} | 0""");

    [Fact]
    public void A_line_end_of_unicode_in_a_text_does_not_end_the_comment_above_its_code() => Sql.Run(Ratings
        + "CREATE STREAM o AS SELECT id, 'a\u2028b\u0085c' AS t FROM ratings WHERE message <> 'x\u2029class';")
        .In("ratings", "1", """{"message":"m"}""")
        .Gives("O", "1 | {\"T\":\"a\u2028b\u0085c\"} | 0");

    [Fact]
    public void Rowtime_is_the_event_time() => Sql.Run(Ratings + """
        CREATE STREAM o AS SELECT id, ROWTIME AS t FROM ratings WHERE ROWTIME >= '1970-01-01T00:00:01';
        """)
        .In("ratings", "1", """{"stars":3}""", at: 999)
        .In("ratings", "2", """{"stars":3}""", at: 1000)
        .Gives("O", """2 | {"T":1000} | 1000""");

    [Fact]
    public void The_timestamp_property_takes_event_time_from_a_column() => Sql.Run("""
        CREATE STREAM s (id INT KEY, t BIGINT, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON', timestamp='t');
        CREATE STREAM o AS SELECT id, v FROM s;
        """)
        .In("s", "1", """{"t":1234,"v":1}""", at: 5)
        .Gives("O", """1 | {"V":1} | 1234""");

    [Fact]
    public void An_index_may_be_a_BIGINT() => Sql.Run("""
        CREATE STREAM s (id INT KEY, a ARRAY<INT>, l BIGINT) WITH (kafka_topic='s', format='JSON');
        CREATE STREAM o AS SELECT id, a[l] AS x, a[4294967297] AS y FROM s;
        """)
        .In("s", "1", """{"a":[7,8],"l":2}""")
        .In("s", "2", """{"a":[7,8],"l":-2}""")
        .In("s", "3", """{"a":[7,8],"l":4294967297}""")
        .In("s", "4", """{"a":[7,8]}""")
        .Gives("O", """1 | {"X":8,"Y":null} | 0""", """2 | {"X":7,"Y":null} | 0""", """3 | {"X":null,"Y":null} | 0""",
            """4 | {"X":null,"Y":null} | 0""");
}
