using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>GROUP BY, HAVING and windows; language 4.3 to 4.6.</summary>
public sealed class AggregateTests
{
    [Theory]
    [InlineData("SELECT i, t, COUNT(*) AS n FROM s GROUP BY ⟦ii⟧, t")]
    [InlineData("SELECT i + 1 AS x, COUNT(*) AS n FROM s GROUP BY ⟦ii⟧")]
    public void A_mistake_in_group_by_is_told_once(string query) =>
        Sql.With($"CREATE TABLE o AS {query};").Reports(BindingDiagnostics.UnknownColumn, "II");

    [Fact]
    public void Groups_are_the_key_in_the_order_of_group_by() => Assert.Equal(
        "T STRING KEY, K INTEGER KEY, N BIGINT",
        Sql.With("CREATE TABLE o AS SELECT COUNT(*) AS n, i + 1 AS k, t FROM s GROUP BY t, i + 1;").Schema());

    [Fact]
    public void Aggregates_have_types() => Assert.Equal(
        "I INTEGER KEY, A BIGINT, B BIGINT, C INTEGER, D DECIMAL(6, 2), E DOUBLE, F STRING, G TIMESTAMP, H ARRAY<INTEGER>",
        Sql.With("""
            CREATE TABLE o AS SELECT i, COUNT(*) AS a, COUNT(t) AS b, SUM(i) AS c, SUM(n) AS d, AVG(l) AS e, MIN(t) AS f, MAX(moment) AS g,
              LATEST_BY_OFFSET(a) AS h FROM s GROUP BY i;
            """).Schema());

    [Fact]
    public void A_constant_may_be_the_only_group() => Assert.Equal(
        "K INTEGER KEY, N BIGINT", Sql.With("CREATE TABLE o AS SELECT 1 AS k, COUNT(1) AS n FROM s GROUP BY 1;").Schema());

    [Fact]
    public void Window_bounds_may_name_their_source() => Assert.Equal(
        "I INTEGER KEY, N BIGINT, KSQL_COL_0 BIGINT",
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n, s.WINDOWSTART / 2 FROM s WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY i;")
            .Schema());

    [Fact]
    public void A_join_has_no_window_bounds_of_its_own() => Sql.With("""
        CREATE TABLE o AS SELECT s.id, COUNT(*) AS n, ⟦WINDOWSTART⟧ AS w FROM s JOIN c ON s.id = c.id
          WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY s.id;
        """).Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Equal_aggregates_are_computed_once()
    {
        BoundAggregation aggregation = Sql.With(
            "CREATE TABLE o AS SELECT i, COUNT(*) AS a, COUNT(*) + 1 AS b, SUM(l) AS d FROM s GROUP BY i HAVING"
                + " COUNT(*) > 1;").Select().Aggregation!;
        Assert.Equal([AggregateKind.CountStar, AggregateKind.Sum], aggregation.Aggregates.Select(aggregate => aggregate.Kind));
        Assert.NotNull(aggregation.Having);
        Assert.Equal("HAVING COUNT(*) > 1", aggregation.Having.Clause.Sql);
    }

    [Fact]
    public void A_grouping_expression_may_stand_inside_another_one()
    {
        BoundSelect select = Sql.With(
            "CREATE TABLE o AS SELECT i + l, (i + l) * 2 AS x, COUNT(*) AS n FROM s GROUP BY i + l;").Select();
        BoundArithmetic product = Assert.IsType<BoundArithmetic>(select.Columns[1].Expression);
        Assert.Equal(new BoundKeyPart(0, SqlType.BigInt), product.Left);
    }

    [Fact]
    public void Aggregates_stand_inside_scalar_expressions() => Assert.Equal(
        "I INTEGER KEY, X STRING", Sql.With("CREATE TABLE o AS SELECT i, UCASE(MAX(t)) AS x FROM s GROUP BY i;").Schema());

    [Fact]
    public void Nulls_may_win_where_that_is_said()
    {
        BoundAggregation aggregation = Sql.With(
            "CREATE TABLE o AS SELECT i, LATEST_BY_OFFSET(t, FALSE) AS x, EARLIEST_BY_OFFSET(t) AS y FROM s GROUP BY i;")
            .Select().Aggregation!;
        Assert.Equal([false, true], aggregation.Aggregates.Select(aggregate => aggregate.IgnoresNulls));
    }

    [Fact]
    public void A_tumbling_window_makes_the_key_windowed()
    {
        Sql sql = Sql.With(
            "CREATE TABLE o AS SELECT i, COUNT(*) AS n, WINDOWSTART AS ws, WINDOWEND - WINDOWSTART AS len FROM s"
                + " WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY i;");
        Assert.Equal("I INTEGER KEY, N BIGINT, WS BIGINT, LEN BIGINT", sql.Schema());
        Assert.Equal(new KeyWindow(WindowKind.Time, 60_000), sql.Source("O").Window);
        BoundWindow window = sql.Select().Aggregation!.Window!;
        Assert.Equal((60_000L, 86_340_000L, null), (window.SizeMs, window.GraceMs, window.RetentionMs));
    }

    [Fact]
    public void Grace_and_retention_are_taken_as_written()
    {
        BoundWindow window = Sql.With(
            "CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS, RETENTION 1 HOUR,"
                + " GRACE PERIOD 5 MINUTES) GROUP BY i;")
            .Select().Aggregation!.Window!;
        Assert.Equal((10_000L, 300_000L, 3_600_000L), (window.SizeMs, window.GraceMs, window.RetentionMs));
    }

    [Theory]
    [InlineData("SELECT i, ⟦l⟧, COUNT(*) AS n FROM s GROUP BY i", "'L'")]
    [InlineData("SELECT i, COUNT(*) AS n, ⟦i⟧ + 1 AS m FROM s GROUP BY i + 2", "'I'")]
    [InlineData("SELECT i, COUNT(*) AS n FROM s GROUP BY i HAVING ⟦l⟧ > 1", "'L'")]
    [InlineData("SELECT ⟦*⟧ FROM s GROUP BY id", "'I'")]
    [InlineData("SELECT i, COUNT(*) AS n, ⟦ROWTIME⟧ AS x FROM s GROUP BY i", "'ROWTIME'")]
    public void What_is_neither_grouped_nor_aggregated_is_reported(string query, string words)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Contains("GROUP BY i + 2", StringComparison.Ordinal))
        {
            query = query.Replace("SELECT i,", "SELECT i + 2,", StringComparison.Ordinal);
        }

        Sql.With($"CREATE TABLE o AS {query};").Reports(BindingDiagnostics.NotGrouped, words);
    }

    [Fact]
    public void Group_by_needs_an_aggregate() =>
        Sql.With("CREATE TABLE o AS SELECT i, i + 1 AS x FROM s ⟦GROUP BY i⟧;").Reports(BindingDiagnostics.NoAggregate);

    [Theory]
    [InlineData("SELECT id, ⟦COUNT(*)⟧ AS n FROM s")]
    [InlineData("SELECT id, 1 + ⟦SUM(i)⟧ AS n FROM s")]
    public void An_aggregate_needs_group_by(string query) =>
        Sql.With($"CREATE STREAM o AS {query};").Reports(BindingDiagnostics.MissingGroupBy);

    [Theory]
    [InlineData("SELECT i, COUNT(*) AS n FROM s WHERE ⟦COUNT(*)⟧ > 1 GROUP BY i", "WHERE")]
    [InlineData("SELECT COUNT(*) AS n FROM s GROUP BY ⟦MAX(i)⟧", "GROUP BY")]
    public void An_aggregate_stands_in_select_and_having_only(string query, string words) =>
        Sql.With($"CREATE TABLE o AS {query};").Reports(BindingDiagnostics.AggregateNotHere, words);

    [Fact]
    public void Aggregates_do_not_nest() =>
        Sql.With("CREATE TABLE o AS SELECT i, SUM(⟦COUNT(l)⟧) AS n FROM s GROUP BY i;")
            .Reports(BindingDiagnostics.NestedAggregate);

    [Theory]
    [InlineData("⟦SUM(t)⟧", "STRING")]
    [InlineData("⟦AVG(b)⟧", "BOOLEAN")]
    [InlineData("⟦MAX(a)⟧", "ARRAY")]
    [InlineData("⟦SUM()⟧", "()")]
    [InlineData("⟦SUM(i, l)⟧", "INTEGER, BIGINT")]
    [InlineData("⟦MAX(NULL)⟧", "NULL")]
    public void Aggregates_take_what_they_can_add_up(string item, string words) =>
        Sql.With($"CREATE TABLE o AS SELECT i, {item} AS x FROM s GROUP BY i;").Reports(BindingDiagnostics.NoOverload, words);

    [Fact]
    public void Groups_differ() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s GROUP BY i, ⟦i⟧;")
            .Reports(BindingDiagnostics.DuplicateGroupBy);

    [Fact]
    public void Every_group_is_selected() =>
        Sql.With("CREATE TABLE o AS SELECT ⟦i, COUNT(*) AS n⟧ FROM s GROUP BY i, t;")
            .Reports(BindingDiagnostics.KeyNotSelected, "T");

    [Fact]
    public void A_group_is_selected_once() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n, ⟦i AS j⟧ FROM s GROUP BY i;")
            .Reports(BindingDiagnostics.KeySelectedTwice);

    [Fact]
    public void Having_needs_group_by() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM s HAVING ⟦i > 1⟧;").Reports(BindingDiagnostics.HavingWithoutGroupBy);

    [Fact]
    public void Having_is_a_condition() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s GROUP BY i HAVING ⟦SUM(l)⟧;")
            .Reports(BindingDiagnostics.NotBoolean, "HAVING");

    [Fact]
    public void A_window_needs_group_by() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM s ⟦WINDOW TUMBLING (SIZE 1 HOUR)⟧;")
            .Reports(BindingDiagnostics.WindowWithoutGroupBy);

    [Theory]
    [InlineData("WHERE ⟦WINDOWSTART⟧ > 1 GROUP BY i")]
    [InlineData("GROUP BY i, ⟦WINDOWSTART⟧")]
    [InlineData("GROUP BY i, ABS(⟦s.WINDOWEND⟧)")]
    [InlineData("GROUP BY i HAVING ⟦WINDOWEND⟧ > 1")]
    public void Window_bounds_stand_in_select_only(string rest) =>
        Sql.With($"CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 HOUR) {rest};")
            .Reports(BindingDiagnostics.WindowBoundNotHere);

    [Fact]
    public void Without_a_window_there_are_no_bounds() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s WHERE ⟦WINDOWSTART⟧ > 1 GROUP BY i;")
            .Reports(BindingDiagnostics.UnknownColumn);

    [Fact]
    public void Window_bounds_need_an_alias() => Sql.With(
        "CREATE TABLE o AS SELECT i, COUNT(*) AS n, ⟦WINDOWSTART⟧ FROM s WINDOW TUMBLING (SIZE 1 HOUR)"
            + " GROUP BY i;").Reports(BindingDiagnostics.BareSystemColumn);

    [Fact]
    public void What_is_not_built_yet_says_so() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s GROUP BY i ⟦PARTITION BY i⟧;")
            .Reports(BindingDiagnostics.NotSupportedYet, "PARTITION BY");

    [Theory]
    [InlineData("MAX(name)")]
    [InlineData("COLLECT_SET(name)")]
    [InlineData("TOPK(id, 2)")]
    [InlineData("LATEST_BY_OFFSET(name)")]
    [InlineData("COUNT_DISTINCT(name)")]
    public void What_cannot_take_a_row_out_again_follows_no_table(string call) =>
        Sql.With($"CREATE TABLE o AS SELECT name, ⟦{call}⟧ AS x FROM c GROUP BY name;").Reports(BindingDiagnostics.AggregateOverTable);

    [Fact]
    public void A_table_has_no_windows() =>
        Sql.With("CREATE TABLE o AS SELECT name, COUNT(*) AS n FROM c ⟦WINDOW TUMBLING (SIZE 1 HOUR)⟧ GROUP BY name;")
            .Reports(BindingDiagnostics.WindowOverTable);

    [Theory]
    [InlineData("TOPK(l, ⟦0⟧)")]
    [InlineData("EARLIEST_BY_OFFSET(l, ⟦-1⟧, FALSE)")]
    public void How_many_is_one_or_more(string call) =>
        Sql.With($"CREATE TABLE o AS SELECT i, {call} AS x FROM s GROUP BY i;").Reports(BindingDiagnostics.AggregateCount);

    [Theory]
    [InlineData("TOPK(l, ⟦i⟧)")]
    [InlineData("LATEST_BY_OFFSET(l, ⟦i + 1⟧)")]
    [InlineData("LATEST_BY_OFFSET(l, 2, ⟦i = 1⟧)")]
    public void What_is_no_row_s_value_is_a_literal(string call) =>
        Sql.With($"CREATE TABLE o AS SELECT i, {call} AS x FROM s GROUP BY i;").Reports(BindingDiagnostics.MustBeLiteral);

    [Theory]
    [InlineData("TOPK(l)")]
    [InlineData("HISTOGRAM(i)")]
    [InlineData("SUM_LIST(t)")]
    [InlineData("CORRELATION(i)")]
    [InlineData("STDDEV_SAMPLE(t)")]
    public void What_an_aggregate_does_not_take_is_reported(string call) =>
        Sql.With($"CREATE TABLE o AS SELECT i, ⟦{call}⟧ AS x FROM s GROUP BY i;").Reports(BindingDiagnostics.NoOverload);

    [Fact]
    public void Only_windows_come_to_an_end() =>
        Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n FROM s GROUP BY i ⟦EMIT FINAL⟧;")
            .Reports(BindingDiagnostics.EmitFinalWithoutWindow);

    [Fact]
    public void A_state_that_delimited_cannot_hold_is_reported() => Sql.Script("""
        CREATE STREAM q (k INT, v INT) WITH (kafka_topic='q', value_format='DELIMITED');
        CREATE TABLE o AS SELECT k, AVG(v) AS x FROM q ⟦GROUP BY k⟧;
        """).Reports(BindingDiagnostics.IntermediateType, "AVG", "DELIMITED");

    [Fact]
    public void Kafka_values_are_not_grouped() => Sql.Script("""
        CREATE STREAM q (v INT) WITH (kafka_topic='q', value_format='KAFKA');
        CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM ⟦q⟧ GROUP BY v;
        """).Reports(BindingDiagnostics.KafkaValueFormat, "GROUP BY");

    [Fact]
    public void Two_groups_do_not_fit_the_key_format_kafka() => Sql.Script("""
        CREATE STREAM q (u INT, v INT) WITH (kafka_topic='q', value_format='JSON');
        CREATE TABLE o AS SELECT u, ⟦v⟧, COUNT(*) AS n FROM q GROUP BY u, v;
        """).Reports(BindingDiagnostics.FormatSingleColumn, "KEY_FORMAT='JSON'");
}
