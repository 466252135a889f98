using Microsoft.Data.Sqlite;
using QueryGen.Connectors;
using QueryGen.Tests.Log;
using Xunit;

namespace QueryGen.Tests.Connectors;

public sealed class DatabaseConnectorTests : IDisposable
{
    private readonly ConnectorFixture _fixture = new(ConnectorFixture.Customers);
    private readonly string _connectionString;
    private int _second;

    public DatabaseConnectorTests()
    {
        _connectionString = $"Data Source={_fixture.Folder["customers.db"]};Pooling=False";
        Execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, club_status TEXT, updated_at TEXT)");
        Insert("Ada", "gold");
        Insert("Bo", "silver");
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Timestamp_and_incrementing_sees_inserts_and_updates_also_over_a_restart()
    {
        (string, string)[] mode =
            [("mode", "timestamp+incrementing"), ("timestamp.column.name", "updated_at"), ("incrementing.column.name", "id")];
        Assert.Equal(["Ada gold", "Bo silver"], await NewRows(mode));
        Assert.Empty(await NewRows(mode));

        Insert("Cy", "gold");
        Execute($"UPDATE customers SET club_status = 'platinum', updated_at = '{NextTime()}' WHERE id = 1");
        Assert.Equal(["Cy gold", "Ada platinum"], await NewRows(mode));
        Assert.Empty(await NewRows(mode));
    }

    [Fact]
    public async Task Rows_of_one_time_are_told_apart_by_their_number()
    {
        (string, string)[] mode =
            [("mode", "timestamp+incrementing"), ("timestamp.column.name", "updated_at"), ("incrementing.column.name", "id")];
        string time = NextTime();
        Execute($"INSERT INTO customers (name, club_status, updated_at) VALUES ('Cy', 'gold', '{time}')");
        Assert.Equal(3, (await NewRows(mode)).Count);
        Execute($"INSERT INTO customers (name, club_status, updated_at) VALUES ('Di', 'gold', '{time}')");
        Assert.Equal(["Di gold"], await NewRows(mode));
    }

    [Fact]
    public async Task Incrementing_sees_inserts_only()
    {
        (string, string)[] mode = [("mode", "incrementing"), ("incrementing.column.name", "id")];
        Assert.Equal(["Ada gold", "Bo silver"], await NewRows(mode));
        Execute("UPDATE customers SET club_status = 'platinum' WHERE id = 1");
        Insert("Cy", "gold");
        Assert.Equal(["Cy gold"], await NewRows(mode));
    }

    [Fact]
    public async Task Timestamp_sees_what_was_changed_later()
    {
        (string, string)[] mode = [("mode", "timestamp"), ("timestamp.column.name", "updated_at")];
        Assert.Equal(2, (await NewRows(mode)).Count);
        Execute($"UPDATE customers SET club_status = 'bronze', updated_at = '{NextTime()}' WHERE id = 2");
        Assert.Equal(["Bo bronze"], await NewRows(mode));
    }

    [Fact]
    public async Task Bulk_reads_everything_each_time()
    {
        Assert.Equal(2, (await NewRows(("mode", "bulk"))).Count);
        Assert.Equal(2, (await NewRows(("mode", "bulk"))).Count);
    }

    [Fact]
    public async Task A_query_can_stand_for_the_table()
    {
        using ConnectorOutput output = _fixture.Output();
        ConnectorSettings settings = ConnectorFixture.Settings(
            ("connection.string", _connectionString),
            ("query", "SELECT id, upper(name) AS name, club_status FROM customers WHERE club_status = 'gold';"),
            ("mode", "incrementing"),
            ("incrementing.column.name", "id"));
        using DatabaseConnector connector = new(SqliteFactory.Instance, _fixture.Target, settings, null);
        await ConnectorFixture.DrainAsync(connector, output);
        Assert.Equal(["""{"NAME":"ADA","CLUB_STATUS":"gold"}"""], _fixture.Values);
    }

    [Fact]
    public async Task Many_rows_come_in_several_batches()
    {
        for (int i = 0; i < 25; i++)
        {
            Insert($"customer {i}", "gold");
        }

        Assert.Equal(27, (await NewRows(("mode", "incrementing"), ("incrementing.column.name", "id"), ("batch.max.rows", "4"))).Count);
    }

    [Fact]
    public async Task The_record_has_the_key_and_the_time_of_the_row()
    {
        await NewRows(("mode", "timestamp"), ("timestamp.column.name", "updated_at"));
        EmbeddedLogTests.Copied first = EmbeddedLogTests.Read(_fixture.Topic, 0)[0];
        Assert.Equal("\0\0\0\u0001", first.Key);
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 1, TimeSpan.Zero).ToUnixTimeMilliseconds(), first.TimestampMs);
    }

    [Fact]
    public void A_missing_property_is_named() => Assert.Contains(
        "property 'incrementing.column.name': it is missing",
        Assert.Throws<ConnectorException>(() => new DatabaseConnector(
            SqliteFactory.Instance,
            _fixture.Target,
            ConnectorFixture.Settings(("connection.string", "x"), ("table", "customers"), ("mode", "incrementing")),
            null)).Message,
        StringComparison.Ordinal);

    private async Task<List<string>> NewRows(params (string Name, string Value)[] properties)
    {
        int before = _fixture.Values.Count();
        using ConnectorOutput output = _fixture.Output();
        ConnectorSettings settings = ConnectorFixture.Settings(
            [("connection.string", _connectionString), ("table", "customers"), .. properties]);
        using DatabaseConnector connector = new(SqliteFactory.Instance, _fixture.Target, settings, output.Position);
        await ConnectorFixture.DrainAsync(connector, output);
        return [.. _fixture.Values.Skip(before).Select(value => System.Text.Json.JsonDocument.Parse(value!).RootElement)
            .Select(row => $"{row.GetProperty("NAME")} {row.GetProperty("CLUB_STATUS")}")];
    }

    private string NextTime() => $"2025-01-01 00:00:{++_second:D2}.000";

    private void Insert(string name, string status) =>
        Execute($"INSERT INTO customers (name, club_status, updated_at) VALUES ('{name}', '{status}', '{NextTime()}')");

    private void Execute(string sql)
    {
        using SqliteConnection connection = new(_connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
