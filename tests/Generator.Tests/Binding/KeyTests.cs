using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>The key of a result; language 3.4 to 3.6.</summary>
public sealed class KeyTests
{
    [Fact]
    public void A_projection_keeps_the_key_of_its_source() =>
        Assert.Equal("ID INTEGER KEY, I INTEGER", Sql.With("CREATE STREAM o AS SELECT i, id FROM s;").Schema());

    [Fact]
    public void An_alias_renames_the_key() =>
        Assert.Equal("K INTEGER KEY, I INTEGER", Sql.With("CREATE STREAM o AS SELECT id AS k, i FROM s;").Schema());

    [Fact]
    public void A_keyless_stream_stays_keyless() =>
        Assert.Equal("U INTEGER, V STRING", Sql.With("CREATE STREAM o AS SELECT * FROM e;").Schema());

    [Fact]
    public void A_computed_key_is_a_value() =>
        Assert.Equal("ID INTEGER KEY, X INTEGER", Sql.Value("id + 1").Schema());

    [Fact]
    public void The_key_must_be_selected() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦i, l⟧ FROM s;").Reports(BindingDiagnostics.KeyNotSelected, "ID");

    [Fact]
    public void The_key_is_selected_once() =>
        Sql.With("CREATE STREAM o AS SELECT id, i, ⟦id AS copy⟧ FROM s;")
            .Reports(BindingDiagnostics.KeySelectedTwice, "AS_VALUE(ID)");

    [Fact]
    public void As_value_copies_a_key() =>
        Assert.Equal(
            "ID INTEGER KEY, COPY INTEGER", Sql.With("CREATE STREAM o AS SELECT id, AS_VALUE(id) AS copy FROM s;")
                .Schema());

    [Fact]
    public void A_result_needs_a_value() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦id⟧ FROM s;").Reports(BindingDiagnostics.NoValueColumns);

    [Fact]
    public void Partition_by_a_column_makes_it_the_key()
    {
        Sql sql = Sql.With("CREATE STREAM o WITH (key_format='JSON') AS SELECT * FROM s PARTITION BY i;");
        Assert.StartsWith("I INTEGER KEY, L BIGINT, ", sql.Schema(), StringComparison.Ordinal);
        Assert.EndsWith(", ID INTEGER", sql.Schema(), StringComparison.Ordinal);
        Assert.Equal(new BoundKeyPart(0, SqlType.Integer), sql.Select().Columns[0].Expression);
    }

    [Fact]
    public void Partition_by_an_expression_numbers_the_key() => Assert.Equal(
        "KSQL_COL_0 INTEGER KEY, NAME STRING, ID INTEGER",
        Sql.Script("""
            CREATE STREAM q (id INT KEY, name STRING) WITH (kafka_topic='q', format='JSON');
            CREATE STREAM o AS SELECT * FROM q PARTITION BY ABS(id);
            """).Schema());

    [Fact]
    public void Partition_by_takes_the_alias_of_the_same_expression() => Assert.Equal(
        "K INTEGER KEY, ID INTEGER, I INTEGER",
        Sql.With("CREATE STREAM o AS SELECT id, i, i + 1 AS k FROM s PARTITION BY i + 1;").Schema());

    [Fact]
    public void Partition_by_a_field_takes_its_name() => Assert.Equal(
        "Z STRING KEY, ID INTEGER", Sql.With("CREATE STREAM o AS SELECT r->y->z, id FROM s PARTITION BY r->y->z;").Schema());

    [Fact]
    public void Partition_by_rowtime_gives_a_key_of_that_name() => Assert.StartsWith(
        "ROWTIME BIGINT KEY, U INTEGER", Sql.With(
            "CREATE STREAM o WITH (key_format='JSON') AS SELECT * FROM e PARTITION BY ROWTIME;").Schema(), StringComparison.Ordinal);

    [Fact]
    public void Partition_by_several_has_them_in_order() => Assert.Equal(
        "T STRING KEY, I INTEGER KEY, ID INTEGER", Sql.With(
            "CREATE STREAM o AS SELECT i, t, id FROM s PARTITION BY t, i;").Schema());

    [Fact]
    public void Partition_by_the_present_key_changes_nothing() =>
        Assert.Null(Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY id;").Select().PartitionBy);

    [Fact]
    public void Partition_by_null_removes_the_key()
    {
        Sql sql = Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY NULL;");
        Assert.Equal(SerdeFormat.None, sql.Source("O").KeyFormat.Format);
        Assert.DoesNotContain("KEY,", sql.Schema(), StringComparison.Ordinal);
        Assert.Empty(sql.Select().PartitionBy!.Parts);
    }

    [Fact]
    public void Partition_by_null_takes_no_key_format() =>
        Sql.With("CREATE STREAM o WITH (⟦key_format⟧='JSON') AS SELECT * FROM s PARTITION BY NULL;")
            .Reports(BindingDiagnostics.PropertyNotHere);

    [Fact]
    public void A_part_of_the_new_key_stands_in_it_once() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY i, ⟦I⟧;")
            .Reports(BindingDiagnostics.DuplicateGroupBy, "in PARTITION BY twice");

    [Fact]
    public void Null_stands_alone_in_partition_by() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY i, ⟦NULL⟧;").Reports(BindingDiagnostics.PartitionKeys);

    [Fact]
    public void The_new_key_must_be_selected() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦id, t⟧ FROM s PARTITION BY i + 1;")
            .Reports(BindingDiagnostics.KeyNotSelected, "i + 1");

    [Fact]
    public void A_table_is_not_partitioned_anew() =>
        Sql.With("CREATE TABLE o AS SELECT * FROM c ⟦PARTITION BY name⟧;").Reports(BindingDiagnostics.PartitionByTable);

    [Fact]
    public void A_key_holds_no_map() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM s PARTITION BY ⟦m⟧;")
            .Reports(BindingDiagnostics.MapInKey, "MAP<STRING, BIGINT>");

    [Fact]
    public void A_windowed_stream_is_not_partitioned_anew() => Sql.Script("""
        CREATE STREAM w (k INT KEY, v INT) WITH (kafka_topic='w', format='JSON', window_type='TUMBLING', window_size='10 SECONDS');
        CREATE STREAM o AS SELECT * FROM w ⟦PARTITION BY v⟧;
        """).Reports(BindingDiagnostics.RepartitionWindowed);

    [Fact]
    public void A_windowed_stream_keeps_its_window() => Assert.Equal(
        new KeyWindow(WindowKind.Time, 10_000),
        Sql.Script("""
            CREATE STREAM w (k INT KEY, v INT) WITH (kafka_topic='w', format='JSON', window_type='TUMBLING', window_size='10 SECONDS');
            CREATE STREAM o AS SELECT k, v, WINDOWSTART AS ws FROM w;
            """).Source("O").Window);

    [Fact]
    public void A_windowed_table_is_not_read_by_queries() => Sql.With("""
        CREATE TABLE w AS SELECT i, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY i;
        CREATE TABLE o AS SELECT * FROM ⟦w⟧;
        """).Reports(BindingDiagnostics.WindowedTable);

    [Fact]
    public void A_join_takes_the_selected_side_as_its_key()
    {
        Assert.Equal(
            "U INTEGER KEY, NAME STRING", Sql.With(
                "CREATE STREAM o WITH (key_format='JSON') AS SELECT u, name FROM e JOIN c ON u = c.id;").Schema());
        Assert.Equal(
            "ID INTEGER KEY, V STRING", Sql.With(
                "CREATE STREAM o WITH (key_format='JSON') AS SELECT c.id, v FROM e JOIN c ON u = c.id;").Schema());
        Assert.Equal(
            "U INTEGER KEY, ID INTEGER", Sql.With(
                "CREATE STREAM o WITH (key_format='JSON') AS SELECT c.id, u FROM e JOIN c ON u = c.id;").Schema());
    }

    [Fact]
    public void The_key_of_a_join_is_what_was_joined_on()
    {
        BoundSelect select = Sql.With(
            "CREATE STREAM o WITH (key_format='JSON') AS SELECT c.id, v FROM e LEFT JOIN c ON u + 1 = c.id;").Select();
        Assert.Equal(BoundJoins.KeySource, Assert.IsType<BoundColumn>(select.Columns[0].Expression).Source);
    }

    [Fact]
    public void The_key_of_a_join_must_be_selected() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦v, name⟧ FROM e JOIN c ON u = c.id;")
            .Reports(BindingDiagnostics.KeyNotSelected, "E.U or C.ID");

    [Fact]
    public void Tables_project_and_filter_to_tables()
    {
        Sql sql = Sql.With("CREATE TABLE o AS SELECT id, UCASE(name) AS n FROM c WHERE t = 'x';");
        Assert.Equal("ID INTEGER KEY, N STRING", sql.Schema());
        Assert.Equal(ColumnRole.PrimaryKey, sql.Source("O").Columns[0].Role);
    }

    [Theory]
    [InlineData("CREATE STREAM ⟦o⟧ AS SELECT * FROM c;", "CREATE TABLE O")]
    [InlineData("CREATE TABLE ⟦o⟧ AS SELECT * FROM s;", "CREATE STREAM O")]
    [InlineData("CREATE STREAM ⟦o⟧ AS SELECT i, COUNT(*) AS n FROM s GROUP BY i;", "TABLE")]
    public void The_kind_follows_from_the_query(string text, string words) =>
        Sql.With(text).Reports(BindingDiagnostics.ResultKind, words);

    [Fact]
    public void Headers_stand_last_in_a_star() => Assert.Equal(
        "K INTEGER KEY, V INTEGER, W INTEGER, H BYTES",
        Sql.Script("""
            CREATE STREAM q (h BYTES HEADER('x'), v INT, k INT KEY, w INT) WITH (kafka_topic='q', format='JSON');
            CREATE STREAM o AS SELECT * FROM q;
            """).Schema());
}
