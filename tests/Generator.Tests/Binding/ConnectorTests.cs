using QueryGen.Binding;
using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

public sealed class ConnectorTests
{
    [Fact]
    public void A_connector_fills_the_source_of_its_topic()
    {
        BoundConnector connector = Assert.Single(Sql.With(
            "CREATE SOURCE CONNECTOR gen WITH ('connector.class'='DataGen', 'kafka.topic'='e', 'rate'=50,"
                + " 'seed'='7');").Binds().Connectors);
        Assert.Equal(
            ("GEN", false, "datagen", "E"), (
                connector.Name, connector.IsSink, connector.ConnectorClass, connector.Source!.Name));
        Assert.Contains(new KeyValuePair<string, string>("rate", "50"), connector.Properties);
    }

    [Theory]
    [InlineData("'source'='e'")]
    [InlineData("'stream'='E'")]
    [InlineData("'topic'='e'")]
    [InlineData("'topic.prefix'='', 'table'='e'")]
    public void A_target_is_found_by_name_or_topic(string target) => Assert.Equal(
        "E", Sql.With($"CREATE SINK CONNECTOR f WITH ('connector.class'='file', {target});").Binds().Connectors[0].Source!.Name);

    [Fact]
    public void A_database_connector_may_name_a_table_of_the_database() => Assert.Equal(
        "C",
        Sql.With(
            "CREATE SOURCE CONNECTOR d WITH ('connector.class'='io.confluent.connect.jdbc.JdbcSourceConnector',"
                + " 'table'='customers', 'topic'='c');")
            .Binds().Connectors[0].Source!.Name);

    [Fact]
    public void An_unknown_class_is_reported() =>
        Sql.With("CREATE SOURCE CONNECTOR x WITH ('connector.class'=⟦'mqtt'⟧, 'topic'='e');")
            .Reports(BindingDiagnostics.UnknownConnectorClass, "'datagen'");

    [Fact]
    public void A_class_is_needed() =>
        Sql.With("CREATE SOURCE CONNECTOR ⟦x⟧ WITH ('topic'='e');")
            .Reports(BindingDiagnostics.MissingConnectorProperty, "connector.class");

    [Theory]
    [InlineData("CREATE SOURCE CONNECTOR x WITH ('connector.class'='file', 'topic'=⟦'nope'⟧);", "'nope'")]
    [InlineData("CREATE SOURCE CONNECTOR x WITH ('connector.class'='file', 'source'=⟦'nope'⟧);", "'nope'")]
    [InlineData("CREATE SOURCE CONNECTOR ⟦x⟧ WITH ('connector.class'='file');", "'source' or 'topic'")]
    public void A_target_is_needed(string text, string words) =>
        Sql.With(text).Reports(BindingDiagnostics.ConnectorSource, words);

    [Fact]
    public void Connectors_have_different_names() => Sql.With("""
        CREATE SOURCE CONNECTOR x WITH ('connector.class'='file', 'topic'='e');
        CREATE SINK CONNECTOR ⟦x⟧ WITH ('connector.class'='file', 'topic'='s');
        """).Reports(BindingDiagnostics.DuplicateConnector);

    [Theory]
    [InlineData("'password'=⟦'hunter2'⟧")]
    [InlineData("'connection.string'=⟦'Data Source=x;Password=hunter2'⟧")]
    public void A_secret_in_the_script_is_a_warning(string property) =>
        Sql.With($"CREATE SOURCE CONNECTOR x WITH ('connector.class'='database', 'topic'='e', {property});")
            .Reports(SecurityDiagnostics.LiteralSecret, "${env:NAME}");

    [Theory]
    [InlineData("'password'='${env:PASSWORD}'")]
    [InlineData("'connection.string'='Data Source=x;Password=${env:PASSWORD}'")]
    public void A_placeholder_is_no_secret(string property) =>
        Sql.With($"CREATE SOURCE CONNECTOR x WITH ('connector.class'='database', 'topic'='e', {property});").Binds();
}
