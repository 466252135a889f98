using System.Globalization;
using AtmFraud;
using AtmFraud.Queries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QueryGen.Hosting;

if (DemoArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(DemoArguments.Usage);
    return 2;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });

// The queries, compiled by the build out of Queries/*.sql.
builder.Services.AddQueryGen(builder.Configuration.GetSection("QueryGen")).AddCompiledQueries();
using IHost host = builder.Build();
CompiledQueries queries = host.Services.GetRequiredService<CompiledQueries>();
using CancellationTokenSource watching = new();
FraudWatcher watcher = new(queries.PossibleFrauds.Subscribe(watching.Token));
await host.StartAsync();

// Until the time is over, or Ctrl+C.
IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
using CancellationTokenSource running = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
if (arguments.Seconds is { } seconds)
{
    running.CancelAfter(TimeSpan.FromSeconds(seconds));
}

DateTimeOffset started = TimeProvider.System.GetUtcNow();
Bank bank = new(seed: 1, run: started.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture));
int withdrawals = 0;
try
{
    foreach (Customers.Row customer in Bank.AllCustomers())
    {
        await queries.CustomersProducer.ProduceAsync(customer, cancellationToken: running.Token);
    }

    using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / arguments.Rate));
    while (await timer.WaitForNextTickAsync(running.Token))
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await queries.WithdrawalsProducer.ProduceAsync(bank.Next(now), now, running.Token);
        withdrawals++;
    }
}
catch (OperationCanceledException)
{
    // The time is over.
}

HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
await watcher.CatchUpAsync();
await host.StopAsync();
await watching.CancelAsync();
await watcher.EndAsync();
foreach (string? problem in health.Entries.Values.Select(entry => entry.Description).Where(problem => problem is not null))
{
    Console.WriteLine(problem);
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"demo: withdrawals {withdrawals}, thefts {bank.Thefts}, POSSIBLE_FRAUDS {watcher.Frauds}, accounts {watcher.Accounts}, "
    + $"health {health.Status}"));
return health.Status == HealthStatus.Healthy ? 0 : 1;
