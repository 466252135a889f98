using Xunit;

namespace QueryGen.EndToEnd;

public sealed class JoinTests
{
    private const string Sources = """
        CREATE STREAM ratings (user_id INT KEY, stars INT) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void An_inner_join_takes_the_table_row_of_the_moment() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT r.user_id, r.stars, c.name FROM ratings r JOIN customers c ON r.user_id = c.id;
        """)
        .In("ratings", "1", """{"stars":1}""", at: 1)
        .In("customers", "1", """{"name":"ada"}""", at: 2)
        .In("ratings", "1", """{"stars":2}""", at: 3)
        .In("customers", "1", """{"name":"bob"}""", at: 4)
        .In("ratings", "1", """{"stars":3}""", at: 5)
        .In("customers", "1", null, at: 6)
        .In("ratings", "1", """{"stars":4}""", at: 7)
        .Gives("O", """1 | {"STARS":2,"NAME":"ada"} | 3""", """1 | {"STARS":3,"NAME":"bob"} | 5""");

    [Fact]
    public void A_left_join_keeps_rows_without_a_match() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT r.user_id AS k, stars, name FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
        """)
        .In("ratings", "1", """{"stars":1}""", at: 1)
        .In("customers", "1", """{"name":"ada"}""", at: 2)
        .In("ratings", "1", """{"stars":2}""", at: 3)
        .Gives("O", """1 | {"STARS":1,"NAME":null} | 1""", """1 | {"STARS":2,"NAME":"ada"} | 3""");

    [Fact]
    public void A_join_on_a_value_column_goes_through_a_repartition_topic() => Sql.Run("""
        CREATE STREAM ratings (user_id INT, stars INT) WITH (kafka_topic='ratings', value_format='JSON');
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR) WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (key_format='JSON') AS
          SELECT r.user_id, r.stars, c.name FROM ratings r JOIN customers c ON r.user_id = c.id;
        """)
        .In("customers", "1", """{"name":"ada"}""", at: 2)
        .In("ratings", null, """{"user_id":1,"stars":5}""", at: 3)
        .In("ratings", null, """{"stars":5}""", at: 4)
        .Gives("O", """1 | {"STARS":5,"NAME":"ada"} | 3""");

    [Fact]
    public void Star_on_a_join_prefixes_every_column_and_where_sees_both_sides() => Sql.Run(Sources + """
        CREATE STREAM o AS SELECT * FROM ratings r JOIN customers c ON r.user_id = c.id WHERE c.name LIKE 'a%' AND r.stars > 1;
        """)
        .In("customers", "1", """{"name":"ada"}""")
        .In("customers", "2", """{"name":"bob"}""")
        .In("ratings", "1", """{"stars":1}""")
        .In("ratings", "1", """{"stars":2}""")
        .In("ratings", "2", """{"stars":2}""")
        .Gives("O", """1 | {"R_STARS":2,"C_ID":1,"C_NAME":"ada"} | 0""");
}
