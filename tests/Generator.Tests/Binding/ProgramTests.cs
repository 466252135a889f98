using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>Several scripts, classes and C# types as one program.</summary>
public sealed class ProgramTests
{
    private const string Declared = "CREATE STREAM q (k INT KEY, v INT) WITH (kafka_topic='q', format='JSON');";

    [Fact]
    public void A_query_reads_what_another_file_declares() =>
        Assert.Equal("K INTEGER KEY, V INTEGER", Sql.Script("CREATE STREAM o AS SELECT * FROM q;").And(Declared).Schema());

    [Fact]
    public void Queries_come_after_those_they_read() => Assert.Equal(
        ["A", "B", "C"],
        Sql.Script("CREATE STREAM c AS SELECT * FROM b;").And("CREATE STREAM b AS SELECT * FROM a;")
            .And(Declared + "CREATE STREAM a AS SELECT * FROM q;")
            .Binds().Queries.Select(query => query.Name));

    [Fact]
    public void Files_may_need_each_other_in_turns() => Sql
        .Script(Declared + "CREATE STREAM a AS SELECT * FROM q; CREATE STREAM c AS SELECT * FROM b;")
        .And("CREATE STREAM b AS SELECT * FROM a; CREATE STREAM d AS SELECT * FROM c;").Binds();

    [Fact]
    public void A_circle_over_files_is_reported_once() =>
        Sql.Script("CREATE STREAM a AS SELECT * FROM b;").And("CREATE STREAM b AS SELECT * FROM ⟦a⟧;")
            .Reports(BindingDiagnostics.Cycle, "A reads B reads A");

    [Fact]
    public void A_query_cannot_read_itself() =>
        Sql.Script("CREATE STREAM a AS SELECT * FROM ⟦a⟧;").Reports(BindingDiagnostics.UnknownSource);

    [Fact]
    public void Inside_a_file_a_source_is_declared_above() =>
        Sql.Script("CREATE STREAM o AS SELECT * FROM ⟦q⟧; " + Declared).Reports(BindingDiagnostics.DeclaredLater, "'Q'");

    [Fact]
    public void A_name_is_declared_once_in_a_file() =>
        Sql.Script(Declared + "CREATE STREAM ⟦q⟧ (z INT) WITH (kafka_topic='z', value_format='JSON');")
            .Reports(BindingDiagnostics.DuplicateSource, "0.sql, line 1");

    [Fact]
    public void A_name_is_declared_once_in_a_project() =>
        Sql.Script(Declared).And("CREATE STREAM ⟦q⟧ AS SELECT * FROM q;")
            .Reports(BindingDiagnostics.DuplicateSource, "0.sql, line 1");

    [Fact]
    public void If_not_exists_leaves_what_is_there() =>
        Assert.Equal(
            "K INTEGER KEY, V INTEGER", Sql.Script(
                Declared + "CREATE STREAM IF NOT EXISTS q (z INT) WITH (kafka_topic='z', value_format='JSON');").Schema("Q"));

    [Fact]
    public void Or_replace_may_add_columns()
    {
        Sql sql = Sql.Script(Declared + """
            CREATE STREAM o AS SELECT k, v FROM q;
            CREATE OR REPLACE STREAM o AS SELECT k, v, v + 1 AS w FROM q WHERE v > 0;
            """);
        Assert.Equal("K INTEGER KEY, V INTEGER, W INTEGER", sql.Schema());
        Assert.NotNull(Assert.Single(sql.Binds().Queries).Select.Where);
    }

    [Theory]
    [InlineData("CREATE OR REPLACE STREAM ⟦o⟧ AS SELECT k, v + 1 AS w FROM q;", "columns must stay")]
    [InlineData("CREATE OR REPLACE STREAM ⟦o⟧ WITH (kafka_topic='other') AS SELECT * FROM q;", "topic")]
    [InlineData("CREATE OR REPLACE STREAM ⟦o⟧ AS SELECT * FROM q PARTITION BY v;", "key columns")]
    public void Or_replace_keeps_what_readers_rely_on(string replacement, string words) =>
        Sql.Script(Declared + "CREATE STREAM o AS SELECT * FROM q;" + replacement)
            .Reports(BindingDiagnostics.IncompatibleReplacement, words);

    [Fact]
    public void Drop_removes_a_source_and_its_query()
    {
        BoundProgram program = Sql.Script(Declared + "CREATE STREAM o AS SELECT * FROM q; DROP STREAM o;").Binds();
        Assert.Empty(program.Queries);
        Assert.Equal("Q", Assert.Single(program.Sources).Name);
    }

    [Theory]
    [InlineData("DROP STREAM ⟦nope⟧;", "QG2002")]
    [InlineData("DROP STREAM IF EXISTS nope;", null)]
    [InlineData("DROP TABLE ⟦q⟧;", "QG2015")]
    [InlineData("DROP STREAM q; CREATE STREAM o AS SELECT * FROM ⟦q⟧;", "QG2002")]
    [InlineData("CREATE STREAM o AS SELECT * FROM q; DROP STREAM ⟦q⟧;", "QG2016")]
    [InlineData("CREATE STREAM o AS SELECT * FROM q; DROP STREAM o; DROP STREAM q;", null)]
    public void Drop_is_checked(string text, string? id) => Assert.Equal(
        id is null
            ? []
            : [id], Sql.Script(
                Declared + text.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal))
            .Bind().Diagnostics.Select(found => found.Descriptor.Id));

    [Fact]
    public void Drop_names_the_reader() =>
        Sql.Script(Declared + "CREATE STREAM o AS SELECT * FROM q; DROP STREAM ⟦q⟧;")
            .Reports(BindingDiagnostics.SourceInUse, "'O'");

    [Fact]
    public void Drop_says_the_right_kind() =>
        Sql.Script(Declared + "DROP TABLE ⟦q⟧;").Reports(BindingDiagnostics.WrongSourceKind, "DROP STREAM Q");

    [Fact]
    public void Alter_adds_columns() => Assert.Equal(
        "K INTEGER KEY, V INTEGER, W STRING", Sql.Script(
            Declared + "ALTER STREAM q ADD COLUMN w STRING; CREATE STREAM o AS SELECT * FROM q;").Schema());

    [Fact]
    public void Alter_adds_new_columns_only() =>
        Sql.Script(Declared + "ALTER STREAM q ADD COLUMN ⟦v⟧ STRING;").Reports(BindingDiagnostics.DuplicateColumn);

    [Fact]
    public void Alter_leaves_results_alone() =>
        Sql.Script(Declared + "CREATE STREAM o AS SELECT * FROM q; ALTER STREAM ⟦o⟧ ADD COLUMN w INT;")
            .Reports(BindingDiagnostics.AlterOfDerived);

    [Fact]
    public void A_read_only_source_is_not_altered() => Sql.Script(
        "CREATE SOURCE STREAM q (v INT) WITH (kafka_topic='q', value_format='JSON'); ALTER STREAM ⟦q⟧ ADD"
            + " COLUMN w INT;").Reports(BindingDiagnostics.ReadOnlySource);

    [Fact]
    public void A_read_only_source_is_not_replaced() => Sql
        .Script("CREATE OR REPLACE SOURCE STREAM ⟦q⟧ (v INT) WITH (kafka_topic='q', value_format='JSON');")
        .Reports(BindingDiagnostics.ReadOnlySource);

    [Fact]
    public void A_lone_query_needs_a_name() =>
        Sql.With("⟦SELECT⟧ * FROM s EMIT CHANGES;").Reports(BindingDiagnostics.LoneSelect, "CREATE STREAM name AS");

    [Fact]
    public void A_query_without_end_has_no_limit() =>
        Sql.With("CREATE STREAM o AS SELECT * FROM e ⟦LIMIT 3⟧;").Reports(BindingDiagnostics.LimitNotHere);

    [Theory]
    [InlineData("⟦SHOW STREAMS⟧;", "SHOW STREAMS")]
    [InlineData("⟦DESCRIBE s⟧;", "DESCRIBE")]
    [InlineData("⟦ASSERT TOPIC t⟧;", "ASSERT")]
    [InlineData("⟦DROP CONNECTOR c⟧;", "DROP CONNECTOR")]
    public void Statements_for_a_server_do_not_compile(string text, string words) =>
        Sql.With(text).Reports(BindingDiagnostics.AdministrativeStatement, words);

    [Fact]
    public void Settings_are_for_the_program() => Assert.Equal(
        [new BoundSetting("a", "2"), new BoundSetting("b", "3")], Sql.Script(
            "SET 'a' = '1'; SET 'a' = '2'; SET 'b' = '3';").Binds().Settings);

    [Fact]
    public void A_setting_that_is_taken_back_is_none() => Assert.Empty(Sql.Script("SET 'a' = '1'; UNSET 'a';").Binds().Settings);

    [Fact]
    public void An_attributed_class_gives_a_source_of_its_name()
    {
        BoundProgram program = Sql.Script(Declared).Hosted("PoorRatings", "SELECT * FROM q WHERE v < 3").Binds();
        BoundQuery query = Assert.Single(program.Queries);
        Assert.Equal(("POOR_RATINGS", "Shop.PoorRatings", SourceKind.Stream), (query.Name, query.HostType, query.Sink.Kind));
    }

    [Theory]
    [InlineData("PoorRatings", "POOR_RATINGS")]
    [InlineData("RatingsByHTTPStatus2", "RATINGS_BY_HTTP_STATUS2")]
    [InlineData("poor_ratings", "POOR_RATINGS")]
    public void Class_names_become_source_names(string name, string source) =>
        Assert.Equal(
            source, new HostedQuerySyntax(
                "N." + name, name, new ScriptSyntax(new Text.SqlScript("x.cs", ""), [])).SourceName);

    [Fact]
    public void An_attributed_class_takes_the_kind_of_its_query()
    {
        BoundProgram program = Sql.Script(Declared).Hosted("Counts", "SELECT v, COUNT(*) AS n FROM q GROUP BY v")
            .And("CREATE TABLE o AS SELECT * FROM counts;").Binds();
        Assert.Equal(SourceKind.Table, program.Sources.Single(source => source.Name == "COUNTS").Kind);
    }

    [Fact]
    public void A_type_in_csharp_declares_a_source()
    {
        DataSource rowType = Sql.Script(Declared).Source("Q") with { Name = "RATINGS", RowTypeName = "global::Shop.Rating" };
        Sql sql = Sql.Script("CREATE STREAM o AS SELECT * FROM ratings;").RowType(rowType);
        Assert.Equal("K INTEGER KEY, V INTEGER", sql.Schema());
        Sql.Script("CREATE STREAM ⟦ratings⟧ (v INT) WITH (kafka_topic='r', value_format='JSON');").RowType(rowType)
            .Reports(BindingDiagnostics.DuplicateSource, "by the C# type Shop.Rating");
    }

    [Fact]
    public void What_is_declared_wrongly_in_csharp_is_no_second_mistake_in_sql()
    {
        BindResult result = Sql.Script("CREATE STREAM o AS SELECT * FROM ratings; CREATE STREAM p AS SELECT k, SHOUT(v) AS w FROM q;"
                + "CREATE SOURCE CONNECTOR c WITH ('connector.class'='datagen', 'source'='ratings');")
            .And(Declared).Broken("RATINGS", "SHOUT").Bind();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.Program.Queries);
    }

    [Fact]
    public void An_attributed_class_that_is_wrong_is_bound_and_not_compiled()
    {
        Sql sql = Sql.Script(Declared).Hosted("Poor", "SELECT * FROM q WHERE w < 3", isBroken: true);
        sql.ReportsAll(BindingDiagnostics.UnknownColumn);
        BindResult result = Sql.Script(Declared).Hosted("Poor", "SELECT * FROM q", isBroken: true)
            .And("CREATE STREAM o AS SELECT * FROM poor;").Bind();
        Assert.Empty(result.Diagnostics);
        Assert.DoesNotContain(result.Program.Queries, query => query.Name == "POOR");
    }

    [Fact]
    public void The_name_of_an_attributed_class_must_be_free() => Sql
        .Script(Declared + "CREATE STREAM poor AS SELECT * FROM q;").Hosted("Poor", "SELECT * FROM q")
        .Reports(RowTypeDiagnostics.DuplicateName, "POOR", "0.sql, line");

    [Fact]
    public void The_airline_pipeline_binds()
    {
        BoundProgram program = Sql.Script("""
            CREATE STREAM ratings (rating_id BIGINT, user_id INT, stars INT, channel VARCHAR, message VARCHAR)
              WITH (kafka_topic='ratings', value_format='JSON');
            CREATE TABLE customers (id INT PRIMARY KEY, first_name VARCHAR, club_status VARCHAR)
              WITH (kafka_topic='customers', key_format='JSON', value_format='JSON');
            CREATE STREAM poor_ratings AS SELECT * FROM ratings WHERE stars < 3;
            CREATE STREAM ratings_with_customer_data WITH (key_format='JSON') AS
              SELECT r.user_id, r.stars, r.message, c.first_name, c.club_status
              FROM ratings r LEFT JOIN customers c ON r.user_id = c.id;
            CREATE TABLE ratings_by_club_status AS
              SELECT club_status, COUNT(*) AS ratings FROM ratings_with_customer_data
              WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY club_status;
            """).Binds();
        Assert.Equal(3, program.Queries.Count);
        BoundQuery poor = program.Queries[0];
        Assert.Equal("WHERE stars < 3", poor.Select.Where!.Clause.Sql);
        Assert.Equal(("0.sql", 5, 59, 5, 68), (poor.Select.Where.Clause.Place.Path, poor.Select.Where.Clause.Place.StartLine,
            poor.Select.Where.Clause.Place.StartColumn, poor.Select.Where.Clause.Place.EndLine,
            poor.Select.Where.Clause.Place.EndColumn));
    }

    [Fact]
    public void The_same_scripts_bind_to_the_same_program()
    {
        Sql sql = Sql.With("CREATE TABLE o AS SELECT i, COUNT(*) AS n, ARRAY[1, i] AS a FROM s GROUP BY i;");
        Assert.Equal(sql.Bind().Program, sql.Bind().Program);
    }

    [Fact]
    public void A_read_only_source_is_replaced_by_none() => Sql.Script("""
        CREATE SOURCE STREAM q (k INT KEY, v INT) WITH (kafka_topic = 'q', format = 'JSON');
        CREATE OR REPLACE SOURCE STREAM ⟦q⟧ (k INT KEY, v INT) WITH (kafka_topic = 'q', format = 'JSON');
        """).Reports(BindingDiagnostics.ReadOnlySource, "cannot be replaced");
}
