using Xunit;

namespace QueryGen.EndToEnd;

public sealed class TableTests
{
    private const string Customers = """
        CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR, status VARCHAR)
          WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');

        """;

    [Fact]
    public void A_projection_of_a_table_passes_tombstones_on() => Sql.Run(Customers + """
        CREATE TABLE o AS SELECT id, UCASE(name) AS name FROM customers;
        """)
        .In("customers", "1", """{"name":"ada"}""", at: 1)
        .In("customers", "1", null, at: 2)
        .Gives("O", """1 | {"NAME":"ADA"} | 1""", "1 | null | 2");

    [Fact]
    public void A_row_that_stops_passing_a_filter_is_deleted_and_one_that_never_passed_writes_nothing() => Sql.Run(Customers + """
        CREATE TABLE o AS SELECT id, name FROM customers WHERE status = 'gold';
        """)
        .In("customers", "1", """{"name":"ada","status":"gold"}""", at: 1)
        .In("customers", "2", """{"name":"bob","status":"tin"}""", at: 2)
        .In("customers", "1", """{"name":"ada","status":"tin"}""", at: 3)
        .In("customers", "1", """{"name":"ada","status":"tin"}""", at: 4)
        .In("customers", "2", null, at: 5)
        .Gives("O", """1 | {"NAME":"ada"} | 1""", "1 | null | 3");

    [Fact]
    public void A_table_record_without_a_key_is_dropped() => Sql.Run(Customers + """
        CREATE TABLE o AS SELECT * FROM customers;
        """)
        .In("customers", null, """{"name":"ada"}""")
        .Gives("O");
}
