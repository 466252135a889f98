using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Syntax;
using QueryGen.Types;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>CREATE with columns, WITH properties and formats; language 3.1, 3.7, 3.8, 6.1.</summary>
public sealed class DeclarationTests
{
    private static Sql Stream(string with, string columns = "k INT KEY, v INT, w STRING") =>
        Sql.Script($"CREATE STREAM q ({columns}) WITH ({with});");

    private static Sql Json(string with, string columns = "k INT KEY, v INT, w STRING") =>
        Stream($"kafka_topic='q', format='JSON', {with}", columns);

    [Fact]
    public void Keys_stand_first_whatever_the_order() => Assert.Equal(
        "B INTEGER KEY, D STRING KEY, A INTEGER, C DOUBLE",
        Json("partitions=1", "a INT, b INT KEY, c DOUBLE, d STRING KEY").Schema("Q"));

    [Fact]
    public void Properties_are_taken_as_written()
    {
        DataSource source = Sql.Script("""
            CREATE STREAM q (k INT KEY, at_time STRING, v INT) WITH (kafka_topic='My-Topic', KEY_FORMAT='kafka', value_format='Delimited',
              value_delimiter='TAB', partitions=6, replicas='3', retention_ms=1000, timestamp='at_time',
              timestamp_format='yyyy', on_error='fail');
            """).Source("Q");
        Assert.Equal("My-Topic", source.Topic);
        Assert.Equal(SerdeFormat.Kafka, source.KeyFormat.Format);
        Assert.Equal(new FormatSpec(SerdeFormat.Delimited, '\t', IsWrapped: false), source.ValueFormat);
        Assert.Equal((6, 3, 1000L), (source.Partitions, source.Replicas, source.RetentionMs));
        Assert.Equal(("AT_TIME", "yyyy"), (source.TimestampColumn, source.TimestampFormat));
        Assert.Equal(ErrorPolicy.Fail, source.OnError);
    }

    [Fact]
    public void The_key_format_is_kafka_unless_said_otherwise() =>
        Assert.Equal(SerdeFormat.Kafka, Stream("kafka_topic='q', value_format='JSON'").Source("Q").KeyFormat.Format);

    [Fact]
    public void Settings_above_give_the_default_formats()
    {
        DataSource source = Sql.Script("""
            SET 'ksql.persistence.default.format.key' = 'JSON';
            SET 'ksql.persistence.default.format.value' = 'DELIMITED';
            CREATE STREAM q (k INT KEY, v INT) WITH (kafka_topic='q');
            """).Source("Q");
        Assert.Equal((SerdeFormat.Json, SerdeFormat.Delimited), (source.KeyFormat.Format, source.ValueFormat.Format));
    }

    [Fact]
    public void Unset_takes_a_setting_back() => Sql.Script("""
        SET 'ksql.persistence.default.format.value' = 'DELIMITED';
        UNSET 'ksql.persistence.default.format.value';
        CREATE STREAM ⟦q⟧ (v INT) WITH (kafka_topic='q');
        """).Reports(BindingDiagnostics.MissingFormat, "VALUE_FORMAT");

    [Fact]
    public void A_result_takes_its_formats_from_the_left_most_source()
    {
        DataSource source = Sql.Script("""
            CREATE STREAM q (k INT KEY, v INT, w INT) WITH (kafka_topic='q', format='DELIMITED', value_delimiter='|');
            CREATE STREAM o AS SELECT * FROM q;
            """).Source("O");
        Assert.Equal((SerdeFormat.Delimited, '|'), (source.ValueFormat.Format, source.ValueFormat.Delimiter));
        Assert.Equal("O", source.Topic);
        Assert.True(source.IsDerived);
    }

    [Fact]
    public void A_prefix_stands_before_the_topics_of_results() => Assert.Equal(
        "app-O",
        Sql.With("SET 'ksql.output.topic.name.prefix' = 'app-'; CREATE STREAM o AS SELECT * FROM e;").Source("O").Topic);

    [Fact]
    public void A_single_value_may_stand_without_its_object()
    {
        Assert.False(Json("wrap_single_value=false", "k INT KEY, v INT").Source("Q").ValueFormat.IsWrapped);
        Assert.True(Json("partitions=1", "k INT KEY, v INT").Source("Q").ValueFormat.IsWrapped);
        Assert.False(Json("partitions=1").Source("Q").KeyFormat.IsWrapped);
        Assert.True(Json("partitions=1", "k INT KEY, l INT KEY, v INT").Source("Q").KeyFormat.IsWrapped);
    }

    [Theory]
    [InlineData("⟦kafka_topik⟧='x'", "did you mean 'KAFKA_TOPIC'?")]
    [InlineData("⟦colour⟧='x'", "'COLOUR'")]
    public void Unknown_properties_are_reported(string with, string words) =>
        Json(with).Reports(BindingDiagnostics.UnknownProperty, words);

    [Theory]
    [InlineData("partitions=⟦'many'⟧", "PARTITIONS")]
    [InlineData("partitions=⟦0⟧", "1 to")]
    [InlineData("timestamp=⟦3⟧", "text in quotes")]
    [InlineData("wrap_single_value=⟦1⟧", "TRUE or FALSE")]
    [InlineData("on_error=⟦'ignore'⟧", "'skip', 'fail' or 'dlq'")]
    [InlineData("on_error=⟦'skipp'⟧", "did you mean 'skip'?")]
    [InlineData("on_error=⟦'dlg'⟧, dlq_topic='q2'", "did you mean 'dlq'?")]
    [InlineData("on_error=⟦1⟧", "text in quotes")]
    [InlineData("on_error='dlq', dlq_topic=⟦'q'⟧", "another topic than the source's own")]
    [InlineData("on_error='dlq', dlq_topic=⟦'bad letters'⟧", "the name of a topic")]
    [InlineData("on_error='dlq', dlq_topic=⟦7⟧", "text in quotes")]
    [InlineData("window_type=⟦'ROUND'⟧", "SESSION")]
    [InlineData("window_type='TUMBLING', window_size=⟦'10'⟧", "10 SECONDS")]
    public void Values_of_properties_are_checked(string with, string words) =>
        Json(with).Reports(BindingDiagnostics.PropertyValue, words);

    [Theory]
    [InlineData("")]
    [InlineData("bad letters")]
    public void A_topic_has_a_name_that_Kafka_takes(string topic) =>
        Stream($"kafka_topic=⟦'{topic}'⟧, value_format='JSON'").Reports(BindingDiagnostics.PropertyValue, "the name of a topic");

    [Fact]
    public void A_property_is_given_once() => Json("partitions=1, ⟦partitions⟧=2").Reports(BindingDiagnostics.DuplicateProperty);

    [Fact]
    public void Format_excludes_its_parts() =>
        Stream("kafka_topic='q', ⟦format⟧='JSON', value_format='JSON'")
            .Reports(BindingDiagnostics.PropertyConflict, "VALUE_FORMAT");

    [Fact]
    public void A_topic_is_needed() =>
        Sql.Script("CREATE STREAM ⟦q⟧ (v INT) WITH (value_format='JSON');")
            .Reports(BindingDiagnostics.MissingTopic, "KAFKA_TOPIC");

    [Fact]
    public void A_value_format_is_needed() =>
        Sql.Script("CREATE STREAM ⟦q⟧ (v INT) WITH (kafka_topic='q');").Reports(BindingDiagnostics.MissingFormat);

    [Fact]
    public void Unknown_formats_are_reported() =>
        Stream("kafka_topic='q', value_format=⟦'JASON'⟧")
            .Reports(BindingDiagnostics.UnknownFormat, "did you mean 'JSON'?");

    [Theory]
    [InlineData("AVRO")]
    [InlineData("PROTOBUF")]
    [InlineData("JSON_SR")]
    public void Formats_of_the_registry_are_not_built_yet(string format) =>
        Stream($"kafka_topic='q', value_format=⟦'{format}'⟧").Reports(BindingDiagnostics.NotSupportedYet, format);

    [Theory]
    [InlineData("KAFKA", "⟦b BOOLEAN⟧", "BOOLEAN")]
    [InlineData("KAFKA", "⟦b DECIMAL(4, 2)⟧", "DECIMAL")]
    [InlineData("DELIMITED", "a INT, ⟦b ARRAY<INT>⟧", "ARRAY<INTEGER>")]
    [InlineData("DELIMITED", "⟦b STRUCT<c INT>⟧", "JSON")]
    public void A_format_holds_only_its_types(string format, string columns, string words) =>
        Stream($"kafka_topic='q', value_format='{format}'", columns).Reports(BindingDiagnostics.FormatCannotHold, words);

    [Fact]
    public void Kafka_holds_one_column() =>
        Stream("kafka_topic='q', value_format='KAFKA'", "a INT, ⟦b INT⟧")
            .Reports(BindingDiagnostics.FormatSingleColumn, "A, B");

    [Fact]
    public void None_holds_no_column() =>
        Stream("kafka_topic='q', key_format='NONE', value_format='JSON'", "⟦k INT KEY⟧, v INT")
            .Reports(BindingDiagnostics.FormatNoColumns, "key");

    [Fact]
    public void A_delimiter_is_for_delimited() =>
        Json("⟦value_delimiter⟧=';'").Reports(BindingDiagnostics.PropertyNeedsFormat, "DELIMITED");

    [Theory]
    [InlineData("''")]
    [InlineData("'ab'")]
    [InlineData("' '")]
    [InlineData("'§'")]
    [InlineData("'\"'")]
    [InlineData("'\n'")]
    public void A_delimiter_is_one_character(string delimiter) =>
        Stream($"kafka_topic='q', value_format='DELIMITED', value_delimiter=⟦{delimiter}⟧")
            .Reports(BindingDiagnostics.PropertyValue, "one character");

    [Fact]
    public void Only_a_single_value_is_unwrapped() =>
        Json("⟦wrap_single_value⟧=false").Reports(BindingDiagnostics.WrapNotAllowed, "single column");

    [Fact]
    public void Delimited_never_wraps() =>
        Stream("kafka_topic='q', value_format='DELIMITED', ⟦wrap_single_value⟧=true", "v INT")
            .Reports(BindingDiagnostics.WrapNotAllowed, "DELIMITED");

    [Theory]
    [InlineData("⟦window_size⟧='1 HOUR'", "WINDOW_TYPE")]
    [InlineData("⟦window_type='TUMBLING'⟧", "WINDOW_SIZE")]
    [InlineData("window_type='SESSION', ⟦window_size⟧='1 HOUR'", "session")]
    public void Windows_of_sources_are_checked(string with, string words) =>
        Json(with).Reports(BindingDiagnostics.WindowProperties, words);

    [Fact]
    public void A_windowed_source_has_a_key() =>
        Stream("kafka_topic='q', value_format='JSON', ⟦window_type⟧='SESSION'", "v INT")
            .Reports(BindingDiagnostics.WindowProperties, "key column");

    [Theory]
    [InlineData("timestamp=⟦'v'⟧", "INTEGER")]
    [InlineData("timestamp=⟦'w'⟧", "TIMESTAMP_FORMAT")]
    [InlineData("⟦timestamp_format⟧='yyyy'", "TIMESTAMP")]
    public void Event_time_columns_are_checked(string with, string words) =>
        Json(with).Reports(BindingDiagnostics.TimestampColumnType, words);

    [Fact]
    public void An_unknown_event_time_column_is_reported() =>
        Json("timestamp=⟦'vv'⟧").Reports(BindingDiagnostics.UnknownColumn, "'VV'");

    [Theory]
    [InlineData("⟦cleanup_policy⟧='compact'")]
    public void Some_properties_are_never_allowed(string with) => Json(with).Reports(BindingDiagnostics.PropertyNotHere);

    [Fact]
    public void A_table_keeps_its_topic() => Sql.Script(
        "CREATE TABLE q (k INT PRIMARY KEY, v INT) WITH (kafka_topic='q', format='JSON',"
            + " ⟦retention_ms⟧=5);").Reports(BindingDiagnostics.PropertyNotHere);

    [Fact]
    public void A_result_gets_its_window_from_the_query() =>
        Sql.With("CREATE STREAM o WITH (⟦window_type⟧='SESSION') AS SELECT * FROM s;")
            .Reports(BindingDiagnostics.PropertyNotHere);

    [Fact]
    public void A_table_needs_a_primary_key() =>
        Sql.Script("CREATE TABLE ⟦q⟧ (v INT) WITH (kafka_topic='q', value_format='JSON');")
            .Reports(BindingDiagnostics.MissingPrimaryKey);

    [Fact]
    public void Columns_are_needed() =>
        Sql.Script("CREATE STREAM ⟦q⟧ WITH (kafka_topic='q', value_format='JSON');")
            .Reports(BindingDiagnostics.NoColumns);

    [Fact]
    public void Columns_of_a_registry_format_are_one_report() =>
        Sql.Script("CREATE STREAM q WITH (kafka_topic='q', value_format=⟦'AVRO'⟧);").Reports(BindingDiagnostics.NotSupportedYet);

    [Fact]
    public void Columns_have_different_names() =>
        Json("partitions=1", "a INT, ⟦A⟧ STRING").Reports(BindingDiagnostics.DuplicateColumn, "'A'");

    [Fact]
    public void Keys_hold_no_map() =>
        Json("partitions=1", "⟦k MAP<STRING, INT> KEY⟧, v INT").Reports(BindingDiagnostics.MapInKey);

    [Fact]
    public void Maps_have_text_as_keys() =>
        Json("partitions=1", "⟦v MAP<INT, INT>⟧").Reports(BindingDiagnostics.MapKeyType, "INTEGER");

    [Theory]
    [InlineData("h ⟦STRING⟧ HEADER('x')", "BYTES")]
    [InlineData("h ⟦ARRAY<INT>⟧ HEADERS", "ARRAY<STRUCT<KEY STRING, VALUE BYTES>>")]
    public void Headers_have_their_types(string columns, string words) =>
        Json("partitions=1", columns + ", v INT").Reports(BindingDiagnostics.HeadersType, words);

    [Fact]
    public void A_header_is_read_once() =>
        Json("partitions=1", "h BYTES HEADER('x'), ⟦i BYTES HEADER('x')⟧, v INT")
            .Reports(BindingDiagnostics.HeadersTwice, "'x'", "'H'");

    [Fact]
    public void Registry_properties_are_not_built_yet() =>
        Json("⟦value_schema_id⟧=1").Reports(BindingDiagnostics.NotSupportedYet, "VALUE_SCHEMA_ID");

    [Fact]
    public void A_query_is_kept_as_sql_with_its_place()
    {
        const string Script = "\n-- a comment\nCREATE STREAM q WITH (kafka_topic='a.b') -- why\n AS select U, v from e where v = 'a  b';";
        BoundQuery query = Sql.With(Script).Binds().Queries[0];
        Assert.Equal("CREATE STREAM q WITH (kafka_topic='a.b') AS\n  SELECT u, v\n  FROM e\n  WHERE v = 'a  b'", query.Sql);
        Assert.Equal(("1.sql", 3, 1), (query.Place.Path, query.Place.StartLine, query.Place.StartColumn));
    }

    [Fact]
    public void Custom_types_stand_for_what_they_name() => Assert.Equal(
        "V STRUCT<STREET STRING, ZIP STRUCT<CODE INTEGER>>",
        Sql.Script("""
            CREATE TYPE zip AS STRUCT<code INT>;
            CREATE TYPE address AS STRUCT<street STRING, zip zip>;
            CREATE STREAM q (v address) WITH (kafka_topic='q', value_format='JSON');
            """).Schema("Q"));

    [Fact]
    public void A_type_of_another_file_is_known() =>
        Sql.Script("CREATE STREAM q (v address) WITH (kafka_topic='q', value_format='JSON');")
            .And("CREATE TYPE address AS STRING;").Binds();

    [Theory]
    [InlineData("CREATE TYPE a AS INT; CREATE TYPE ⟦a⟧ AS STRING;", "QG2012")]
    [InlineData("CREATE TYPE a AS INT; CREATE TYPE IF NOT EXISTS a AS ⟦NOPE⟧;", null)]
    [InlineData("CREATE TYPE a AS ⟦nope⟧;", "QG2005")]
    [InlineData("DROP TYPE ⟦a⟧;", "QG2005")]
    [InlineData("DROP TYPE IF EXISTS a;", null)]
    [InlineData(
        "CREATE TYPE a AS INT; DROP TYPE a; CREATE STREAM q (v ⟦a⟧) WITH (kafka_topic='q', value_format='JSON');",
        "QG2005")]
    public void Types_are_declared_once_and_above_their_use(string text, string? id)
    {
        Sql sql = Sql.Script(text);
        Assert.Equal(id is null ? [] : [id], sql.Bind().Diagnostics.Select(found => found.Descriptor.Id));
        if (id is not null)
        {
            sql.Reports(id == "QG2012" ? BindingDiagnostics.DuplicateType : BindingDiagnostics.UnknownType);
        }
    }

    [Fact]
    public void A_primary_key_role_is_kept() => Assert.Equal(
        ColumnRole.PrimaryKey,
        Sql.Script("CREATE TABLE q (k INT PRIMARY KEY, v INT) WITH (kafka_topic='q', format='JSON');")
            .Source("Q").Columns[0].Role);

    [Fact]
    public void Decimals_keep_their_size() =>
        Assert.Equal(new DecimalType(5, 2), Json("partitions=1", "v DECIMAL(5, 2)").Source("Q").Columns[0].Type);
}
