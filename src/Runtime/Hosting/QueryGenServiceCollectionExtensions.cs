using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using QueryGen.Access;
using QueryGen.Metrics;
using QueryGen.Storage;

namespace QueryGen.Hosting;

/// <summary>Puts compiled queries into a host.</summary>
public static class QueryGenServiceCollectionExtensions
{
    /// <summary>Adds a worker for compiled queries, configured by a section.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section <c>QueryGen</c>; keys that nothing reads are warned of at start.</param>
    /// <returns>Where topologies are added: call the generated <c>AddCompiledQueries()</c> on it.</returns>
    public static QueryGenBuilder AddQueryGen(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddQueryGen(options => OptionsReader.Read(section, options));
    }

    /// <summary>Adds a worker for compiled queries, configured in code.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; null leaves them as they are. Calls add up.</param>
    /// <returns>Where topologies are added: call the generated <c>AddCompiledQueries()</c> on it.</returns>
    public static QueryGenBuilder AddQueryGen(this IServiceCollection services, Action<QueryGenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<QueryGenOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QueryGenOptions>, OptionsValidator>());
        services.TryAddSingleton(provider => new QueryGenMeter(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDisk>(LocalDisk.Instance);
        services.TryAddSingleton<EmbeddedRuntime>();
        services.TryAddSingleton<TaskRegistry>();
        services.TryAddSingleton<WorkerState>();
        services.TryAddSingleton<RuntimeConnection, WorkerConnection>();
        if (!services.Any(service => service.ImplementationType == typeof(StreamsWorker)))
        {
            services.AddHostedService<StreamsWorker>();
            services.AddHealthChecks()
                .AddCheck<LiveHealthCheck>("querygen-live", tags: ["live"])
                .AddCheck<ReadyHealthCheck>("querygen-ready", tags: ["ready"]);
        }

        return new QueryGenBuilder(services);
    }
}
