using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueryGen.Hosting;
using QueryGen.Kafka.Tests.Queries;

namespace QueryGen.Kafka.Tests;

/// <summary>A worker of this process, by configuration alone.</summary>
internal sealed class Worker : IAsyncDisposable
{
    public const int SessionTimeoutSeconds = 6;

    private readonly IHost _host;

    private Worker(IHost host) => _host = host;

    public CompiledQueries Queries => _host.Services.GetRequiredService<CompiledQueries>();

    public static async Task<Worker> StartAsync(string servers, params (string Key, string Value)[] settings)
    {
        IHost host = Builder([("QueryGen:Kafka:bootstrap.servers", servers), .. settings]).Build();
        try
        {
            await host.StartAsync();
            return new Worker(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static HostApplicationBuilder Builder(IEnumerable<(string Key, string Value)> settings)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders()
            .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.f "))
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions", LogLevel.None);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["QueryGen:ApplicationId"] = "test",
            ["QueryGen:DefaultPartitions"] = "4",
            ["QueryGen:RunConnectors"] = "false",
            ["QueryGen:Kafka:session.timeout.ms"] = $"{SessionTimeoutSeconds * 1000}",
            ["QueryGen:Kafka:transaction.timeout.ms"] = "6000",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Services.AddQueryGen(builder.Configuration.GetSection("QueryGen")).AddCompiledQueries().AddKafka();
        return builder;
    }

    public async Task<HealthReport> HealthAsync() =>
        await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
