using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QueryGen.Bench.Kafka.Queries;
using QueryGen.Hosting;
using QueryGen.Kafka;

namespace QueryGen.Bench.Kafka.Contenders;

/// <summary>The compiled queries in an ordinary worker with one thread; only the topics of one of them have records.</summary>
internal static class WorkerRun
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    public static async Task<Measured> RunAsync(string servers, string source, long records, bool isExactlyOnce)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddQueryGen(options =>
        {
            options.ApplicationId = $"bench-{Guid.NewGuid():N}";
            options.StateDir = Directory.CreateTempSubdirectory("querygen-bench-").FullName;
            options.DefaultPartitions = KafkaBench.Partitions;
            options.ProcessingGuarantee = isExactlyOnce ? ProcessingGuarantee.ExactlyOnceV2 : ProcessingGuarantee.AtLeastOnce;
            options.Kafka["bootstrap.servers"] = servers;
        }).AddCompiledQueries().AddKafka();
        using IHost host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        WorkerState state = host.Services.GetRequiredService<WorkerState>();
        KafkaStreamThread thread = state.Threads.OfType<KafkaStreamThread>().Single();
        Stopwatches time = new(records);
        Stopwatch stuck = Stopwatch.StartNew();
        for (long count = 0; count < records || thread.Partitions.Any(partition => partition.Behind != 0);)
        {
            await Task.Delay(2).ConfigureAwait(false);

            // The source has no transactions: positions count records.
            count = thread.Partitions.Where(partition => partition.Topic == source).Sum(partition => Math.Max(0, partition.Position));
            time.Pass(count);
            if (stuck.Elapsed > LongestRun)
            {
                throw new InvalidOperationException("The worker does not come to the end: " + string.Join(", ", thread.Partitions.Select(
                    partition => $"{partition.Topic}/{partition.Partition} at {partition.Position}, {partition.Behind} behind")));
            }

            if (thread.Problem is { } problem && count > 0)
            {
                throw new InvalidOperationException(problem);
            }
        }

        Measured measured = time.End();
        await host.StopAsync().ConfigureAwait(false);
        return measured;
    }
}
