using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueryGen.Durability.Queries;
using QueryGen.Hosting;
using QueryGen.Kafka;

namespace QueryGen.Durability.Crash;

/// <summary>The process that is killed on Kafka: an ordinary host, which ends when it is asked to.</summary>
internal static class KafkaCrashWorker
{
    public static async Task<int> RunAsync(string folder, string servers)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddQueryGen(options =>
        {
            options.ApplicationId = "crash";
            options.StateDir = folder;
            options.DefaultPartitions = CrashWorker.Partitions;
            options.NumStreamThreads = 2;
            options.CommitInterval = TimeSpan.FromMilliseconds(50);
            options.RunConnectors = false;
            options.Kafka["bootstrap.servers"] = servers;
            options.Kafka["session.timeout.ms"] = "3000";
            options.Kafka["heartbeat.interval.ms"] = "500";
        }).AddCompiledQueries().AddKafka();
        using IHost host = builder.Build();
        await host.RunAsync().ConfigureAwait(false);
        return 0;
    }
}
