using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Syntax;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Joins; language 3.6 and 4.8 to 4.10.</summary>
public sealed class JoinTests
{
    [Fact]
    public void A_stream_joins_a_table_on_its_primary_key()
    {
        BoundJoin join = Sql.With(
            "CREATE STREAM o WITH (key_format='JSON') AS SELECT u, name FROM e LEFT JOIN c ON c.id = e.u;").Select().Joins[0];
        Assert.Equal(JoinKind.Left, join.Kind);
        Assert.Equal("U", Assert.IsType<BoundColumn>(join.Left).Name);
        Assert.Equal((1, "ID"), (Assert.IsType<BoundColumn>(join.Right).Source, ((BoundColumn)join.Right).Name));
        Assert.Equal("LEFT JOIN c ON c.id = e.u", join.Clause.Sql);
    }

    [Fact]
    public void The_streams_side_may_be_an_expression() =>
        Assert.IsType<BoundCall>(
            Sql.With("CREATE STREAM o WITH (key_format='JSON') AS SELECT c.id, v FROM e JOIN c ON ABS(u) = c.id;")
                .Select().Joins[0].Left);

    [Theory]
    [InlineData("ON ⟦s.id > c.id⟧")]
    [InlineData("ON ⟦s.id = c.id AND s.t = c.t⟧")]
    [InlineData("ON ⟦s.id = s.i⟧")]
    public void A_condition_is_one_equation_between_the_sides(string on) =>
        Sql.With($"CREATE STREAM o AS SELECT s.id, name FROM s JOIN c {on};")
            .Reports(BindingDiagnostics.JoinCriterion, "S.column = C.column");

    [Theory]
    [InlineData("ON s.id = ⟦1⟧", "none")]
    [InlineData("ON ⟦s.id + c.id⟧ = c.id", "both")]
    public void A_side_names_one_source(string on, string words) =>
        Sql.With($"CREATE STREAM o AS SELECT s.id, name FROM s JOIN c {on};").Reports(BindingDiagnostics.JoinSide, words);

    [Fact]
    public void A_table_is_joined_on_its_primary_key() =>
        Sql.With("CREATE STREAM o AS SELECT s.t, name FROM s JOIN c ON s.t = ⟦c.t⟧;")
            .Reports(BindingDiagnostics.JoinNotPrimaryKey, "C.ID");

    [Fact]
    public void Both_sides_have_one_type() =>
        Sql.With("CREATE STREAM o AS SELECT s.id, name FROM s JOIN c ON ⟦s.l⟧ = c.id;")
            .Reports(BindingDiagnostics.JoinTypes, "BIGINT", "INTEGER");

    [Fact]
    public void The_stream_stands_on_the_left() =>
        Sql.With("CREATE STREAM o AS SELECT c.id, i FROM c ⟦JOIN s⟧ ON s.id = c.id;")
            .Reports(BindingDiagnostics.TableStreamJoin, "FROM S JOIN C");

    [Theory]
    [InlineData("⟦RIGHT JOIN c⟧")]
    [InlineData("⟦FULL OUTER JOIN c⟧")]
    public void A_table_is_looked_up_inner_or_left(string join) =>
        Sql.With($"CREATE STREAM o AS SELECT s.id, name FROM s {join} ON s.id = c.id;")
            .Reports(BindingDiagnostics.JoinKindNotHere);

    [Fact]
    public void A_table_is_looked_up_without_within() =>
        Sql.With("CREATE STREAM o AS SELECT s.id, name FROM s JOIN c ⟦WITHIN 1 HOUR⟧ ON s.id = c.id;")
            .Reports(BindingDiagnostics.WithinNotHere);

    [Fact]
    public void A_key_of_several_columns_is_not_joined() => Sql.With("""
        CREATE TABLE k (a INT PRIMARY KEY, b INT PRIMARY KEY, v INT) WITH (kafka_topic='k', format='JSON');
        CREATE STREAM o AS SELECT s.id, k.v FROM s JOIN ⟦k⟧ ON s.id = k.a;
        """).Reports(BindingDiagnostics.JoinOfSeveralKeys, "2");

    [Fact]
    public void Partition_counts_agree() => Sql.Script("""
        CREATE STREAM p (id INT KEY, v INT) WITH (kafka_topic='p', format='JSON', partitions=4);
        CREATE TABLE q (id INT PRIMARY KEY, w INT) WITH (kafka_topic='q', format='JSON', partitions=8);
        CREATE STREAM o AS SELECT p.id, v, w FROM p ⟦JOIN q⟧ ON p.id = q.id;
        """).Reports(BindingDiagnostics.PartitionCounts, "'P' has 4", "'Q' has 8");

    [Fact]
    public void Kafka_values_are_not_joined() => Sql.With("""
        CREATE TABLE k (a INT PRIMARY KEY, v INT) WITH (kafka_topic='k', format='KAFKA');
        CREATE STREAM o AS SELECT s.id, k.v FROM s JOIN ⟦k⟧ ON s.id = k.a;
        """).Reports(BindingDiagnostics.KafkaValueFormat, "JOIN");

    [Theory]
    [InlineData("WITHIN 2 SECONDS", 2000, 2000, null)]
    [InlineData("WITHIN (1 SECOND, 2 MINUTES)", 1000, 120_000, null)]
    [InlineData("WITHIN 1 DAY GRACE PERIOD 0 SECONDS", 86_400_000, 86_400_000, 0)]
    public void Streams_join_within_a_range(string within, long beforeMs, long afterMs, int? graceMs)
    {
        BoundJoin join = Sql.With(
            $"CREATE STREAM o WITH (key_format='JSON') AS SELECT s.id, v FROM s JOIN e {within} ON s.id = e.u;").Select().Joins[0];
        Assert.Equal(JoinShape.StreamStream, join.Shape);
        Assert.Equal(new BoundWithin(beforeMs, afterMs, graceMs), join.Within);
    }

    [Fact]
    public void Streams_need_a_range() =>
        Sql.With("CREATE STREAM o AS SELECT s.id, v FROM s ⟦JOIN e⟧ ON s.id = e.u;").Reports(BindingDiagnostics.WithinMissing);

    [Fact]
    public void A_range_has_a_length() =>
        Sql.With("CREATE STREAM o AS SELECT s.id, v FROM s JOIN e WITHIN ⟦1 MONTH⟧ ON s.id = e.u;")
            .Reports(BindingDiagnostics.WindowSize, "WITHIN");

    private const string Tables = "CREATE TABLE k (a INT PRIMARY KEY, v INT, w INT) WITH (kafka_topic='k', format='JSON'); ";

    [Fact]
    public void Tables_join_by_their_keys() => Assert.Equal(
        JoinShape.TableTable,
        Sql.With(Tables + "CREATE TABLE o AS SELECT ROWKEY, v FROM c FULL JOIN k ON k.a = c.id WHERE ROWKEY > 0;")
            .Select().Joins[0].Shape);

    [Fact]
    public void Tables_join_by_a_foreign_key() => Assert.Equal(
        JoinShape.ForeignKey,
        Sql.With(Tables + "CREATE TABLE o AS SELECT k.a, name FROM k LEFT JOIN c ON k.v = c.id;").Select().Joins[0].Shape);

    [Fact]
    public void A_foreign_key_stands_in_the_first_join() => Sql.With(Tables + """
        CREATE TABLE m (b INT PRIMARY KEY, x INT) WITH (kafka_topic='m', format='JSON');
        CREATE TABLE o AS SELECT k.a, x FROM k JOIN m ON k.a = m.b ⟦JOIN c⟧ ON k.v = c.id;
        """).Reports(BindingDiagnostics.ForeignKeyLater, "'C'");

    [Fact]
    public void A_foreign_key_joins_inner_or_left() =>
        Sql.With(Tables + "CREATE TABLE o AS SELECT k.a, name FROM k ⟦RIGHT JOIN c⟧ ON k.v = c.id;")
            .Reports(BindingDiagnostics.JoinKindNotHere, "foreign key");

    [Fact]
    public void A_later_condition_names_the_source_that_is_added() =>
        Sql.With(Tables + "CREATE STREAM o AS SELECT s.id, v FROM s JOIN c ON s.id = c.id JOIN k ON ⟦s.id = c.id⟧;")
            .Reports(BindingDiagnostics.JoinedSourceUnused, "K");

    [Fact]
    public void Windows_join_their_like() => Sql.With("""
        CREATE STREAM z (id INT KEY, x INT) WITH (kafka_topic='z', format='JSON', window_type='TUMBLING', window_size='5 SECONDS');
        CREATE STREAM o AS SELECT s.id, x FROM s ⟦JOIN z⟧ WITHIN 1 SECOND ON s.id = z.id;
        """).Reports(BindingDiagnostics.WindowedJoin, "'S' has no windows", "'Z' has time windows");

    [Theory]
    [InlineData("SELECT k.a, m.b, x FROM k JOIN m ON k.a = m.b", "A INTEGER KEY, B INTEGER, X INTEGER")]
    [InlineData("SELECT m.b, x FROM k JOIN m ON k.a = m.b", "B INTEGER KEY, X INTEGER")]
    [InlineData("SELECT ROWKEY, k.a, x FROM k FULL JOIN m ON k.a = m.b", "ROWKEY INTEGER KEY, A INTEGER, X INTEGER")]
    [InlineData(
        "SELECT * FROM k FULL JOIN m ON k.a = m.b",
        "ROWKEY INTEGER KEY, K_A INTEGER, K_V INTEGER, K_W INTEGER, M_B INTEGER, M_X INTEGER")]
    [InlineData("SELECT c.id, x FROM k JOIN m ON k.a = m.b JOIN c ON m.b = c.id", "ID INTEGER KEY, X INTEGER")]
    [InlineData("SELECT k.a, name FROM k JOIN c ON k.v = c.id", "A INTEGER KEY, NAME STRING")]
    public void The_key_of_the_result_is_what_was_joined_on(string select, string schema) => Assert.Equal(schema, Sql.With(Tables + $"""
        CREATE TABLE m (b INT PRIMARY KEY, x INT) WITH (kafka_topic='m', format='JSON');
        CREATE TABLE o AS {select};
        """).Schema());

    [Fact]
    public void A_key_that_no_source_has_must_be_selected() =>
        Sql.With("CREATE STREAM o AS SELECT ⟦v, s.t⟧ FROM s FULL JOIN e WITHIN 1 SECOND ON s.id = e.u;")
            .Reports(BindingDiagnostics.KeyNotSelected, "ROWKEY");

    [Fact]
    public void A_name_without_its_source_is_found_in_either() =>
        Assert.Equal(
            "ID INTEGER KEY, NAME STRING, V STRING", Sql.With(
                "CREATE STREAM o WITH (key_format='JSON') AS SELECT id, name, v FROM e JOIN c ON u = id;").Schema());
}
