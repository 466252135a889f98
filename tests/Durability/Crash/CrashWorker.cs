using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueryGen.Checkpoints;
using QueryGen.Durability.Queries;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Topologies;

namespace QueryGen.Durability.Crash;

/// <summary>The process that is killed: an ordinary host on a real disk. Ends by itself when all records are processed.</summary>
internal static class CrashWorker
{
    public const int Partitions = 3;

    /// <summary>Small files, so that each life begins new ones, cleans and compacts.</summary>
    public static EmbeddedLogOptions LogOptions { get; } = new()
    {
        SegmentBytes = 256 * 1024,
        CommitFileBytes = 64 * 1024,
        FlushInterval = TimeSpan.FromMilliseconds(200),
        CleanInterval = TimeSpan.FromMilliseconds(300),
    };

    public static async Task<int> RunAsync(string folder)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddQueryGen(options =>
        {
            options.ApplicationId = "crash";
            options.StateDir = folder;
            options.DefaultPartitions = Partitions;
            options.NumStreamThreads = 2;
            options.CommitInterval = TimeSpan.FromMilliseconds(50);
            options.Log = LogOptions;
            options.Checkpoints = new CheckpointOptions { Interval = TimeSpan.FromMilliseconds(200), MinEntries = 100 };
        }).AddCompiledQueries();
        using IHost host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        long orders = long.Parse(Environment.GetEnvironmentVariable(CrashVerb.Records)!, System.Globalization.CultureInfo.InvariantCulture);
        EmbeddedRuntime runtime = host.Services.GetRequiredService<EmbeddedRuntime>();
        TaskRegistry tasks = host.Services.GetRequiredService<TaskRegistry>();
        while (!IsDone(runtime, orders))
        {
            if (tasks.Failures.FirstOrDefault() is { } failure)
            {
                await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
                return 1;
            }

            await Task.Delay(100).ConfigureAwait(false);
        }

        await host.StopAsync().ConfigureAwait(false);
        return 0;
    }

    /// <summary>All orders are there, and every task has committed the end of each of its sources.</summary>
    private static bool IsDone(EmbeddedRuntime runtime, long orders)
    {
        EmbeddedLog log = runtime.Log;
        LogTopic topic = runtime.Topic("orders");
        return Enumerable.Range(0, topic.PartitionCount).Sum(topic.CommittedOffset) == orders
            && runtime.Topologies.SelectMany(topology => topology.SubTopologies).SelectMany(part => part.Sources).All(source =>
                log.TryGetTopic(runtime.Names.Of(source), out LogTopic? read) && Enumerable.Range(0, read.PartitionCount).All(partition =>
                    (log.PositionNumber(runtime.Names.Position(source, partition)) ?? 0) == read.CommittedOffset(partition)));
    }
}
