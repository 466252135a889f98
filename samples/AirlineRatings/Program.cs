using System.Data.Common;
using System.Globalization;
using AirlineRatings;
using AirlineRatings.Queries;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QueryGen.Hosting;
using QueryGen.Kafka;

if (DemoArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(DemoArguments.Usage);
    return 2;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });

// What the connectors of Queries/*.sql read as ${env:…}.
string database = Path.GetFullPath(builder.Configuration["Airline:Database"] ?? "customers.db");
Environment.SetEnvironmentVariable("AIRLINE_DATABASE", database);
Environment.SetEnvironmentVariable("AIRLINE_RATE", arguments.Rate.ToString(CultureInfo.InvariantCulture));

CustomerDatabase customers = new(database);
customers.Create();
if (arguments.Club is { } club)
{
    bool isChanged = customers.SetClubStatus(club.Customer, club.Status);
    Console.WriteLine(isChanged ? $"customer {club.Customer} is {club.Status} now" : $"there is no customer {club.Customer}");
    return isChanged ? 0 : 1;
}

// The queries, compiled by the build out of Queries/*.sql and CustomersToCallBack.cs. They run on Kafka where
// QueryGen:Kafka:bootstrap.servers names one, else on the embedded log.
builder.Services.AddSingleton<DbProviderFactory>(SqliteFactory.Instance);
builder.Services.AddQueryGen(builder.Configuration.GetSection("QueryGen")).AddCompiledQueries().AddKafka();

using ErrorCount errors = new();
using IHost host = builder.Build();
Statistics statistics = new();
using CancellationTokenSource watching = new();
RatingsWatcher watcher = new(
    host.Services.GetRequiredService<CompiledQueries>(),
    host.Services.GetRequiredService<CustomersToCallBack>(),
    statistics,
    watching.Token);
await host.StartAsync();

// Until the time is over, or Ctrl+C.
IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
using CancellationTokenSource running = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
if (arguments.Seconds is { } seconds)
{
    running.CancelAfter(TimeSpan.FromSeconds(seconds));
}

await new LiveView(statistics).RunAsync(running.Token);

HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
await host.StopAsync();
await watcher.CatchUpAsync();
await watching.CancelAsync();
await watcher.EndAsync();

long failures = errors.Count + health.Entries.Values.Count(entry => entry.Status != HealthStatus.Healthy);
foreach (string? problem in health.Entries.Values.Select(entry => entry.Description).Where(problem => problem is not null))
{
    Console.WriteLine(problem);
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"demo: in {statistics.Ratings.Count}, POOR_RATINGS {statistics.PoorRatings.Count}, "
    + $"RATINGS_WITH_CUSTOMER_DATA {statistics.WithCustomers.Count}, UNHAPPY_PLATINUM_CUSTOMERS {statistics.UnhappyPlatinum.Count}, "
    + $"RATINGS_BY_CLUB_STATUS {statistics.ByClubStatus.Count}, errors {failures}"));
return failures == 0 ? 0 : 1;
