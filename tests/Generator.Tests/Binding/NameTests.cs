using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

public sealed class NameTests
{
    [Fact]
    public void Unknown_column_is_reported_once_where_it_stands() =>
        Sql.With("CREATE STREAM o AS SELECT u, v FROM e WHERE ⟦uu⟧ < 3;")
            .Reports(BindingDiagnostics.UnknownColumn, "'UU'", "did you mean 'U'?");

    [Fact]
    public void Unknown_column_lists_what_there_is_when_nothing_is_near() =>
        Sql.With("CREATE STREAM o AS SELECT u, ⟦rating⟧ FROM e;").Reports(BindingDiagnostics.UnknownColumn, "there are: U, V");

    [Fact]
    public void Two_mistakes_in_one_query_are_two_reports() =>
        Sql.With("CREATE STREAM o AS SELECT u, w + 1, NOPE(v) FROM e WHERE x = 1;").ReportsAll(
            BindingDiagnostics.UnknownColumn, BindingDiagnostics.UnknownFunction, BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Unknown_source_is_one_report_and_its_columns_none() =>
        Sql.With("CREATE STREAM o AS SELECT x, y + 1 AS z FROM ⟦custmer⟧ WHERE q = 1 AND b;")
            .Reports(BindingDiagnostics.UnknownSource, "'CUSTMER'", "there are: C, E, O, S");

    [Fact]
    public void A_broken_source_breaks_its_readers_silently() =>
        Sql.With("CREATE STREAM x AS SELECT ⟦nope⟧, u FROM e; CREATE STREAM y AS SELECT nope, other FROM x WHERE u > 1;")
            .Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void A_source_that_does_not_parse_breaks_its_readers_silently()
    {
        Sql sql = Sql.With("CREATE STREAM x AS SELECT u v w FROM e; CREATE STREAM y AS SELECT * FROM x;");
        Assert.Empty(sql.Bind().Diagnostics);
    }

    [Fact]
    public void A_source_that_is_made_in_a_comment_is_an_unknown_one() =>
        Sql.With("-- CREATE STREAM later (u INT) ...\nCREATE STREAM y AS SELECT * FROM ⟦later⟧;")
            .Reports(BindingDiagnostics.UnknownSource, "'LATER'");

    [Fact]
    public void Ambiguous_column_names_both_sources() =>
        Sql.With("CREATE STREAM o AS SELECT s.id, ⟦t⟧ FROM s JOIN c ON s.id = c.id;")
            .Reports(BindingDiagnostics.AmbiguousColumn, "S", "C", "S.T");

    [Fact]
    public void Unknown_alias_is_reported_at_the_alias() =>
        Sql.With("CREATE STREAM o AS SELECT u, ⟦x⟧.v FROM e;").Reports(BindingDiagnostics.UnknownAlias, "'X'", "E");

    [Fact]
    public void An_alias_hides_the_name_of_its_source() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦e⟧.u FROM e AS q;").Reports(BindingDiagnostics.UnknownAlias, "Q");

    [Fact]
    public void Quoted_names_keep_their_case() =>
        Sql.Script(
            "CREATE STREAM q (`u` INT, U INT) WITH (kafka_topic='q', value_format='JSON'); CREATE STREAM o AS SELECT"
                + " `u` AS x, ⟦`v`⟧ FROM q;")
            .Reports(BindingDiagnostics.UnknownColumn, "'v'");

    [Fact]
    public void Unknown_function_is_reported_at_its_name() =>
        Sql.Value("⟦UCAS⟧(t)").Reports(BindingDiagnostics.UnknownFunction, "did you mean 'UCASE'?");

    [Fact]
    public void Unknown_type_is_reported_at_its_name() =>
        Sql.Value("CAST(t AS ⟦VARCHR⟧)").Reports(BindingDiagnostics.UnknownType, "did you mean 'VARCHAR'?");

    [Fact]
    public void Unknown_field_names_the_fields() =>
        Sql.Value("r->⟦w⟧").Reports(BindingDiagnostics.UnknownField, "r has no field 'W'", "X, Y");

    [Fact]
    public void System_columns_cannot_be_declared() =>
        Sql.Script("CREATE STREAM q (⟦rowtime⟧ BIGINT, v INT) WITH (kafka_topic='q', value_format='JSON');")
            .Reports(BindingDiagnostics.ReservedName, "ROWTIME");

    [Fact]
    public void System_columns_cannot_be_an_alias() =>
        Sql.With("CREATE STREAM o AS SELECT u, 1 AS ⟦rowoffset⟧ FROM e;").Reports(BindingDiagnostics.ReservedName);

    [Fact]
    public void System_columns_need_an_alias_in_the_result() =>
        Sql.With("CREATE STREAM o AS SELECT u, ⟦ROWTIME⟧ FROM e;").Reports(BindingDiagnostics.BareSystemColumn, "ROWTIME");

    [Fact]
    public void System_columns_have_types() => Assert.Equal(
        "U INTEGER, X BIGINT, Y INTEGER, Z BIGINT",
        Sql.With("CREATE STREAM o AS SELECT u, ROWTIME AS x, ROWPARTITION AS y, ROWOFFSET AS z FROM e;").Schema());

    [Fact]
    public void Expressions_are_numbered_past_the_names_that_are_taken() => Assert.Equal(
        "KSQL_COL_1 INTEGER, X INTEGER, KSQL_COL_0 INTEGER, KSQL_COL_2 BIGINT",
        Sql.Script("""
            CREATE STREAM q (KSQL_COL_0 INT, l BIGINT) WITH (kafka_topic='q', value_format='JSON');
            CREATE STREAM o AS SELECT KSQL_COL_0 + 1, KSQL_COL_0 + 2 AS x, KSQL_COL_0, l + 1 FROM q;
            """).Schema());

    [Fact]
    public void A_field_takes_its_own_name_and_a_number_where_it_is_taken() => Assert.Equal(
        "ID INTEGER KEY, X INTEGER, Z STRING, X_1 INTEGER, Y_1 STRUCT<Z STRING>",
        Sql.With("CREATE STREAM o AS SELECT id, r->x, r->y->z, r->x, r->y FROM s;").Schema());

    [Fact]
    public void Struct_stars_give_the_fields() => Assert.Equal(
        "ID INTEGER KEY, X INTEGER, Y STRUCT<Z STRING>", Sql.With("CREATE STREAM o AS SELECT id, r->* FROM s;").Schema());

    [Fact]
    public void A_star_over_a_join_prefixes_every_column() => Assert.Equal(
        "E_U INTEGER KEY, E_V STRING, C_ID INTEGER, C_NAME STRING, C_T STRING",
        Sql.With("CREATE STREAM o WITH (key_format='JSON') AS SELECT * FROM e JOIN c ON e.u = c.id;").Schema());

    [Fact]
    public void A_column_of_a_join_is_prefixed_where_names_clash() => Assert.Equal(
        "S_ID INTEGER KEY, I INTEGER, S_T STRING, NAME STRING, C_ROWTIME BIGINT",
        Sql.With("CREATE STREAM o AS SELECT s.id, s.i, s.t, c.name, c.ROWTIME FROM s JOIN c ON s.id = c.id;").Schema());

    [Fact]
    public void Two_columns_of_one_name_are_reported_at_the_second() =>
        Sql.With("CREATE STREAM o AS SELECT u, v AS x, ⟦u + 1 AS x⟧ FROM e;")
            .Reports(BindingDiagnostics.DuplicateResultColumn, "'X'");

    [Fact]
    public void One_source_cannot_be_named_twice() =>
        Sql.With("CREATE STREAM o AS SELECT a.id FROM s a JOIN c ⟦a⟧ ON a.id = a.id;")
            .Reports(BindingDiagnostics.DuplicateAlias, "A");

    [Fact]
    public void A_source_cannot_be_joined_with_itself() =>
        Sql.With("CREATE STREAM o AS SELECT a.id FROM s a JOIN ⟦s⟧ b ON a.id = b.id;").Reports(BindingDiagnostics.SelfJoin, "S");
}
