using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Syntax;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Joins; language 4.9.</summary>
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
    [InlineData("CREATE STREAM o AS SELECT s.id, u FROM s ⟦JOIN e⟧ WITHIN 1 HOUR ON s.id = e.u;", "two streams")]
    [InlineData(
        "CREATE TABLE k (a INT PRIMARY KEY, v INT) WITH (kafka_topic='k', format='JSON'); CREATE TABLE o AS SELECT"
            + " c.id, v FROM c ⟦JOIN k⟧ ON c.id = k.a;", "two tables")]
    [InlineData(
        "CREATE TABLE k (a INT PRIMARY KEY, v INT) WITH (kafka_topic='k', format='JSON'); CREATE STREAM o AS SELECT"
            + " s.id, v FROM s JOIN c ON s.id = c.id ⟦LEFT JOIN k⟧ ON s.id = k.a;", "more than two")]
    public void Other_joins_are_not_built_yet(string text, string words) =>
        Sql.With(text).Reports(BindingDiagnostics.NotSupportedYet, words);

    [Fact]
    public void A_name_without_its_source_is_found_in_either() =>
        Assert.Equal(
            "ID INTEGER KEY, NAME STRING, V STRING", Sql.With(
                "CREATE STREAM o WITH (key_format='JSON') AS SELECT id, name, v FROM e JOIN c ON u = id;").Schema());
}
