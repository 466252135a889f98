using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using QueryGen.Access;
using QueryGen.Hosting;

namespace QueryGen.Kafka;

/// <summary>Lets a worker run on Apache Kafka.</summary>
public static class KafkaQueryGenBuilderExtensions
{
    /// <summary>
    /// Runs the worker on Kafka where <c>QueryGen:Kafka:bootstrap.servers</c> is set; elsewhere it stays on the embedded log.
    /// </summary>
    /// <param name="builder">What <c>AddQueryGen</c> returned.</param>
    /// <returns>The same.</returns>
    public static QueryGenBuilder AddKafka(this QueryGenBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.Configure<QueryGenOptions>(options => options.HasKafka = true);
        services.TryAddSingleton<KafkaRuntime>();
        services.TryAddSingleton<KafkaConnection>();
        services.TryAddSingleton<WorkerConnection>();
        services.Replace(ServiceDescriptor.Singleton<RuntimeConnection>(provider =>
            provider.GetRequiredService<KafkaRuntime>().Options.UsesKafka
                ? provider.GetRequiredService<KafkaConnection>()
                : provider.GetRequiredService<WorkerConnection>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KafkaWorker>());
        return builder;
    }
}
