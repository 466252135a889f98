using QueryGen.Binding;
using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>What a source does with records that cannot be used: WITH, SET, and their mistakes.</summary>
public sealed class ErrorPolicyTests
{
    private const string Skip = "SET 'querygen.on.error' = 'skip';";
    private const string Dlq = "SET 'querygen.on.error' = 'dlq';";

    [Theory]
    [InlineData("on_error='skip'", "Skip", null)]
    [InlineData("on_error='FAIL'", "Fail", null)]
    [InlineData("on_error='dlq'", "DeadLetter", "q-dlq")]
    [InlineData("on_error='dlq', dlq_topic='Bad.ones_1'", "DeadLetter", "Bad.ones_1")]
    [InlineData("partitions=1", null, null)]
    public void With_says_the_policy_and_the_topic(string with, string? policy, string? topic) =>
        IsHandled(Declared("", with), policy, topic);

    [Theory]
    [InlineData(Dlq, "partitions=1", "DeadLetter", "q-dlq")]
    [InlineData(Dlq, "dlq_topic='elsewhere'", "DeadLetter", "elsewhere")]
    [InlineData(Dlq, "on_error='fail'", "Fail", null)]
    [InlineData(Dlq + "UNSET 'querygen.on.error';", "partitions=1", null, null)]
    [InlineData("SET 'ksql.fail.on.deserialization.error' = 'true';", "partitions=1", "Fail", null)]
    [InlineData("SET 'ksql.fail.on.deserialization.error' = 'false';", "partitions=1", "Skip", null)]
    [InlineData("SET 'ksql.fail.on.deserialization.error' = 'true';" + Skip, "partitions=1", "Skip", null)]
    public void Set_says_it_for_the_sources_below(string settings, string with, string? policy, string? topic) =>
        IsHandled(Declared(settings, with), policy, topic);

    [Fact]
    public void Set_below_a_source_leaves_it_alone() =>
        IsHandled(Sql.Script($"{Create("partitions=1")} {Dlq}").Source("Q"), null, null);

    [Fact]
    public void A_query_says_how_its_result_is_read() => IsHandled(
        Sql.Script($"{Create("on_error='fail'")} CREATE STREAM o WITH (on_error='dlq') AS SELECT * FROM q;").Source("O"),
        "DeadLetter",
        "O-dlq");

    [Fact]
    public void A_query_does_not_take_the_policy_of_what_it_reads() => IsHandled(
        Sql.Script($"{Create("on_error='dlq'")} CREATE STREAM o AS SELECT * FROM q;").Source("O"), null, null);

    [Theory]
    [InlineData("⟦dlq_topic⟧='x'")]
    [InlineData("on_error='skip', ⟦dlq_topic⟧='x'")]
    [InlineData("on_error='fail', ⟦dlq_topic⟧='x'")]
    public void A_topic_for_dead_letters_needs_the_policy(string with) =>
        Sql.Script(Create(with)).Reports(BindingDiagnostics.PropertyNotHere, "ON_ERROR='dlq'");

    [Theory]
    [InlineData("SET 'querygen.on.error' = ⟦'skpi'⟧;", "did you mean 'skip'?")]
    [InlineData("SET 'querygen.on.error' = ⟦'inline'⟧;", "'skip', 'fail' or 'dlq'")]
    [InlineData("SET 'ksql.fail.on.deserialization.error' = ⟦'maybe'⟧;", "'true' or 'false'")]
    public void Values_of_settings_are_checked(string set, string words) =>
        Sql.Script(set).Reports(BindingDiagnostics.PropertyValue, words);

    [Fact]
    public void A_misspelt_property_is_recognized() =>
        Sql.Script(Create("on_error='dlq', ⟦dql_topic⟧='x'")).Reports(BindingDiagnostics.UnknownProperty, "did you mean 'DLQ_TOPIC'?");

    private static DataSource Declared(string settings, string with) => Sql.Script(settings + Create(with)).Source("Q");

    private static string Create(string with) => $"CREATE STREAM q (v INT) WITH (kafka_topic='q', value_format='JSON', {with});";

    private static void IsHandled(DataSource source, string? policy, string? topic) =>
        Assert.Equal((policy, topic), (source.OnError?.ToString(), source.DeadLetterTopic));
}
