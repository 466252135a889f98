using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>INSERT INTO; language 2.3 and 4.12.</summary>
public sealed class InsertTests
{
    private const string Target = """
        CREATE STREAM q (k INT KEY, l BIGINT, n DECIMAL(6, 2), t STRING, day DATE) WITH (kafka_topic='q', format='JSON');
        CREATE TABLE tab (k INT PRIMARY KEY, v INT) WITH (kafka_topic='tab', format='JSON');
        """;

    private static BoundExpression Value(string column, string value)
    {
        BoundInsertValues insert = Sql.With(Target + $"INSERT INTO q ({column}) VALUES ({value});").Binds().Inserts[0];
        return insert.Values[insert.Target.Columns.ToList().FindIndex(each => each.Name == column)];
    }

    [Fact]
    public void A_query_is_brought_to_the_targets_types()
    {
        BoundQuery query = Assert.Single(
            Sql.With(Target + "INSERT INTO q SELECT id AS k, i AS l, 1 AS n, t, '2024-01-01' AS day FROM s;")
                .Binds().Queries);
        Assert.Equal(("INSERT_1_INTO_Q", "Q"), (query.Name, query.Sink.Name));
        Assert.Equal(SqlType.BigInt, Assert.IsType<BoundCast>(query.Select.Columns[1].Expression).Type);
        Assert.Equal(new BoundLiteral(new DecimalType(6, 2), "1.00"), query.Select.Columns[2].Expression);
        Assert.Equal(SqlType.Date, query.Select.Columns[4].Type);
    }

    [Fact]
    public void Inserts_are_numbered_by_their_target_or_named_by_their_id() => Assert.Equal(
        ["INSERT_1_INTO_Z", "LOADER", "INSERT_3_INTO_Z"],
        Sql.With("""
            CREATE STREAM z (u INT, v STRING) WITH (kafka_topic='z', value_format='JSON');
            INSERT INTO z SELECT * FROM e;
            INSERT INTO z WITH (query_id='loader') SELECT * FROM e;
            INSERT INTO z SELECT * FROM e;
            """).Binds().Queries.Select(query => query.Name));

    [Theory]
    [InlineData("'z'")]
    [InlineData("'Loader'")]
    public void A_query_has_a_name_of_its_own(string id) => Sql.With($"""
        CREATE STREAM z (u INT, v STRING) WITH (kafka_topic='z', value_format='JSON');
        INSERT INTO z WITH (query_id='LOADER') SELECT * FROM e;
        INSERT INTO z WITH (query_id=⟦{id}⟧) SELECT * FROM e;
        """).Reports(BindingDiagnostics.PropertyValue, "QUERY_ID");

    [Fact]
    public void A_numbered_insert_keeps_clear_of_a_source_of_its_name() => Assert.Equal(
        ["INSERT_1_INTO_Z", "INSERT_1_INTO_Z_"],
        Sql.With("""
            CREATE STREAM z (u INT, v STRING) WITH (kafka_topic='z', value_format='JSON');
            CREATE STREAM insert_1_into_z AS SELECT * FROM z;
            INSERT INTO z SELECT * FROM e;
            """).Binds().Queries.Select(query => query.Name));

    [Theory]
    [InlineData("SELECT id AS k, i AS l, ⟦t⟧, n, day FROM s", "Column 3", "'T' STRING", "'N' DECIMAL(6, 2)")]
    [InlineData("SELECT id AS k, ⟦d AS l⟧, n, t, day FROM s", "'L' DOUBLE", "'L' BIGINT", "Q")]
    [InlineData("SELECT ⟦id AS k, l, n, t⟧ FROM s", "missing", "'DAY' DATE", "Q")]
    [InlineData("SELECT id AS k, l, n, t, day, ⟦b⟧ FROM s", "'B' BOOLEAN", "none", "Q")]
    [InlineData("SELECT ⟦u AS k⟧, v AS t FROM e", "'K' INTEGER", "'K' INTEGER KEY", "Q")]
    public void Columns_must_match_one_by_one(string query, string first, string second, string third) =>
        Sql.With(Target + $"INSERT INTO q {query};").Reports(BindingDiagnostics.InsertSchema, first, second, third);

    [Fact]
    public void A_table_takes_no_query() =>
        Sql.With(Target + "INSERT INTO ⟦tab⟧ SELECT id AS k, i AS v FROM s;")
            .Reports(BindingDiagnostics.InsertIntoTable);

    [Theory]
    [InlineData(
        "CREATE SOURCE STREAM z (u INT, v STRING) WITH (kafka_topic='z', value_format='JSON'); INSERT INTO ⟦z⟧ SELECT"
            + " * FROM e;", "read-only")]
    [InlineData(
        "CREATE STREAM z (u INT, h BYTES HEADER('x')) WITH (kafka_topic='z', value_format='JSON'); INSERT INTO ⟦z⟧"
            + " (u) VALUES (1);", "header")]
    [InlineData(
        "CREATE STREAM z (k INT KEY, v INT) WITH (kafka_topic='z', format='JSON', window_type='SESSION'); INSERT INTO"
            + " ⟦z⟧ VALUES (1, 2);", "windowed")]
    public void Some_sources_take_nothing(string text, string words) =>
        Sql.With(text).Reports(BindingDiagnostics.InsertNotAllowed, words);

    [Fact]
    public void An_unknown_target_is_reported() =>
        Sql.With("INSERT INTO ⟦nope⟧ VALUES (1);").Reports(BindingDiagnostics.UnknownSource);

    [Fact]
    public void An_insert_takes_only_its_id() =>
        Sql.With(Target + "INSERT INTO q WITH (⟦kafka_topic⟧='x') SELECT id AS k, l, n, t, day FROM s;")
            .Reports(BindingDiagnostics.UnknownProperty);

    [Fact]
    public void Values_without_a_list_are_for_all_columns()
    {
        BoundInsertValues insert = Assert.Single(
            Sql.With(Target + "INSERT INTO q VALUES (1, 2, '3.5', 'x', NULL);").Binds().Inserts);
        Assert.Equal(
            [
                new BoundLiteral(SqlType.Integer, 1), new BoundLiteral(SqlType.BigInt, 2L),
                new BoundLiteral(new DecimalType(6, 2), "3.50"),
                new BoundLiteral(SqlType.String, "x"), new BoundLiteral(SqlType.Date, null),
            ],
            insert.Values);
    }

    [Fact]
    public void Columns_that_are_not_named_are_null_and_rowtime_may_be_given()
    {
        BoundInsertValues insert = Assert.Single(
            Sql.With(Target + "INSERT INTO q (ROWTIME, t, k) VALUES (77, 'x', 1);").Binds().Inserts);
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 77L), insert.RowTime);
        Assert.Equal(new BoundLiteral(SqlType.BigInt, null), insert.Values[1]);
    }

    [Fact]
    public void Values_are_converted_as_text_may_be_read()
    {
        Assert.Equal(new BoundLiteral(SqlType.BigInt, 12L), Value("L", "'12'"));
        Assert.Equal(new BoundLiteral(SqlType.String, "12"), Value("T", "12"));
        Assert.Equal(new BoundLiteral(SqlType.String, "true"), Value("T", "TRUE"));
        Assert.IsType<BoundCast>(Value("DAY", "'2024-01-01'"));
        Assert.IsType<BoundCast>(Value("L", "2 + 3"));
    }

    [Theory]
    [InlineData("(l) VALUES (⟦'x'⟧)", "'x'", "BIGINT")]
    [InlineData("(n) VALUES (⟦1.005⟧)", "1.005", "DECIMAL(6, 2)")]
    [InlineData("(k) VALUES (⟦1.5⟧)", "1.5", "INTEGER")]
    [InlineData("(l) VALUES (⟦UCASE('x')⟧)", "STRING", "BIGINT")]
    [InlineData("(day) VALUES (⟦'soon'⟧)", "'soon'", "DATE")]
    [InlineData("(day) VALUES (⟦'2024-01-01T10:00'⟧)", "'2024-01-01T10:00'", "DATE")]
    public void Values_that_are_none_of_the_type_are_reported(string rest, string value, string type) =>
        Sql.With(Target + $"INSERT INTO q {rest};").Reports(BindingDiagnostics.LiteralNotOfType, value, type);

    [Fact]
    public void Values_are_counted() =>
        Sql.With(Target + "INSERT INTO q (k, l) VALUES (⟦1, 2, 3⟧);")
            .Reports(BindingDiagnostics.InsertCount, "3 values for 2");

    [Fact]
    public void Values_are_constants() =>
        Sql.With(Target + "INSERT INTO q (k) VALUES (1 + ⟦l⟧);").Reports(BindingDiagnostics.NotConstant, "'L'");

    [Fact]
    public void A_table_row_has_its_key() =>
        Sql.With(Target + "INSERT INTO ⟦tab⟧ (v) VALUES (1);").Reports(BindingDiagnostics.InsertMissingKey, "'K'");

    [Fact]
    public void Columns_of_the_log_are_not_written() =>
        Sql.With(Target + "INSERT INTO q (⟦ROWOFFSET⟧) VALUES (1);").Reports(BindingDiagnostics.InsertNotHere);

    [Fact]
    public void Unknown_columns_of_an_insert_are_reported() =>
        Sql.With(Target + "INSERT INTO q (⟦kk⟧) VALUES (1);")
            .Reports(BindingDiagnostics.UnknownColumn, "did you mean 'K'?");
}
