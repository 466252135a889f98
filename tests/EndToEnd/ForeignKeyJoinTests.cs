using Xunit;

namespace QueryGen.EndToEnd;

public sealed class ForeignKeyJoinTests
{
    private const string Sources = """
        CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR, total INT)
          WITH (kafka_topic='orders', key_format='KAFKA', value_format='JSON');
        CREATE TABLE customers (name VARCHAR PRIMARY KEY, city VARCHAR)
          WITH (kafka_topic='customers', key_format='KAFKA', value_format='JSON');
        CREATE TABLE notes (id INT PRIMARY KEY, note VARCHAR) WITH (kafka_topic='notes', key_format='KAFKA', value_format='JSON');

        """;

    private const string One = "\0\0\0\u0001";
    private const string Two = "\0\0\0\u0002";

    private static Sql Run(string kind, string where = "", int partitions = 1) => Sql.Run(Sources + $"""
        CREATE TABLE o WITH (key_format='JSON') AS SELECT o.id, total, name, city, o.ROWTIME AS ot, c.ROWTIME AS ct
          FROM orders o {kind} JOIN customers c ON o.customer = c.name {where};
        """).OnPartitions(partitions);

    private static string Order(string customer, int total = 1) => $$"""{"customer":"{{customer}}","total":{{total}}}""";

    private static string City(string city) => $$"""{"city":"{{city}}"}""";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_inner_join_follows_the_key_that_a_row_names(int partitions) => Run("", partitions: partitions)
        .In("orders", One, Order("ada"), at: 5)
        .In("customers", "ada", City("Rome"), at: 3)
        .In("orders", One, Order("ada", 2), at: 6)
        .In("customers", "bob", City("Oslo"), at: 9)
        .In("orders", One, Order("bob"), at: 7)
        .In("orders", One, Order("nobody"), at: 8)
        .In("orders", One, Order("ada"), at: 10)
        .In("orders", One, null, at: 11)
        .In("orders", One, null, at: 12)
        .Gives(
            "O", """1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":5,"CT":3} | 3""",
            """1 | {"TOTAL":2,"NAME":"ada","CITY":"Rome","OT":6,"CT":3} | 6""",
            """1 | {"TOTAL":1,"NAME":"bob","CITY":"Oslo","OT":7,"CT":9} | 9""", "1 | null | 8",
            """1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":10,"CT":3} | 10""", "1 | null | 11");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_left_join_has_all_rows_of_the_left_side(int partitions) => Run("LEFT", partitions: partitions)
        .In("orders", One, Order("ada"), at: 5)
        .In("customers", "ada", City("Rome"), at: 3)
        .In("customers", "ada", null, at: 4)
        .In("orders", One, """{"total":3}""", at: 6)
        .In("orders", One, null, at: 7)
        .Gives(
            "O", """1 | {"TOTAL":1,"NAME":null,"CITY":null,"OT":5,"CT":null} | 5""",
            """1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":5,"CT":3} | 3""",
            """1 | {"TOTAL":1,"NAME":null,"CITY":null,"OT":5,"CT":null} | 4""",
            """1 | {"TOTAL":3,"NAME":null,"CITY":null,"OT":6,"CT":null} | 6""", "1 | null | 7");

    [Fact]
    public void A_change_of_the_right_row_reaches_all_that_name_it_by_their_keys() => Run("")
        .In("orders", Two, Order("ada"), at: 1)
        .In("orders", "\u00ff\u00ff\u00ff\u00ff", Order("ada"), at: 1)
        .In("orders", One, Order("ada"), at: 1)
        .In("customers", "ada", City("Rome"), at: 3)
        .In("customers", "ada", null, at: 4)
        .Gives(
            "O", """1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":1,"CT":3} | 3""",
            """2 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":1,"CT":3} | 3""",
            """-1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":1,"CT":3} | 3""", "1 | null | 4", "2 | null | 4", "-1 | null | 4");

    [Fact]
    public void A_row_that_a_filter_lets_through_no_more_is_deleted() => Run("", "WHERE city <> 'Rome'")
        .In("customers", "ada", City("Rome"), at: 1)
        .In("orders", One, Order("ada"), at: 2)
        .In("customers", "ada", City("Oslo"), at: 3)
        .In("customers", "ada", City("Rome"), at: 4)
        .Gives("O", """1 | {"TOTAL":1,"NAME":"ada","CITY":"Oslo","OT":2,"CT":3} | 3""", "1 | null | 4");

    [Fact]
    public void Another_table_joins_by_the_key_of_the_left_one() => Sql.Run(Sources + """
        CREATE TABLE o WITH (key_format='JSON') AS SELECT o.id, city, note
          FROM orders o JOIN customers c ON o.customer = c.name LEFT JOIN notes n ON o.id = n.id;
        """)
        .In("customers", "ada", City("Rome"), at: 1)
        .In("orders", One, Order("ada"), at: 2)
        .In("notes", One, """{"note":"x"}""", at: 3)
        .In("orders", One, null, at: 4)
        .Gives("O", """1 | {"CITY":"Rome","NOTE":null} | 2""", """1 | {"CITY":"Rome","NOTE":"x"} | 3""", "1 | null | 4");

    [Fact]
    public void It_is_known_after_a_restart_who_names_whom() => Run("", "WHERE total > 0")
        .In("orders", One, Order("ada"), at: 1)
        .In("orders", Two, Order("ada"), at: 1)
        .In("orders", Two, null, at: 2)
        .Restart()
        .In("customers", "ada", City("Rome"), at: 3)
        .Restart()
        .In("orders", One, Order("ada", 0), at: 4)
        .Gives("O", """1 | {"TOTAL":1,"NAME":"ada","CITY":"Rome","OT":1,"CT":3} | 3""", "1 | null | 4");
}
