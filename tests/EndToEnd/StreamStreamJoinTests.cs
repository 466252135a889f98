using Xunit;

namespace QueryGen.EndToEnd;

public sealed class StreamStreamJoinTests
{
    private const string Sources = """
        CREATE STREAM l (id INT KEY, a VARCHAR) WITH (kafka_topic='l', key_format='JSON', value_format='JSON');
        CREATE STREAM r (id INT KEY, b VARCHAR) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');

        """;

    private static Sql Run(string join) => Sql.Run(Sources + join);

    private static string A(string value) => $$"""{"a":"{{value}}"}""";

    private static string B(string value) => $$"""{"b":"{{value}}"}""";

    [Fact]
    public void Rows_of_one_key_join_within_the_range_borders_included() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l JOIN r WITHIN (2 MILLISECONDS, 3 MILLISECONDS) ON l.id = r.id;
        """)
        .In("l", "1", A("x"), at: 10)
        .In("r", "1", B("early"), at: 7)
        .In("r", "1", B("first"), at: 8)
        .In("r", "2", B("other"), at: 10)
        .In("r", "1", B("last"), at: 13)
        .In("r", "1", B("late"), at: 14)
        .Gives("O", """1 | {"A":"x","B":"first"} | 10""", """1 | {"A":"x","B":"last"} | 13""");

    [Fact]
    public void All_rows_are_kept_and_come_by_time_then_arrival() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l JOIN r WITHIN 10 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", "1", A("second"), at: 5)
        .In("l", "1", A("third"), at: 5)
        .In("l", "1", A("first"), at: 3)
        .In("r", "1", B("y"), at: 6)
        .Gives(
            "O", """1 | {"A":"first","B":"y"} | 6""", """1 | {"A":"second","B":"y"} | 6""", """1 | {"A":"third","B":"y"} | 6""");

    [Fact]
    public void Without_a_grace_period_rows_without_a_partner_go_on_at_once() => Run("""
        CREATE STREAM o AS SELECT ROWKEY AS id, a, b FROM l FULL JOIN r WITHIN 10 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", "1", A("x"), at: 5)
        .In("r", "1", B("y"), at: 6)
        .In("r", "2", B("z"), at: 7)
        .Gives("O", """1 | {"A":"x","B":null} | 5""", """1 | {"A":"x","B":"y"} | 6""", """2 | {"A":null,"B":"z"} | 7""");

    [Fact]
    public void With_a_grace_period_rows_without_a_partner_wait_until_stream_time_has_passed_it() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 5 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", "1", A("alone"), at: 5)
        .In("l", "2", A("joined"), at: 5)
        .In("r", "2", B("y"), at: 6)
        .In("r", "3", B("now"), at: 20)
        .In("r", "3", B("passed"), at: 21)
        .Gives("O", """2 | {"A":"joined","B":"y"} | 6""", """1 | {"A":"alone","B":null} | 5""");

    [Fact]
    public void Rows_that_wait_go_on_by_time_right_before_left_then_by_the_bytes_of_their_keys() => Run("""
        CREATE STREAM o AS SELECT ROWKEY AS id, a, b FROM l FULL JOIN r WITHIN 1 MILLISECOND GRACE PERIOD 0 SECONDS ON l.id = r.id;
        """)
        .In("l", "10", A("l10"), at: 5)
        .In("l", "9", A("l9"), at: 5)
        .In("r", "8", B("r8"), at: 5)
        .In("l", "7", A("l7"), at: 4)
        .In("r", "1", B("now"), at: 100)
        .Gives(
            "O", """7 | {"A":"l7","B":null} | 4""", """8 | {"A":null,"B":"r8"} | 5""", """10 | {"A":"l10","B":null} | 5""",
            """9 | {"A":"l9","B":null} | 5""");

    [Fact]
    public void A_row_that_comes_when_its_range_has_passed_goes_on_at_once() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 1 MINUTE ON l.id = r.id;
        """)
        .In("l", "1", A("now"), at: 50)
        .In("l", "2", A("late"), at: 39)
        .In("r", "2", B("y"), at: 39)
        .Gives("O", """2 | {"A":"late","B":null} | 39""", """2 | {"A":"late","B":"y"} | 39""");

    [Fact]
    public void In_a_right_join_the_range_goes_from_the_right_row_to_the_left() => Run("""
        CREATE STREAM o AS SELECT r.id, a, b FROM l RIGHT JOIN r WITHIN (0 SECONDS, 5 MILLISECONDS) ON l.id = r.id;
        """)
        .In("r", "1", B("y"), at: 10)
        .In("l", "1", A("before"), at: 9)
        .In("l", "1", A("after"), at: 15)
        .Gives("O", """1 | {"A":null,"B":"y"} | 10""", """1 | {"A":"after","B":"y"} | 15""");

    [Fact]
    public void A_record_without_a_value_joins_nothing_and_moves_stream_time() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 0 SECONDS ON l.id = r.id;
        """)
        .In("r", "1", null, at: 100)
        .In("l", "1", A("late"), at: 5)
        .Gives("O", """1 | {"A":"late","B":null} | 5""");

    [Fact]
    public void Rows_are_found_as_long_as_the_own_buffer_keeps_them() => Run("""
        CREATE STREAM o AS SELECT l.id, a, b FROM l JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 10 MILLISECONDS ON l.id = r.id;
        """)
        .In("l", "1", A("kept"), at: 100)
        .In("l", "2", A("now"), at: 129)
        .In("r", "1", B("y"), at: 100)
        .In("l", "2", A("now"), at: 130)
        .In("r", "1", B("z"), at: 100)
        .Gives("O", """1 | {"A":"kept","B":"y"} | 100""");

    [Fact]
    public void Streams_with_other_keys_meet_behind_repartition_topics() => Sql.Run("""
        CREATE STREAM l (id INT, a VARCHAR) WITH (kafka_topic='l', value_format='JSON');
        CREATE STREAM r (id INT KEY, other INT, b VARCHAR) WITH (kafka_topic='r', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS
          SELECT ROWKEY AS k, l.id, a, r.id, b, l.ROWTIME AS lt, r.ROWTIME AS rt
          FROM l LEFT JOIN r WITHIN 10 MILLISECONDS ON ABS(l.id) = ABS(r.other) WHERE b IS NULL OR b <> 'no';
        """)
        .In("l", null, """{"id":-1,"a":"x"}""", at: 5)
        .In("r", "7", """{"other":1,"b":"y"}""", at: 6)
        .In("r", "7", """{"other":1,"b":"no"}""", at: 6)
        .Gives(
            "O", """1 | {"L_ID":-1,"A":"x","R_ID":null,"B":null,"LT":5,"RT":null} | 5""",
            """1 | {"L_ID":-1,"A":"x","R_ID":7,"B":"y","LT":5,"RT":6} | 6""");

    [Fact]
    public void A_row_whose_key_is_null_goes_on_alone_where_its_side_is_wanted() => Sql.Run("""
        CREATE STREAM l (id INT, a VARCHAR) WITH (kafka_topic='l', value_format='JSON');
        CREATE STREAM r (id INT, b VARCHAR) WITH (kafka_topic='r', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS
          SELECT l.id, a, b FROM l LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 1 SECOND ON l.id = r.id;
        """)
        .In("l", null, """{"a":"x"}""", at: 5)
        .In("r", null, """{"b":"y"}""", at: 5)
        .Gives("O", """null | {"A":"x","B":null} | 5""");

    [Fact]
    public void Rows_that_wait_are_there_after_a_restart()
    {
        Sql run = Run("""
            CREATE STREAM o AS SELECT l.id, a, b FROM l LEFT JOIN r WITHIN 10 MILLISECONDS GRACE PERIOD 5 MILLISECONDS ON l.id = r.id;
            """)
            .In("l", "1", A("alone"), at: 5)
            .In("l", "2", A("joined"), at: 5)
            .In("r", "2", B("y"), at: 6)
            .In("r", "9", B("kept"), at: 7)
            .In("l", "8", null, at: 8)
            .Restart()
            .In("l", "9", A("x"), at: 7)
            .In("r", "3", B("passed"), at: 21);
        run.Gives(
            "O", """2 | {"A":"joined","B":"y"} | 6""", """9 | {"A":"x","B":"kept"} | 7""", """1 | {"A":"alone","B":null} | 5""");
    }
}
