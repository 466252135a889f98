using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>C# methods that SQL calls.</summary>
public sealed class UserFunctionTests
{
    private const string Stream = "CREATE STREAM s (id INT KEY, v INT, t STRING, d DECIMAL(6, 2), day DATE, moment TIMESTAMP)\n"
        + "  WITH (kafka_topic='s', key_format='JSON', value_format='JSON');\n";

    private const string Functions = """
        using System;
        using QueryGen;
        namespace Test;

        internal static class Functions
        {
            [SqlFunction] public static string Shout(string text, int times) => text.ToUpperInvariant() + new string('!', times);
            [SqlFunction] public static string Shout(string text) => Shout(text, 1);
            [SqlFunction] public static int Twice(int value) => value * 2;
            [SqlFunction] public static string Say(int? value) => value is { } v ? $"<{v}>" : "nothing";
            [SqlFunction] public static bool IsOdd(int value) => value % 2 != 0;
            [SqlFunction] public static string? Nothing(string? text) => null;
            [SqlFunction(Precision = 5, Scale = 1)] public static decimal Half(decimal value) => value / 2;
            [SqlFunction] public static DateOnly NextDay(DateOnly day) => day.AddDays(1);
            [SqlFunction] public static DateTimeOffset? Later(DateTimeOffset? at, long ms) => at?.AddMilliseconds(ms);
            [SqlFunction] public static byte[] Reversed(byte[] raw) { byte[] copy = [.. raw]; Array.Reverse(copy); return copy; }
            [SqlFunction("try_hard")] internal static int Throws(int value) =>
                value > 1 ? throw new InvalidOperationException("too hard") : value;
        }
        """;

    [Fact]
    public void A_function_is_called_with_values_and_gives_one() => Select(
        "SHOUT(t, v) AS a, shout(t) AS b, TWICE(v) + 1 AS c, HALF(d) AS h, NEXT_DAY(day) AS n, LATER(moment, 5) AS l")
        .In("s", "1", """{"V":2,"T":"hi","D":3.30,"DAY":1,"MOMENT":10}""")
        .Gives("O", """1 | {"A":"HI!!","B":"HI!","C":5,"H":1.7,"N":2,"L":15} | 0""");

    [Fact]
    public void Null_for_what_cannot_be_null_gives_null_and_is_no_error() => Select(
        "SHOUT(t, 2) AS a, TWICE(v) AS b, SAY(v) AS c, NOTHING('x') AS d, LATER(moment, 1) AS e")
        .In("s", "1", "{}")
        .Gives("O", """1 | {"A":null,"B":null,"C":"nothing","D":null,"E":null} | 0""")
        .RowErrors(0);

    [Fact]
    public void A_condition_may_call_a_function() => Sql.Run(Stream + "CREATE STREAM o AS SELECT id, v FROM s WHERE IS_ODD(v);", Functions)
        .In("s", "1", """{"V":1}""").In("s", "2", """{"V":2}""").In("s", "3", "{}")
        .Gives("O", """1 | {"V":1} | 0""");

    [Fact]
    public void Groups_aggregates_and_having_may_call_functions() => Sql.Run(
        Stream + "CREATE TABLE o AS SELECT IS_ODD(v) AS odd, SUM(TWICE(v)) AS total FROM s\n"
            + "  GROUP BY IS_ODD(v) HAVING TRY_HARD(COUNT(*)) > 0;",
        Functions.Replace("int Throws(int value)", "long Throws(long value)", StringComparison.Ordinal))
        .In("s", "1", """{"V":1}""")
        .In("s", "1", """{"V":3}""")
        .Gives("O", """true | {"TOTAL":2} | 0""", "true | null | 0")
        .RowErrors(1);

    [Fact]
    public void Tables_joins_and_new_keys_may_call_functions() => Sql.Run(
        """
        CREATE STREAM s (id INT KEY, v INT) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE c (id INT PRIMARY KEY, v INT) WITH (kafka_topic='c', key_format='JSON', value_format='JSON');
        CREATE TABLE odd AS SELECT id, TWICE(v) AS v FROM c WHERE IS_ODD(v);
        CREATE STREAM joined AS SELECT c.id, TWICE(c.v) AS v FROM s JOIN c ON TWICE(s.v) = c.id WHERE IS_ODD(c.v);
        CREATE STREAM moved AS SELECT * FROM s PARTITION BY TRY_HARD(v);
        """,
        Functions)
        .In("c", "2", """{"V":5}""")
        .In("c", "4", """{"V":6}""")
        .In("s", "1", """{"V":1}""")
        .In("s", "1", """{"V":2}""")
        .Gives("ODD", """2 | {"V":10} | 0""")
        .Gives("JOINED", """2 | {"V":10} | 0""")
        .Gives("MOVED", """1 | {"V":1,"ID":1} | 0""", """null | {"V":2,"ID":1} | 0""")
        .RowErrors(1);

    [Fact]
    public void An_exception_in_an_argument_goes_no_further_than_the_argument() => Select(
        "COALESCE(TRY_HARD(v), -1) AS a, CAST(TRY_HARD(v) AS STRING) AS b, COALESCE(TRY_HARD(v) + 1, -1) AS c, ARRAY[TRY_HARD(v)] AS d")
        .In("s", "1", """{"V":7}""")
        .Gives("O", """1 | {"A":-1,"B":null,"C":null,"D":[null]} | 0""")
        .RowErrors(4);

    [Fact]
    public void Seeds_may_call_functions() => Sql.Run(
        Stream + "INSERT INTO s (ROWTIME, id, v, t) VALUES (0, 1, TWICE(4), SHOUT('a')); CREATE STREAM o AS SELECT id, v, t FROM s;",
        Functions)
        .Gives("O", """1 | {"V":8,"T":"A!"} | 0""");

    [Fact]
    public void What_a_function_throws_is_null_in_its_column_and_an_event_with_the_line_of_the_sql()
    {
        Sql sql = Sql.Run(Stream + "CREATE STREAM o AS\n  SELECT id,\n    TRY_HARD(v) + 1 AS a,\n    v\n  FROM s;", Functions)
            .In("s", "1", """{"V":1}""")
            .In("s", "1", """{"V":2}""")
            .Gives("O", """1 | {"A":2,"V":1} | 0""", """1 | {"A":null,"V":2} | 0""")
            .RowErrors(1);
        Assert.Equal(
            ["row error: O: TRY_HARD(v) + 1 AS a in Queries/test.ksql:line 5, record 1, partition 0: too hard"], sql.Events);
    }

    [Fact]
    public void A_condition_that_throws_is_not_true() => Sql
        .Run(Stream + "CREATE STREAM o AS SELECT id, v FROM s WHERE TRY_HARD(v) > 0;", Functions)
        .In("s", "1", """{"V":2}""").In("s", "2", """{"V":1}""")
        .Gives("O", """2 | {"V":1} | 0""")
        .RowErrors(1);

    [Fact]
    public void The_stack_trace_of_a_function_shows_the_line_of_the_sql()
    {
        string code = Functions.Replace(
            "throw new InvalidOperationException(\"too hard\")", "throw new InvalidOperationException(Environment.StackTrace)",
            StringComparison.Ordinal);
        Sql sql = Sql.Run(Stream + "CREATE STREAM o AS\n  SELECT id,\n    TRY_HARD(v) AS a\n  FROM s;", code)
            .In("s", "1", """{"V":2}""")
            .Gives("O", """1 | {"A":null} | 0""");
        string step = "row error: O: TRY_HARD(v) AS a in Queries/test.ksql:line 5";
        Assert.Contains("in Queries/test.ksql:line 5", Assert.Single(sql.Events)[step.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_class_with_a_query_the_line_is_that_of_the_csharp_file()
    {
        Sql sql = Sql.Run(Stream, Functions + """"

            /// <summary>A query.</summary>
            [Query("""
                SELECT id,
                  TRY_HARD(v) AS a
                FROM s
                """)]
            public partial class Hard;
            """")
            .In("s", "1", """{"V":2}""")
            .Gives("HARD", """1 | {"A":null} | 0""");
        int line = Functions.Split('\n').Length + 4;
        Assert.Contains($"in Rows.cs:line {line},", Assert.Single(sql.Events), StringComparison.Ordinal);
    }

    private static Sql Select(string columns) => Sql.Run(Stream + $"CREATE STREAM o AS SELECT id, {columns} FROM s;", Functions);
}
