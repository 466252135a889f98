using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Storage;
using QueryGen.Testing.Simulation;
using QueryGen.Tests.Log;
using Xunit;

namespace QueryGen.Tests.Hosting;

/// <summary>A worker whose log cannot be opened does not start, and says why.</summary>
public sealed class LogFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_that_another_worker_has_is_told_at_start_and_by_the_health_check()
    {
        using IHost first = Build();
        await first.StartAsync();
        using IHost second = Build();
        LogInUseException error = await Assert.ThrowsAsync<LogInUseException>(() => second.StartAsync());
        Assert.Contains($"'{_folder["log"]}' is in use by another process", error.Message, StringComparison.Ordinal);
        HealthReport report = await second.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains(report.Entries.Values, entry => entry.Description == error.Message);
        await first.StopAsync();
    }

    [Fact]
    public async Task A_folder_of_another_format_is_told_at_start()
    {
        Directory.CreateDirectory(_folder["log"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["log"], "format"), "querygen-log 99\n");
        using IHost host = Build();
        LogFormatException error = await Assert.ThrowsAsync<LogFormatException>(() => host.StartAsync());
        Assert.Contains("has format 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_takes_no_more_commits_makes_the_worker_not_ready()
    {
        SimulatedDisk disk = new(1);
        using IHost host = Build(disk);
        await host.StartAsync();
        CountQueries queries = host.Services.GetRequiredService<CountQueries>();
        await queries.WordsProducer.ProduceAsync(new Word("first"));
        EmbeddedLog log = host.Services.GetRequiredService<EmbeddedRuntime>().Log;
        disk.Faults = new DiskFaults { FlushErrors = 1 };
        Assert.Throws<IOException>(log.Flush);

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Contains(
            report.Entries.Values, entry => entry.Status == HealthStatus.Unhealthy
                && entry.Description!.EndsWith("Start the process again: it goes on with what is on the disk.", StringComparison.Ordinal));
        await Assert.ThrowsAsync<IOException>(async () => await queries.WordsProducer.ProduceAsync(new Word("second")));
    }

    private IHost Build(IDisk? disk = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(disk ?? LocalDisk.Instance);
        builder.Services.AddQueryGen(options => options.StateDir = _folder.Path)
            .AddTopology(CountTopology.Create(), handles => new CountQueries(handles));
        return builder.Build();
    }
}
