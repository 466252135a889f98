using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Several statements that work together.</summary>
public sealed class ProgramTests
{
    private const string Two = """
        CREATE STREAM a (id INT KEY, v INT) WITH (kafka_topic='a', format='JSON');
        CREATE STREAM b (id INT KEY, v INT) WITH (kafka_topic='b', format='JSON');

        """;

    [Fact]
    public void A_reader_of_a_declared_stream_sees_its_own_records_beside_those_inserted() => Sql.Run(Two + """
        INSERT INTO b SELECT * FROM a;
        CREATE STREAM o AS SELECT * FROM b;
        """)
        .In("a", "1", """{"V":1}""", at: 1)
        .In("b", "2", """{"V":2}""", at: 2)
        .Gives("O", """1 | {"V":1} | 1""", """2 | {"V":2} | 2""");

    [Fact]
    public void A_reader_of_a_derived_stream_sees_seeds_of_it() => Sql.Run(Two + """
        CREATE STREAM c AS SELECT * FROM a;
        INSERT INTO c (ROWTIME, id, v) VALUES (5, 7, 8);
        CREATE STREAM o AS SELECT * FROM c;
        """)
        .Gives("O", """7 | {"V":8} | 5""");

    [Fact]
    public void Seeds_take_parts_of_structs() => Sql.Run("""
        CREATE STREAM c (id INT KEY, r STRUCT<x INT, y VARCHAR>) WITH (kafka_topic='c', format='JSON');
        INSERT INTO c (ROWTIME, id, r) VALUES (1, 1, STRUCT(y := 'a'));
        INSERT INTO c (ROWTIME, id, r) VALUES (2, 2, CAST(STRUCT(x := 1, z := 2) AS STRUCT<x INT, y VARCHAR>));
        CREATE STREAM o AS SELECT id, r->x, r->y FROM c;
        """)
        .Gives("O", """1 | {"X":null,"Y":"a"} | 1""", """2 | {"X":1,"Y":null} | 2""");

    [Fact]
    public void Of_two_queries_for_one_name_IF_NOT_EXISTS_keeps_the_first() => Sql.Run(Two + """
        CREATE STREAM o AS SELECT id, v FROM a;
        CREATE STREAM IF NOT EXISTS o AS SELECT id, v + 1 AS w FROM b;
        """)
        .In("a", "1", """{"V":1}""")
        .In("b", "2", """{"V":2}""")
        .Gives("O", """1 | {"V":1} | 0""");

    [Fact]
    public void Streams_may_feed_each_other() => Sql.Run(Two + """
        INSERT INTO b SELECT id, v + 1 AS v FROM a WHERE v < 3;
        INSERT INTO a SELECT id, v + 1 AS v FROM b WHERE v < 3;
        """)
        .In("a", "1", """{"V":0}""", at: 1)
        .Gives("b", """1 | {"V":1} | 1""", """1 | {"V":3} | 1""");

    [Fact]
    public void A_query_reads_what_another_one_writes() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM a AS SELECT id, v + 1 AS v FROM s WHERE v > 0;
        CREATE STREAM b AS SELECT id, v * 10 AS v FROM a WHERE v > 2;
        CREATE TABLE c AS SELECT id, SUM(v) AS total FROM b GROUP BY id;
        """)
        .In("s", "1", """{"v":0}""")
        .In("s", "1", """{"v":1}""")
        .In("s", "1", """{"v":2}""")
        .Gives("A", """1 | {"V":2} | 0""", """1 | {"V":3} | 0""")
        .Gives("B", """1 | {"V":30} | 0""")
        .Gives("C", """1 | {"TOTAL":30} | 0""");

    [Fact]
    public void A_declared_stream_that_a_query_fills_takes_records_of_others_as_well() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM t (id INT KEY, v INT) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        INSERT INTO t SELECT id, v * 100 AS v FROM s;
        CREATE STREAM o AS SELECT * FROM t;
        """)
        .In("s", "1", """{"v":1}""")
        .In("t", "2", """{"v":2}""")
        .Gives("O", """1 | {"V":100} | 0""", """2 | {"V":2} | 0""");

    [Fact]
    public void Queries_may_feed_each_other() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, v - 1 AS v FROM s WHERE v > 0;
        INSERT INTO s SELECT * FROM o;
        """)
        .In("s", "1", """{"v":3}""")
        .Gives("O", """1 | {"V":2} | 0""", """1 | {"V":1} | 0""", """1 | {"V":0} | 0""");

    [Fact]
    public void A_query_may_feed_itself() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        INSERT INTO s SELECT id, v - 1 AS v FROM s WHERE v > 0;
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .In("s", "1", """{"v":2}""")
        .Gives("O", """1 | {"V":2} | 0""", """1 | {"V":1} | 0""", """1 | {"V":0} | 0""");

    [Fact]
    public void Insert_into_select_adds_to_a_stream_that_is_there() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE STREAM t (id INT KEY, v INT) WITH (kafka_topic='t', key_format='JSON', value_format='JSON');
        CREATE STREAM o AS SELECT id, v FROM s;
        INSERT INTO o SELECT id, v * 100 AS v FROM t;
        """)
        .In("s", "1", """{"v":1}""")
        .In("t", "2", """{"v":2}""")
        .Gives("O", """1 | {"V":1} | 0""", """2 | {"V":200} | 0""");

    [Fact]
    public void Insert_values_seeds_a_source() => Sql.Run("""
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        INSERT INTO s (ROWTIME, id, v) VALUES (77, 1, 2 + 3);
        CREATE STREAM o AS SELECT * FROM s;
        """)
        .Gives("O", """1 | {"V":5} | 77""");

    [Fact]
    public void The_airline_pipeline() => Sql.Run("""
        CREATE STREAM ratings (rating_id BIGINT, user_id INT, stars INT, channel VARCHAR, message VARCHAR)
          WITH (kafka_topic='ratings', value_format='JSON');
        CREATE TABLE customers (id INT PRIMARY KEY, first_name VARCHAR, club_status VARCHAR)
          WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
        CREATE STREAM poor_ratings AS SELECT * FROM ratings WHERE stars < 3;
        CREATE STREAM ratings_with_customer_data WITH (key_format='JSON') AS
          SELECT r.user_id, r.stars, r.message, c.first_name, c.club_status
          FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
        CREATE STREAM unhappy_platinum_customers AS
          SELECT user_id, club_status, stars, message FROM ratings_with_customer_data
          WHERE stars < 3 AND club_status = 'platinum';
        CREATE TABLE ratings_by_club_status AS
          SELECT club_status, COUNT(*) AS ratings FROM ratings_with_customer_data
          WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY club_status;
        """)
        .In("customers", "1", """{"first_name":"Rica","club_status":"platinum"}""", at: 1)
        .In("ratings", null, """{"rating_id":1,"user_id":1,"stars":1,"channel":"web","message":"meh"}""", at: 1000)
        .In("ratings", null, """{"rating_id":2,"user_id":2,"stars":5,"channel":"ios","message":"ok"}""", at: 61000)
        .Gives("POOR_RATINGS", """null | {"RATING_ID":1,"USER_ID":1,"STARS":1,"CHANNEL":"web","MESSAGE":"meh"} | 1000""")
        .Gives("RATINGS_WITH_CUSTOMER_DATA",
            """1 | {"STARS":1,"MESSAGE":"meh","FIRST_NAME":"Rica","CLUB_STATUS":"platinum"} | 1000""",
            """2 | {"STARS":5,"MESSAGE":"ok","FIRST_NAME":null,"CLUB_STATUS":null} | 61000""")
        .Gives("UNHAPPY_PLATINUM_CUSTOMERS", """1 | {"CLUB_STATUS":"platinum","STARS":1,"MESSAGE":"meh"} | 1000""")
        .Gives("RATINGS_BY_CLUB_STATUS", "\"platinum\" [0, 60000) | {\"RATINGS\":1} | 1000");
}
