using Xunit;

namespace QueryGen.EndToEnd;

public sealed class AggregateTests
{
    private const string Ratings = """
        CREATE STREAM ratings (id INT KEY, stars INT, price DOUBLE, message VARCHAR)
          WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void Every_row_gives_its_groups_new_result() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT id, COUNT(*) AS n, COUNT(stars) AS c, SUM(stars) AS s, AVG(stars) AS a, MIN(stars) AS lo, MAX(stars) AS hi,
          LATEST_BY_OFFSET(message) AS last FROM ratings GROUP BY id;
        """)
        .In("ratings", "1", """{"stars":4,"message":"a"}""", at: 10)
        .In("ratings", "1", """{"message":"b"}""", at: 5)
        .In("ratings", "1", """{"stars":1}""", at: 20)
        .Gives("O",
            """1 | {"N":1,"C":1,"S":4,"A":4.0,"LO":4,"HI":4,"LAST":"a"} | 10""",
            """1 | {"N":2,"C":1,"S":4,"A":4.0,"LO":4,"HI":4,"LAST":"b"} | 10""",
            """1 | {"N":3,"C":2,"S":5,"A":2.5,"LO":1,"HI":4,"LAST":"b"} | 20""");

    [Fact]
    public void Min_and_max_of_text_compare_by_code_units() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT id, MIN(message) AS lo, MAX(message) AS hi FROM ratings GROUP BY id;
        """)
        .In("ratings", "1", """{"message":"b"}""")
        .In("ratings", "1", """{"message":"abc"}""")
        .In("ratings", "1", """{"message":"é"}""")
        .Gives("O",
            """1 | {"LO":"b","HI":"b"} | 0""",
            """1 | {"LO":"abc","HI":"b"} | 0""",
            """1 | {"LO":"abc","HI":"é"} | 0""");

    [Fact]
    public void Grouping_by_a_value_goes_through_a_repartition_topic_and_skips_null_groups() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT message, COUNT(*) AS n FROM ratings GROUP BY message;
        """)
        .In("ratings", "1", """{"message":"x"}""", at: 1)
        .In("ratings", "2", """{}""", at: 2)
        .In("ratings", "3", """{"message":"x"}""", at: 3)
        .In("ratings", "4", null, at: 4)
        .Gives("O", "\"x\" | {\"N\":1} | 1", "\"x\" | {\"N\":2} | 3");

    [Fact]
    public void Several_groups_are_the_key_in_their_order() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT message, stars, COUNT(*) AS n FROM ratings GROUP BY stars, message;
        """)
        .In("ratings", "1", """{"stars":1,"message":"x"}""")
        .Gives("O", """{"STARS":1,"MESSAGE":"x"} | {"N":1} | 0""");

    [Fact]
    public void Having_deletes_a_group_that_stops_passing() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT id, SUM(stars) AS s FROM ratings GROUP BY id HAVING SUM(stars) > 2;
        """)
        .In("ratings", "1", """{"stars":1}""", at: 1)
        .In("ratings", "1", """{"stars":2}""", at: 2)
        .In("ratings", "1", """{"stars":-2}""", at: 3)
        .In("ratings", "1", """{"stars":0}""", at: 4)
        .Gives("O", """1 | {"S":3} | 2""", "1 | null | 3");

    [Fact]
    public void Scalar_expressions_stand_around_and_inside_aggregates() => Sql.Run(Ratings + """
        CREATE TABLE o AS SELECT id, SUM(stars * 2) + 1 AS s, COUNT(*) * 10 AS n FROM ratings WHERE stars > 0 GROUP BY id;
        """)
        .In("ratings", "1", """{"stars":3}""")
        .In("ratings", "1", """{"stars":-3}""")
        .Gives("O", """1 | {"S":7,"N":10} | 0""");
}
