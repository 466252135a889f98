using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace QueryGen.Hosting;

/// <summary>Live: every thread goes round its loop. Registered as <c>querygen-live</c>, tag <c>live</c>.</summary>
internal sealed class LiveHealthCheck(WorkerState state, IOptions<QueryGenOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        TimeSpan longest = state.Threads.Select(thread => thread.SinceHeartbeat).DefaultIfEmpty().Max();

        // A long restore is work, not a hang.
        bool isStuck = state.IsRestored && longest > options.Value.HeartbeatTimeout;
        return Task.FromResult(isStuck
            ? HealthCheckResult.Unhealthy($"a stream thread has not turned for {longest.TotalSeconds:F0} s")
            : HealthCheckResult.Healthy());
    }
}

/// <summary>
/// Ready: started, stores restored, every task and connector running, the log taking commits. Registered as <c>querygen-ready</c>, tag
/// <c>ready</c>.
/// </summary>
internal sealed class ReadyHealthCheck(WorkerState state, TaskRegistry registry, EmbeddedRuntime runtime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] failures = [.. registry.Failures];
        string[] connectors = [.. state.Connectors.Select(connector => connector.Problem).OfType<string>()];
        string[] threads = [.. state.Threads.Select(thread => thread.Problem).OfType<string>().Distinct()];
        return Task.FromResult(
            (state.Failure ?? runtime.LogFailure) is { } failure ? HealthCheckResult.Unhealthy(failure)
            : failures.Length > 0 ? HealthCheckResult.Unhealthy(string.Join("; ", failures))
            : state.Threads.Count == 0 ? HealthCheckResult.Unhealthy("the worker is not started")
            : threads.Length > 0 ? HealthCheckResult.Unhealthy(string.Join("; ", threads))
            : !state.IsRestored ? HealthCheckResult.Unhealthy(Restoring(state.Restored))
            : connectors.Length > 0 ? HealthCheckResult.Degraded(string.Join("; ", connectors))
            : HealthCheckResult.Healthy());
    }

    internal static string Restoring((long Done, long Total) entries) => string.Create(
        CultureInfo.InvariantCulture,
        $"stores are being restored: {100 * entries.Done / Math.Max(entries.Total, 1)} % of {entries.Total} changelog entries");
}
