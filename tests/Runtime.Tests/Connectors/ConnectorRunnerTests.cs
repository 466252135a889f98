using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Connectors;
using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Connectors;

public sealed class ConnectorRunnerTests
{
    [Fact]
    public async Task A_failure_is_shown_and_goes_away_when_the_cause_does()
    {
        using ConnectorFixture fixture = new(ConnectorFixture.Customers);
        string database = fixture.Folder["late.db"];
        ConnectorRunner runner = Runner(
            fixture,
            "database",
            ("connection.string", $"Data Source={database};Pooling=False"),
            ("table", "customers"),
            ("mode", "incrementing"),
            ("incrementing.column.name", "id"),
            ("poll.interval.ms", "20"));
        using CancellationTokenSource stop = new();
        Task running = runner.RunAsync(stop.Token);
        await Until(() => runner.State.Problem is not null);
        Assert.Equal("SqliteException in connector test", runner.State.Problem);

        using (SqliteConnection connection = new($"Data Source={database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE customers (id INTEGER, name TEXT); INSERT INTO customers VALUES (1, 'Ada')";
            command.ExecuteNonQuery();
        }

        await Until(() => runner.State.Problem is null && runner.State.Records == 1);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_sink_gets_what_a_source_brings()
    {
        using ConnectorFixture fixture = new(ConnectorFixture.Ratings);
        string path = fixture.Folder["ratings.jsonl"];
        using CancellationTokenSource stop = new();
        Task source = Runner(fixture, "datagen", ("quickstart", "ratings"), ("rate", "1000"), ("iterations", "20")).RunAsync(stop.Token);
        ConnectorRunner sink = Runner(fixture, "file", isSink: true, ("file", path));
        Task running = sink.RunAsync(stop.Token);
        await source;
        await Until(() => sink.State.Records == 20);
        await stop.CancelAsync();
        await running;
        Assert.Equal(fixture.Values, await File.ReadAllLinesAsync(path));
    }

    [Fact]
    public async Task Secrets_come_from_the_environment_and_files_and_a_missing_one_is_named()
    {
        using ConnectorFixture fixture = new(ConnectorFixture.Ratings);
        string path = fixture.Folder["secrets"];
        await File.WriteAllTextAsync(path, "user=ada\npassword=s3cret=\n");
        Environment.SetEnvironmentVariable("QUERYGEN_TEST_SECRET", "from env");
        ConnectorSettings settings = ConnectorFixture.Settings(
            ("a", "<${env:QUERYGEN_TEST_SECRET}>"), ("b", $"${{file:{path}:password}}"), ("c", $"${{file:{path}}}"));
        Assert.Equal(("<from env>", "s3cret=", "user=ada\npassword=s3cret="), (settings.Text("a"), settings.Text("b"), settings.Text("c")));
        Assert.Equal(
            "Connector test, property 'd': ${env:QUERYGEN_TEST_NONE}: there is no such environment variable.",
            Assert.Throws<ConnectorException>(() => ConnectorFixture.Settings(("d", "${env:QUERYGEN_TEST_NONE}"))).Message);
    }

    [Fact]
    public void Properties_that_nothing_reads_are_known()
    {
        ConnectorSettings settings = ConnectorFixture.Settings(("connector.class", "datagen"), ("rate", "5"), ("itertions", "5"));
        using DatagenConnector connector = new(ConnectorFixture.Ratings, settings, null);
        Assert.Equal(["itertions"], settings.NotRead);
    }

    private static EmbeddedConnectorRunner Runner(
        ConnectorFixture fixture, string connectorClass, params (string Name, string Value)[] properties) =>
        Runner(fixture, connectorClass, isSink: false, properties);

    private static EmbeddedConnectorRunner Runner(
        ConnectorFixture fixture, string connectorClass, bool isSink, params (string Name, string Value)[] properties)
    {
        ServiceProvider services = new ServiceCollection().AddSingleton<DbProviderFactory>(SqliteFactory.Instance).BuildServiceProvider();
        ConnectorPlan plan = new(
            isSink ? "sink" : "test",
            isSink,
            connectorClass,
            [.. properties.Select(property => KeyValuePair.Create(property.Name, property.Value))],
            fixture.Target);
        return new EmbeddedConnectorRunner(
            plan,
            new ConnectorFactory(services),
            fixture.Log,
            fixture.Topic,
            new ConnectorLimits(new LagLimit(fixture.Log, mostRecords: 0), 1024 * 1024),
            fixture.Meter,
            TimeProvider.System,
            NullLogger.Instance);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(condition(), "The condition did not come true in 10 seconds.");
    }
}
