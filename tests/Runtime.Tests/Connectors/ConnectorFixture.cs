using QueryGen.Connectors;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Tests.Log;

namespace QueryGen.Tests.Connectors;

/// <summary>A log in a folder, a target topic and a clock that moves by hand.</summary>
internal sealed class ConnectorFixture : IDisposable
{
    public ConnectorFixture(ConnectorTarget target)
    {
        Target = target;
        Log = EmbeddedLog.Open(Folder["log"]);
        Topic = Log.GetOrCreateTopic(target.Topic, 1);
    }

    public static ConnectorTarget Ratings { get; } = new(
        "ratings",
        [],
        [
            new("RATING_ID", ColumnType.BigInt),
            new("USER_ID", ColumnType.Integer),
            new("STARS", ColumnType.Integer),
            new("ROUTE_ID", ColumnType.Integer),
            new("RATING_TIME", ColumnType.BigInt),
            new("CHANNEL", ColumnType.Varchar),
            new("MESSAGE", ColumnType.Varchar),
        ],
        RecordFormat.None,
        RecordFormat.Json);

    public static ConnectorTarget Customers { get; } = new(
        "customers",
        [new("ID", ColumnType.Integer)],
        [new("NAME", ColumnType.Varchar), new("CLUB_STATUS", ColumnType.Varchar)],
        RecordFormat.Kafka,
        RecordFormat.Json);

    public TemporaryFolder Folder { get; } = new();

    public EmbeddedLog Log { get; }

    public LogTopic Topic { get; }

    public ConnectorTarget Target { get; }

    public HandClock Clock { get; } = new();

    public QueryGenMeter Meter { get; } = new();

    public IEnumerable<string?> Values => EmbeddedLogTests.Values(Topic, 0);

    public ConnectorOutput Output(string connector = "test", long maxBytes = long.MaxValue) =>
        new(connector, Target, new EmbeddedConnectorWriter(Log, Topic, connector), Clock, maxBytes);

    public static ConnectorSettings Settings(params (string Name, string Value)[] properties) =>
        new("test", properties.Select(property => KeyValuePair.Create(property.Name, property.Value)));

    /// <summary>Polls until there is nothing more to do at once, committing as the runner does.</summary>
    public static async Task<TimeSpan?> DrainAsync(SourceConnector connector, ConnectorOutput output)
    {
        TimeSpan? wait;
        do
        {
            wait = await connector.PollAsync(output, default);
            output.Commit(connector.Position);
        }
        while (wait == TimeSpan.Zero);

        return wait;
    }

    public void Dispose()
    {
        Log.Dispose();
        Meter.Dispose();
        Folder.Dispose();
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class HandClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
