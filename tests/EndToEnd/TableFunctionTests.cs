using Xunit;

namespace QueryGen.EndToEnd;

public sealed class TableFunctionTests
{
    private const string Lists = """
        CREATE STREAM lists (id INT KEY, a ARRAY<INT>, b ARRAY<VARCHAR>, r ARRAY<STRUCT<x INT, y VARCHAR>>, n INT)
          WITH (kafka_topic='lists', key_format='JSON', value_format='JSON');
        """;

    [Fact]
    public void A_row_is_made_for_each_element_with_the_other_columns_repeated() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, EXPLODE(a) AS e, n FROM lists;
        """)
        .In("lists", "1", """{"a":[3,null,4],"n":7}""", at: 5)
        .Gives("O",
            """1 | {"E":3,"N":7} | 5""",
            """1 | {"E":null,"N":7} | 5""",
            """1 | {"E":4,"N":7} | 5""");

    [Fact]
    public void No_element_gives_no_row() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, EXPLODE(a) AS e FROM lists;
        """)
        .In("lists", "1", """{"a":[]}""")
        .In("lists", "2", """{"a":null}""")
        .In("lists", "3", null)
        .In("lists", "4", """{"a":[1]}""")
        .Gives("O", """4 | {"E":1} | 0""");

    [Fact]
    public void Several_go_in_step_and_the_shorter_ones_are_filled_with_nulls() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, EXPLODE(a) AS e, EXPLODE(b) AS f, EXPLODE(r) AS g FROM lists;
        """)
        .In("lists", "1", """{"a":[1],"b":["x","y"]}""")
        .In("lists", "2", """{"a":[1,2],"b":["x"],"r":[{"x":5}]}""")
        .Gives("O",
            """1 | {"E":1,"F":"x","G":null} | 0""",
            """1 | {"E":null,"F":"y","G":null} | 0""",
            """2 | {"E":1,"F":"x","G":{"X":5,"Y":null}} | 0""",
            """2 | {"E":2,"F":null,"G":null} | 0""");

    [Fact]
    public void Scalar_functions_operators_and_fields_stand_around_them() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, UCASE(EXPLODE(b)) || '!' AS t, EXPLODE(a) / n + EXPLODE(a) AS q, EXPLODE(r)->x AS x FROM lists;
        """)
        .In("lists", "1", """{"a":[4,6],"b":["x","y"],"r":[{"x":1}],"n":2}""")
        .In("lists", "2", """{"a":[4],"n":0}""")
        .Gives("O",
            """1 | {"T":"X!","Q":6,"X":1} | 0""",
            """1 | {"T":"Y!","Q":9,"X":null} | 0""",
            """2 | {"T":"!","Q":null,"X":null} | 0""");

    [Fact]
    public void Their_arrays_are_expressions_and_an_error_in_one_is_no_element() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, EXPLODE(GENERATE_SERIES(1, 3, n - 1)) AS e, EXPLODE(SPLIT(b[1], ',')) AS w FROM lists;
        """)
        .In("lists", "1", """{"b":["p,q,r"],"n":1}""")
        .Gives("O",
            """1 | {"E":null,"W":"p"} | 0""",
            """1 | {"E":null,"W":"q"} | 0""",
            """1 | {"E":null,"W":"r"} | 0""");

    [Fact]
    public void Cube_explode_gives_all_combinations_of_elements_and_nulls() => Sql.Run(Lists + """
        CREATE STREAM o AS SELECT id, CUBE_EXPLODE(a) AS c FROM lists;
        """)
        .In("lists", "1", """{"a":[1,null,2]}""")
        .In("lists", "2", """{"a":[null]}""")
        .In("lists", "3", """{"a":[]}""")
        .In("lists", "4", """{"a":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}""")
        .Gives("O",
            """1 | {"C":[null,null,null]} | 0""",
            """1 | {"C":[null,null,2]} | 0""",
            """1 | {"C":[1,null,null]} | 0""",
            """1 | {"C":[1,null,2]} | 0""",
            """2 | {"C":[null]} | 0""");

    [Fact]
    public void Where_comes_before_and_partition_by_takes_the_row_s_columns() => Sql.Run(Lists + """
        CREATE STREAM o WITH (key_format='JSON') AS SELECT n, EXPLODE(a) AS e FROM lists WHERE n > 1 PARTITION BY n;
        """)
        .In("lists", "1", """{"a":[4],"n":1}""")
        .In("lists", "2", """{"a":[5,6],"n":2}""")
        .Gives("O", """2 | {"E":5} | 0""", """2 | {"E":6} | 0""");

    [Fact]
    public void Joined_rows_have_them_too() => Sql.Run(Lists + """
        CREATE TABLE names (id INT PRIMARY KEY, name VARCHAR, a ARRAY<INT>) WITH (kafka_topic='names', format='JSON');
        CREATE STREAM o AS SELECT l.id, t.name, EXPLODE(l.a) AS e, EXPLODE(t.a) AS f FROM lists l JOIN names t ON l.id = t.id;
        """)
        .In("names", "1", """{"name":"one","a":[8]}""")
        .In("lists", "1", """{"a":[3,4]}""")
        .Gives("O",
            """1 | {"NAME":"one","E":3,"F":8} | 0""",
            """1 | {"NAME":"one","E":4,"F":null} | 0""");

    [Fact]
    public void A_row_whose_own_time_is_missing_is_left_out_alone() => Sql.Run("""
        CREATE STREAM times (id INT KEY, t ARRAY<BIGINT>) WITH (kafka_topic='times', key_format='JSON', value_format='JSON');
        CREATE STREAM o WITH (timestamp='MOMENT') AS SELECT id, EXPLODE(t) AS moment FROM times;
        """)
        .In("times", "1", """{"t":[20,-1,30]}""")
        .Gives("O", """1 | {"MOMENT":20} | 20""", """1 | {"MOMENT":30} | 30""");

    [Fact]
    public void The_rows_go_on_into_groups() => Sql.Run(Lists + """
        CREATE STREAM words AS SELECT id, EXPLODE(b) AS w FROM lists;
        CREATE TABLE o AS SELECT w, COUNT(*) AS n FROM words GROUP BY w;
        """)
        .In("lists", "1", """{"b":["x","y","x"]}""")
        .Gives("O", "\"x\" | {\"N\":1} | 0", "\"y\" | {\"N\":1} | 0", "\"x\" | {\"N\":2} | 0");
}
