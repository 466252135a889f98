using System.Data.Common;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using QueryGen.Connectors;
using QueryGen.Log;
using Xunit;

namespace QueryGen.Tests.Connectors;

/// <summary>
/// A process that ends between a connector's poll and its commit: an instance whose rows are never committed, and a next one that goes on
/// at the log's position.
/// </summary>
public sealed class ConnectorCrashTests : IDisposable
{
    private const int Rows = 200;

    private readonly ConnectorFixture _customers = new(ConnectorFixture.Customers);
    private readonly ConnectorFixture _ratings = new(ConnectorFixture.Ratings);

    private string Database => $"Data Source={_customers.Folder["customers.db"]};Pooling=False";

    public void Dispose()
    {
        _customers.Dispose();
        _ratings.Dispose();
    }

    [Fact]
    public async Task Each_line_of_a_file_is_there_once()
    {
        string path = _customers.Folder["customers.jsonl"];
        string name = new('n', 5000);
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, Rows).Select(i => $$"""{"id":{{i}},"name":"{{name}} {{i}}"}"""));
        await CrashAtEveryPollAsync(
            _customers,
            long.MaxValue,
            position => new FileSourceConnector(_customers.Target, ConnectorFixture.Settings(("file", path)), position));
        Assert.Equal(Enumerable.Range(0, Rows), Names().Select(one => int.Parse(one.Split(' ')[1])));
    }

    [Fact]
    public async Task Each_generated_record_is_there_once()
    {
        await CrashAtEveryPollAsync(_ratings, 4096, position => new DatagenConnector(
            _ratings.Target,
            ConnectorFixture.Settings(("quickstart", "ratings"), ("interval.ms", "0"), ("iterations", $"{Rows}")),
            position));
        Assert.Equal(
            Enumerable.Range(1, Rows),
            _ratings.Values.Select(value => JsonDocument.Parse(value!).RootElement.GetProperty("RATING_ID").GetInt32()));
    }

    [Theory]
    [InlineData("incrementing", 7)]
    [InlineData("timestamp+incrementing", 7)]
    [InlineData("timestamp", 7)]
    [InlineData("timestamp", 1)]
    public async Task Each_row_of_a_database_is_there_once(string mode, int batch)
    {
        CreateCustomers(time: i => i / 10);
        await CrashAtEveryPollAsync(_customers, long.MaxValue, position => Connector(position, mode, batch));
        Assert.Equal(Enumerable.Range(0, Rows), Names().Select(int.Parse));
    }

    [Theory]
    [InlineData("incrementing")]
    [InlineData("timestamp+incrementing")]
    [InlineData("timestamp")]
    public async Task A_poll_ends_when_it_holds_too_much_and_no_row_is_lost(string mode)
    {
        CreateCustomers(time: i => i / 3);
        await CrashAtEveryPollAsync(_customers, 100, position => Connector(position, mode, batch: 1_000_000));
        Assert.Equal(Enumerable.Range(0, Rows), Names().Select(int.Parse));
        Assert.InRange(_customers.Log.CommitCount, Rows / 10, Rows);
    }

    [Theory]
    [InlineData("bulk")]
    [InlineData("timestamp")]
    public async Task Rows_without_a_position_between_them_are_committed_in_parts_and_none_is_lost(string mode)
    {
        // All rows have one time: after a crash they come again.
        CreateCustomers(time: _ => 0);
        using (ConnectorOutput output = _customers.Output(maxBytes: 100))
        using (DatabaseConnector connector = Connector(output.Position, mode, batch: 7))
        {
            await connector.PollAsync(output, default);
        }

        long parts = _customers.Log.CommitCount;
        Assert.InRange(parts, Rows / 10, Rows);
        Assert.InRange(Names().Count(), Rows / 2, Rows - 1);
        using (ConnectorOutput output = _customers.Output())
        using (DatabaseConnector connector = Connector(output.Position, mode, batch: 7))
        {
            await connector.PollAsync(output, default);
            output.Commit(connector.Position);
        }

        Assert.Equal(Enumerable.Range(0, Rows), Names().TakeLast(Rows).Select(int.Parse));
    }

    [Fact]
    public async Task A_file_sink_repeats_no_row_whose_position_was_never_committed()
    {
        string path = _customers.Folder["out.jsonl"];
        await File.WriteAllTextAsync(path, "there before\n");

        // It starts, writes a row and ends before any commit of rows.
        await RunSinkUntilAsync(path, () => _customers.Log.Position("connector/sink") is not null);
        await File.AppendAllTextAsync(path, "{\"ID\":1,\"NAME\":\"cut sh");
        Write(1, "Ada");
        Write(2, "Bo");
        await RunSinkUntilAsync(path, () => _customers.Log.PositionNumber("connector/sink/0") == 2);

        // The same behind rows that were committed.
        await File.AppendAllTextAsync(path, "{\"ID\":3,\"NAME\":\"Cy\",\"CLUB_STATUS\":null}\n");
        Write(3, "Cy");
        await RunSinkUntilAsync(path, () => _customers.Log.PositionNumber("connector/sink/0") == 3);

        Assert.Equal(
            [
                "there before",
                """{"ID":1,"NAME":"Ada","CLUB_STATUS":null}""",
                """{"ID":2,"NAME":"Bo","CLUB_STATUS":null}""",
                """{"ID":3,"NAME":"Cy","CLUB_STATUS":null}""",
            ],
            await File.ReadAllLinesAsync(path));
    }

    /// <summary>Each poll is made twice: by an instance that ends before its commit, and by one that commits.</summary>
    private static async Task CrashAtEveryPollAsync(ConnectorFixture fixture, long maxBytes, Func<string?, SourceConnector> create)
    {
        bool isOver = false;
        for (int i = 0; !isOver; i++)
        {
            Assert.InRange(i, 0, 2 * Rows);
            foreach (bool commits in (bool[])[false, true])
            {
                using ConnectorOutput output = fixture.Output(maxBytes: maxBytes);
                using SourceConnector connector = create(output.Position);
                TimeSpan? wait = await connector.PollAsync(output, default);
                if (commits)
                {
                    isOver = output.Added == 0 && wait != TimeSpan.Zero;
                    output.Commit(connector.Position);
                }
            }
        }
    }

    private DatabaseConnector Connector(string? position, string mode, int batch) => new(
        SqliteFactory.Instance,
        _customers.Target,
        ConnectorFixture.Settings(
            ("connection.string", Database),
            ("table", "customers"),
            ("mode", mode),
            ("timestamp.column.name", "updated_at"),
            ("incrementing.column.name", "id"),
            ("batch.max.rows", $"{batch}")),
        position);

    private void CreateCustomers(Func<int, int> time)
    {
        using SqliteConnection connection = new(Database);
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, updated_at INTEGER);"
            + string.Concat(Enumerable.Range(0, Rows).Select(i => $"INSERT INTO customers VALUES ({i}, '{i}', {time(i)});"));
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private IEnumerable<string> Names() =>
        _customers.Values.Select(value => JsonDocument.Parse(value!).RootElement.GetProperty("NAME").GetString()!);

    private void Write(int id, string name)
    {
        LogTransaction transaction = _customers.Log.Begin();
        transaction.Writer(_customers.Topic, 0).Append(
            1, hasKey: true, [0, 0, 0, (byte)id], hasValue: true, Encoding.UTF8.GetBytes($$"""{"NAME":"{{name}}"}"""));
        transaction.Commit();
    }

    private async Task RunSinkUntilAsync(string path, Func<bool> condition)
    {
        EmbeddedConnectorRunner runner = new(
            new ConnectorPlan("sink", IsSink: true, "file", [KeyValuePair.Create("file", path)], _customers.Target),
            new ConnectorFactory(new ServiceCollection().AddSingleton<DbProviderFactory>(SqliteFactory.Instance).BuildServiceProvider()),
            _customers.Log,
            _customers.Topic,
            new ConnectorLimits(new LagLimit(_customers.Log, mostRecords: 0), 1024 * 1024),
            _customers.Meter,
            TimeProvider.System,
            NullLogger.Instance);
        using CancellationTokenSource stop = new();
        Task running = runner.RunAsync(stop.Token);
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(condition(), runner.State.Problem ?? "The condition did not come true in 10 seconds.");
        await stop.CancelAsync();
        await running;
    }
}
