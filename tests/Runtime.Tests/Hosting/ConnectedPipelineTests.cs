using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QueryGen.Access;
using QueryGen.Hosting;
using QueryGen.Tests.Log;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>Both kinds of input, a join, a restart: the sample's shape with operators written by hand.</summary>
public sealed class ConnectedPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _connectionString;

    public ConnectedPipelineTests()
    {
        _connectionString = $"Data Source={_folder["customers.db"]};Pooling=False";
        Execute(
            """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, club_status TEXT, updated_at TEXT DEFAULT '2025-01-01 00:00:00.000');
            CREATE TRIGGER changed AFTER UPDATE OF club_status ON customers
            BEGIN UPDATE customers SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id; END;
            INSERT INTO customers (id, club_status) VALUES (1, 'gold'), (2, 'gold');
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_change_in_the_database_is_joined_within_a_second()
    {
        using IHost host = Build(iterations: -1);
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(20));
        IAsyncEnumerable<Joined> rows = host.Services.GetRequiredService<JoinQueries>().Joined.Subscribe(stop.Token);
        await host.StartAsync();
        long changed = 0;
        await foreach (Joined row in rows)
        {
            if (changed == 0 && row is { UserId: 1, ClubStatus: "gold" })
            {
                Execute("UPDATE customers SET club_status = 'platinum' WHERE id = 1");
                changed = Stopwatch.GetTimestamp();
            }

            if (row is { UserId: 1, ClubStatus: "platinum" })
            {
                break;
            }
        }

        Assert.InRange(Stopwatch.GetElapsedTime(changed).TotalSeconds, 0, 1);
        await host.StopAsync();
    }

    [Fact]
    public async Task Started_again_it_neither_repeats_nor_loses_a_rating_and_still_knows_the_customers()
    {
        List<Joined> seen = [];
        foreach (int upTo in (int[])[40, 90, 150])
        {
            using IHost host = Build(upTo);
            using CancellationTokenSource stop = new(TimeSpan.FromSeconds(20));
            IAsyncEnumerable<Joined> rows = host.Services.GetRequiredService<JoinQueries>().Joined
                .Subscribe(new SubscribeOptions { FromBeginning = true }, stop.Token);
            await host.StartAsync();
            seen.Clear();
            await foreach (Joined row in rows)
            {
                seen.Add(row);
                if (seen.Count == upTo)
                {
                    break;
                }
            }

            await host.StopAsync();
            Execute("UPDATE customers SET updated_at = '2020-01-01 00:00:00.000'");
        }

        Assert.Equal(Enumerable.Range(1, 150).Select(id => (long?)id), seen.Select(row => row.RatingId).Order());
        Assert.All(seen.Where(row => row.RatingId > 40), row => Assert.Equal("gold", row.ClubStatus));
    }

    private IHost Build(int iterations)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<DbProviderFactory>(SqliteFactory.Instance);
        builder.Services.AddQueryGen(options =>
        {
            options.StateDir = _folder.Path;
            options.NumStreamThreads = 2;
            options.CommitInterval = TimeSpan.FromMilliseconds(20);
        }).AddTopology(JoinTopology.Create(_connectionString, iterations), handles => new JoinQueries(handles));
        return builder.Build();
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new(_connectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
