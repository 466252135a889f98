using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Stores keep rows and keys of every type, over restarts too.</summary>
public sealed class StoredTypeTests
{
    [Fact]
    public void A_table_keeps_collections_and_structs_in_its_rows()
    {
        const string Full = """
            "TAGS":["a","b\"c",null],"SEATS":{"12A":1,"12B":null},"HOME":{"CITY":"Bern","ZIP":3000},"NESTED":[{"X":["p","q"]},null],"RAW":"AQI="
            """;
        const string Empty = """
            "TAGS":[],"SEATS":{},"HOME":{"CITY":null,"ZIP":null},"NESTED":[],"RAW":""
            """;
        const string Null = """
            "TAGS":null,"SEATS":null,"HOME":null,"NESTED":null,"RAW":null
            """;
        Sql.Run("""
            CREATE TABLE customers (id INT PRIMARY KEY, tags ARRAY<VARCHAR>, seats MAP<VARCHAR, INT>, home STRUCT<city VARCHAR, zip INT>,
                nested ARRAY<STRUCT<x ARRAY<VARCHAR>>>, raw BYTES)
              WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
            CREATE STREAM ratings (user_id INT KEY, stars INT) WITH (kafka_topic='ratings', key_format='JSON', value_format='JSON');
            CREATE STREAM o WITH (key_format='JSON') AS
              SELECT r.user_id, stars, tags, seats, home, nested, raw FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
            """)
            .In("customers", "1", $"{{{Full}}}", at: 1)
            .In("customers", "2", $"{{{Empty}}}", at: 1)
            .In("customers", "3", "{}", at: 1)
            .In("ratings", "1", """{"stars":1}""", at: 2)
            .In("ratings", "2", """{"stars":2}""", at: 3)
            .In("ratings", "3", """{"stars":3}""", at: 4)
            .Restart()
            .In("ratings", "1", """{"stars":5}""", at: 5)
            .In("ratings", "2", """{"stars":6}""", at: 6)
            .Gives("O",
                $$"""1 | {"STARS":1,{{Full}}} | 2""",
                $$"""2 | {"STARS":2,{{Empty}}} | 3""",
                $$"""3 | {"STARS":3,{{Null}}} | 4""",
                $$"""1 | {"STARS":5,{{Full}}} | 5""",
                $$"""2 | {"STARS":6,{{Empty}}} | 6""");
    }

    [Fact]
    public void Groups_of_every_type_are_found_again()
    {
        const string Key = """
            "FLAG":true,"WHOLE":7,"HALF":0.5,"PRICE":1.50,"DAY":3,"INSTANT":9,"NAME":"n","RAW":"AQI="
            """;
        string other = Key.Replace("0.5", "-0.0", StringComparison.Ordinal);
        string zero = Key.Replace("0.5", "0.0", StringComparison.Ordinal);
        Sql.Run("""
            CREATE STREAM s (flag BOOLEAN, whole BIGINT, half DOUBLE, price DECIMAL(4, 2), day DATE, instant TIMESTAMP, name VARCHAR, raw BYTES)
              WITH (kafka_topic='s', value_format='JSON');
            CREATE TABLE o WITH (key_format='JSON') AS
              SELECT flag, whole, half, price, day, instant, name, raw, COUNT(*) AS n
              FROM s GROUP BY flag, whole, half, price, day, instant, name, raw;
            """)
            .In("s", null, $"{{{Key}}}", at: 1)
            .In("s", null, $"{{{Key}}}", at: 2)
            .In("s", null, $"{{{other}}}", at: 3)
            .In("s", null, $"{{{zero}}}", at: 4)
            .In("s", null, $"{{{Key.Replace("true", "null", StringComparison.Ordinal)}}}", at: 5)
            .Restart()
            .In("s", null, $"{{{Key}}}", at: 6)
            .In("s", null, $"{{{other}}}", at: 7)
            .Gives("O",
                $$$"""{{{{Key}}}} | {"N":1} | 1""",
                $$$"""{{{{Key}}}} | {"N":2} | 2""",
                $$$"""{{{{other}}}} | {"N":1} | 3""",
                $$$"""{{{{zero}}}} | {"N":1} | 4""",
                $$$"""{{{{Key}}}} | {"N":3} | 6""",
                $$$"""{{{{other}}}} | {"N":2} | 7""");
    }
}
