using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>C# methods over collections, structs, any type and any number of arguments; table functions in C#.</summary>
public sealed class UserCollectionTests
{
    private const string Stream = """
        CREATE STREAM s (id INT KEY, v INT, t STRING, d DECIMAL(6, 2), w DECIMAL(40, 2), a ARRAY<INT>, n ARRAY<ARRAY<STRING>>,
          m MAP<STRING, BIGINT>, p STRUCT<x INT, name STRING>, ps ARRAY<STRUCT<x INT, name STRING>>, day DATE, raw BYTES)
          WITH (kafka_topic='s', key_format='JSON', value_format='JSON');

        """;

    private const string Functions = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using QueryGen;
        namespace Test;

        internal sealed record Point(int? X, string? Name);

        internal struct Spot
        {
            public int? X { get; set; }
            [Column("name")] public string? Label;
        }

        internal sealed class Shape
        {
            public required IReadOnlyList<Point?>? Points { get; init; }
            public Dictionary<string, long?> Sizes { get; set; } = [];
        }

        internal static class Functions
        {
            [SqlFunction] public static int? Total(int?[] values) => values.Sum();
            [SqlFunction] public static int Counted(List<List<string?>?>? texts) => texts?.Sum(inner => inner?.Count ?? 100) ?? -1;
            [SqlFunction] public static string[] Doubled(string text) => [text, text];
            [SqlFunction] public static Dictionary<string, long?> Twice(IReadOnlyDictionary<string, long?> map) =>
                map.ToDictionary(entry => entry.Key + "2", entry => entry.Value * 2);
            [SqlFunction] public static string Label(Point p) => $"{p.X}/{p.Name}";
            [SqlFunction] public static Point? Moved(Point? p, int by) => p is null ? null : p with { X = p.X + by };
            [SqlFunction] public static Spot? Turned(Spot p) => p.X is null ? null : new Spot { X = -p.X, Label = p.Label };
            [SqlFunction] public static Shape Shaped(Point?[] points) => new() { Points = points, Sizes = { ["n"] = points.Length } };
            [SqlFunction] public static T Pick<T>(bool first, T one, T other) => first ? one : other;
            [SqlFunction] public static IEnumerable<T> Reversed<T>(IEnumerable<T> values) => values.Reverse();
            [SqlFunction] public static string Kind<T>(T value) => value is null ? "null" : typeof(T).Name;
            [SqlFunction] public static string Joined(string by, params string?[] texts) => string.Join(by, texts.Select(t => t ?? "-"));
            [SqlFunction] public static int Sums(params ReadOnlySpan<int> values)
            {
                int sum = 0;
                foreach (int value in values)
                    sum += value;
                return sum;
            }
            [SqlFunction] public static int PowerOf(int value, int to = 2) => (int)Math.Pow(value, to);
            [SqlFunction(Precision = 40, Scale = 3)] public static decimal[] Prices(decimal?[] prices) => [.. prices.Select(p => p ?? -1)];
            [SqlTableFunction] public static IEnumerable<string> Words(string text) => text.Split(' ');
            [SqlTableFunction] public static IEnumerable<int> UpTo(int n)
            {
                for (int i = 1; i <= n; i++)
                    yield return i < 4 ? i : throw new InvalidOperationException("too many");
            }
            [SqlTableFunction] public static List<Point?>? Corners(Point? p) => p is null ? null : [p, null, p with { X = 0 }];
            [SqlTableFunction] public static T[] Single<T>(T value) => [value];
        }

        [SqlAggregate]
        internal static class LastOf
        {
            public static List<T> Add<T>(IReadOnlyList<T>? state, T value, int count) => [.. (state ?? []).TakeLast(count - 1), value];
            public static string Result<T>(IReadOnlyList<T>? state) => string.Join('+', state ?? []);
        }

        [SqlAggregate("shortest")]
        internal static class Shortest
        {
            public static string? Add(string? state, string text, params object?[] others) =>
                others.Length > 1 && others[1] is decimal ? throw new InvalidOperationException("no decimals")
                : state is null || text.Length < state.Length ? text : state;
        }

        [SqlAggregate]
        internal static class Sizes
        {
            public static Point Add(Point? state, int v) => new((state?.X ?? 0) + v, "in");
            public static Point Undo(Point? state, int v) => new((state?.X ?? 0) - v, "out");
        }
        """;

    [Fact]
    public void Arrays_and_maps_come_and_go() => Select(
        "TOTAL(a) AS a, COUNTED(n) AS n, DOUBLED(t) AS t, TWICE(m) AS m, REVERSED(n) AS r")
        .In("s", "1", """{"A":[1,null,2],"N":[["x",null],null],"T":"é","M":{"a":1,"b":null}}""")
        .In("s", "2", "{}")
        .Gives(
            "O",
            """1 | {"A":3,"N":102,"T":["é","é"],"M":{"a2":2,"b2":null},"R":[null,["x",null]]} | 0""",
            """2 | {"A":null,"N":-1,"T":null,"M":null,"R":null} | 0""")
        .RowErrors(0);

    [Fact]
    public void A_struct_is_a_type_of_the_users() => Select(
        "LABEL(p) AS l, MOVED(p, 2) AS m, TURNED(p) AS t, SHAPED(ps) AS s, LABEL(STRUCT(name := 'q', x := 3)) AS c, MOVED(NULL, 1) AS z")
        .In("s", "1", """{"P":{"X":1,"NAME":"a"},"PS":[{"X":2,"NAME":"b"},null]}""")
        .In("s", "2", "{}")
        .Gives(
            "O",
            """1 | {"L":"1/a","M":{"X":3,"NAME":"a"},"T":{"X":-1,"NAME":"a"},"S":{"POINTS":[{"X":2,"NAME":"b"},null],"SIZES":{"n":2}}"""
                + ""","C":"3/q","Z":null} | 0""",
            """2 | {"L":null,"M":null,"T":null,"S":null,"C":"3/q","Z":null} | 0""")
        .RowErrors(0);

    [Fact]
    public void A_type_parameter_is_what_the_call_has() => Select(
        "PICK(v > 1, a, ARRAY[7]) AS a, PICK(v > 1, p, NULL) AS p, PICK(v > 1, d, CAST(2 AS DECIMAL(6, 2))) AS d, PICK(false, w, w) AS w, "
            + "PICK(v > 1, m, m) AS m, KIND(v) AS k, KIND(day) AS e, PICK(true, t, NULL) AS t, PICK(v > 1, raw, NULL) AS y")
        .In("s", "1", """{"V":2,"A":[1],"P":{"X":1,"NAME":"a"},"D":1.50,"W":12345678901234567890123456789.25,"M":{"a":1}"""
            + ""","DAY":1,"T":"u","RAW":"AQ=="}""")
        .In("s", "2", """{"V":1}""")
        .Gives(
            "O",
            """1 | {"A":[1],"P":{"X":1,"NAME":"a"},"D":1.50,"W":12345678901234567890123456789.25,"M":{"a":1}"""
                + ""","K":"Nullable`1","E":"Nullable`1","T":"u","Y":"AQ=="} | 0""",
            """2 | {"A":[7],"P":null,"D":2.00,"W":null,"M":null,"K":"Nullable`1","E":"null","T":null,"Y":null} | 0""")
        .RowErrors(0);

    [Fact]
    public void A_call_may_have_any_number_of_arguments_and_leave_some_out() => Select(
        "JOINED('+') AS a, JOINED('+', t, NULL, t) AS b, SUMS(v, 1) AS c, SUMS() AS d, POWER_OF(v) AS e, POWER_OF(v, 3) AS f, "
            + "PRICES(ARRAY[d, NULL]) AS g")
        .In("s", "1", """{"V":2,"T":"x","D":1.50}""")
        .Gives("O", """1 | {"A":"","B":"x+-+x","C":3,"D":0,"E":4,"F":8,"G":[1.500,-1.000]} | 0""")
        .RowErrors(0);

    [Fact]
    public void A_table_function_makes_a_row_of_each_value() => Select("WORDS(t) AS w, UP_TO(v) AS n, CORNERS(p) AS c, SINGLE(t) AS s")
        .In("s", "1", """{"V":1,"T":"a b","P":{"X":1,"NAME":"a"}}""")
        .In("s", "2", """{"V":0}""")
        .Gives(
            "O",
            """1 | {"W":"a","N":1,"C":{"X":1,"NAME":"a"},"S":"a b"} | 0""",
            """1 | {"W":"b","N":null,"C":null,"S":null} | 0""",
            """1 | {"W":null,"N":null,"C":{"X":0,"NAME":"a"},"S":null} | 0""",
            """2 | {"W":null,"N":null,"C":null,"S":null} | 0""")
        .RowErrors(0);

    [Fact]
    public void What_a_table_function_throws_is_no_row_and_an_event_with_the_line_of_the_sql()
    {
        Sql sql = Sql.Run(Stream + "CREATE STREAM o AS SELECT id,\n  UP_TO(v) AS n FROM s;", Functions)
            .In("s", "1", """{"V":4}""")
            .In("s", "1", "{}")
            .In("s", "1", """{"V":2}""")
            .Gives("O", """1 | {"N":1} | 0""", """1 | {"N":2} | 0""")
            .RowErrors(1);
        Assert.EndsWith("too many", Assert.Single(sql.Events), StringComparison.Ordinal);
    }

    [Fact]
    public void An_aggregate_may_keep_any_value_of_sql() => Sql.Run(
        Stream + "CREATE TABLE o AS SELECT id, LAST_OF(t, 2) AS l, LAST_OF(a, 1) AS k, SHORTEST(t, v) AS s, SIZES(v) AS z FROM s\n"
            + "  GROUP BY id;",
        Functions)
        .In("s", "1", """{"V":1,"T":"abc","A":[1]}""")
        .In("s", "1", """{"T":"é"}""")
        .Restart()
        .In("s", "1", """{"V":4,"T":"xy","A":[2]}""")
        .Gives(
            "O",
            """1 | {"L":"abc","K":"System.Nullable`1[System.Int32][]","S":"abc","Z":{"X":1,"NAME":"in"}} | 0""",
            """1 | {"L":"abc+é","K":"","S":"é","Z":{"X":1,"NAME":"in"}} | 0""",
            """1 | {"L":"é+xy","K":"System.Nullable`1[System.Int32][]","S":"é","Z":{"X":5,"NAME":"in"}} | 0""")
        .RowErrors(0);

    [Fact]
    public void Over_a_table_it_takes_rows_out_again() => Sql.Run("""
        CREATE TABLE c (id INT PRIMARY KEY, g INT, v INT) WITH (kafka_topic='c', key_format='JSON', value_format='JSON');
        CREATE TABLE o AS SELECT g, SIZES(v) AS z FROM c GROUP BY g;
        """,
        Functions)
        .In("c", "1", """{"G":1,"V":5}""")
        .In("c", "2", """{"G":1,"V":7}""")
        .In("c", "1", null)
        .Gives(
            "O",
            """1 | {"Z":{"X":5,"NAME":"in"}} | 0""",
            """1 | {"Z":{"X":12,"NAME":"in"}} | 0""",
            """1 | {"Z":{"X":7,"NAME":"out"}} | 0""");

    [Fact]
    public void A_row_that_it_refuses_leaves_its_state_as_it_is() => Sql.Run(
        Stream + "CREATE TABLE o AS SELECT id, SHORTEST(t, v, d) AS s FROM s GROUP BY id;", Functions)
        .In("s", "1", """{"T":"abc"}""")
        .In("s", "1", """{"T":"a","D":1}""")
        .Gives("O", """1 | {"S":"abc"} | 0""", """1 | {"S":"abc"} | 0""")
        .RowErrors(1);

    private static Sql Select(string columns) => Sql.Run(Stream + $"CREATE STREAM o AS SELECT id, {columns} FROM s;", Functions);
}
