using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace QueryGen.Connectors;

/// <summary>A connector as it is to run.</summary>
internal sealed record ConnectorPlan(
    string Name, bool IsSink, string ConnectorClass, IReadOnlyList<KeyValuePair<string, string>> Properties, ConnectorTarget Target);

/// <summary>Makes connectors by their class name.</summary>
/// <param name="services">Where ADO.NET providers are registered.</param>
internal sealed class ConnectorFactory(IServiceProvider services)
{
    public SourceConnector Source(ConnectorPlan plan, ConnectorSettings settings, string? position) =>
        plan.ConnectorClass.ToLowerInvariant() switch
        {
            "datagen" or "io.confluent.kafka.connect.datagen.datagenconnector" => new DatagenConnector(plan.Target, settings, position),
            "file" => new FileSourceConnector(plan.Target, settings, position),
            "database" or "jdbc" or "io.confluent.connect.jdbc.jdbcsourceconnector" =>
                new DatabaseConnector(Provider(settings), plan.Target, settings, position),
            _ => throw settings.Wrong("connector.class", $"'{plan.ConnectorClass}' is no source; there are datagen, file and database."),
        };

    public static SinkConnector Sink(ConnectorPlan plan, ConnectorSettings settings, string? position) =>
        plan.ConnectorClass.ToLowerInvariant() switch
        {
            "file" => new FileSinkConnector(plan.Target, settings, position),
            _ => throw settings.Wrong("connector.class", $"'{plan.ConnectorClass}' is no sink; there is file."),
        };

    private DbProviderFactory Provider(ConnectorSettings settings)
    {
        if (settings.Text("provider") is not { } name)
        {
            return services.GetService<DbProviderFactory>()
                ?? throw settings.Wrong(
                    "provider", "no ADO.NET provider is registered; add services.AddSingleton<DbProviderFactory>(…), or name one.");
        }

        return (services as IKeyedServiceProvider)?.GetKeyedService(typeof(DbProviderFactory), name) as DbProviderFactory
            ?? (DbProviderFactories.TryGetFactory(name, out DbProviderFactory? factory) ? factory : null)
            ?? throw settings.Wrong(
                "provider",
                $"'{name}' is not registered; add services.AddKeyedSingleton<DbProviderFactory>(\"{name}\", …) "
                + "or DbProviderFactories.RegisterFactory.");
    }
}
