using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>C# structs that SQL calls as aggregates.</summary>
public sealed class UserAggregateTests
{
    private const string Sources = """
        CREATE STREAM s (id INT KEY, v INT, w DOUBLE, t VARCHAR) WITH (kafka_topic='s', key_format='JSON', value_format='JSON');
        CREATE TABLE c (id INT PRIMARY KEY, g INT, v INT) WITH (kafka_topic='c', key_format='JSON', value_format='JSON');

        """;

    private const string Aggregates = """
        using System;
        using QueryGen;
        namespace Test;

        [SqlAggregate]
        internal struct WeightedMean
        {
            private double _sum;
            private double _weight;

            public void Add(double value, double weight)
            {
                _sum += value * weight;
                _weight += weight;
            }

            public readonly double? Result() => _weight == 0 ? null : _sum / _weight;
        }

        [SqlAggregate("span_of")]
        internal struct Span(int from, params long[] more)
        {
            private long _sum = from + more.Length;
            private int _nulls;

            public void Add(int? value)
            {
                _sum += value ?? 0;
                _nulls += value is null ? 1 : 0;
            }

            public void Undo(int? value)
            {
                _sum -= value ?? 0;
                _nulls -= value is null ? 1 : 0;
            }

            public string Result() => $"{_sum}/{_nulls}";
        }

        [SqlAggregate]
        internal struct Letters
        {
            private long _letters;

            public void Add(string first, params ReadOnlySpan<string?> more)
            {
                _letters += first.Length;
                foreach (string? text in more)
                {
                    _letters += text?.Length ?? 0;
                }
            }

            public readonly long Result() => _letters;
        }

        [SqlAggregate]
        internal struct Touchy
        {
            private int _rows;

            public void Add(int value) => _rows += value > 0 ? 1 : throw new InvalidOperationException("too small");

            public readonly int Result() => _rows < 3 ? _rows : throw new InvalidOperationException("too many");
        }

        [SqlAggregate]
        internal struct Longest
        {
            private int _length;

            public void Add(string text) => _length = Math.Max(_length, text.Length);

            public void Merge(in Longest other) => _length = Math.Max(_length, other._length);

            public readonly int Result() => _length;
        }

        [SqlAggregate(Precision = 6, Scale = 2)]
        internal struct Money
        {
            private decimal _sum;

            public void Add(decimal value) => _sum += value;

            public readonly decimal Result() => _sum;
        }
        """;

    [Fact]
    public void A_struct_takes_in_rows_and_gives_its_result() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, WEIGHTED_MEAN(v, w) AS m, MONEY(CAST(v AS DECIMAL(4, 1))) AS d FROM s GROUP BY id;
        """, Aggregates)
        .In("s", "1", """{"v":1,"w":1.0}""")
        .In("s", "1", """{"v":4}""")
        .In("s", "1", """{"v":4,"w":2.0}""")
        .Gives("O", """1 | {"M":1.0,"D":1.00} | 0""", """1 | {"M":1.0,"D":5.00} | 0""", """1 | {"M":3.0,"D":9.00} | 0""");

    [Fact]
    public void Sessions_that_a_row_brings_together_are_merged() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, LONGEST(t) AS n FROM s
          WINDOW SESSION (5 MILLISECONDS, GRACE PERIOD 10 MILLISECONDS) GROUP BY id EMIT FINAL;
        """, Aggregates)
        .In("s", "1", """{"t":"abc"}""", at: 0)
        .In("s", "1", """{"t":"abcd"}""", at: 10)
        .In("s", "1", """{"t":"a"}""", at: 5)
        .In("s", "2", """{"t":"a"}""", at: 100)
        .Gives("O", """1 [0, 10] | {"N":4} | 10""");

    [Fact]
    public void Constants_go_to_the_constructor_with_a_group_s_first_row() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, SPAN_OF(v, -10) AS a, SPAN_OF(v, 100, 7, 8) AS b FROM s GROUP BY id;
        """, Aggregates)
        .In("s", "1", """{"v":1}""")
        .In("s", "1", "{}")
        .In("s", "2", """{"v":2}""")
        .Gives("O",
            """1 | {"A":"-9/0","B":"103/0"} | 0""", """1 | {"A":"-9/1","B":"103/1"} | 0""", """2 | {"A":"-8/0","B":"104/0"} | 0""");

    [Fact]
    public void Any_number_of_arguments_may_follow() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, LETTERS(t) AS a, LETTERS(t, 'ab', t) AS b FROM s GROUP BY id;
        """, Aggregates)
        .In("s", "1", """{"t":"xyz"}""")
        .Gives("O", """1 | {"A":3,"B":8} | 0""");

    [Fact]
    public void What_it_throws_is_reported_and_the_query_goes_on() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, TOUCHY(v) AS x, COUNT(*) AS n FROM s GROUP BY id;
        """, Aggregates)
        .In("s", "1", """{"v":1}""")
        .In("s", "1", """{"v":0}""")
        .In("s", "1", """{"v":1}""")
        .In("s", "1", """{"v":1}""")
        .Gives("O", """1 | {"X":1,"N":1} | 0""", """1 | {"X":1,"N":2} | 0""", """1 | {"X":2,"N":3} | 0""", """1 | {"X":null,"N":4} | 0""")
        .RowErrors(2);

    [Fact]
    public void One_that_can_undo_follows_a_table() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT g, SPAN_OF(v, 0) AS x FROM c GROUP BY g HAVING SPAN_OF(v, 0) <> '5/0';
        """, Aggregates)
        .In("c", "1", """{"g":1,"v":2}""")
        .In("c", "2", """{"g":1,"v":3}""")
        .In("c", "2", """{"g":2}""")
        .Gives("O", """1 | {"X":"2/0"} | 0""", "1 | null | 0", """1 | {"X":"2/0"} | 0""", """2 | {"X":"0/1"} | 0""");

    [Fact]
    public void A_restart_goes_on_with_the_state_as_it_was() => Sql.Run(Sources + """
        CREATE TABLE o AS SELECT id, SPAN_OF(v, 10) AS x FROM s GROUP BY id;
        """, Aggregates)
        .In("s", "1", """{"v":1}""")
        .Restart()
        .In("s", "1", """{"v":2}""")
        .GivesLast("O", """1 | {"X":"13/0"} | 0""");
}
