using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueryGen.Hosting;
using QueryGen.Log;
using QueryGen.Metrics;
using QueryGen.Topologies;

namespace QueryGen.Kafka;

/// <summary>What stream threads and typed handles on Kafka share.</summary>
internal sealed class KafkaRuntime : IDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly Lazy<KafkaSettings> _settings;
    private readonly Lazy<KafkaTopics> _partitions;
    private readonly Lazy<ProcessIdentity> _process;
    private readonly Lazy<Task> _topics;

    public KafkaRuntime(
        IOptions<QueryGenOptions> options,
        IEnumerable<Topology> topologies,
        TaskRegistry registry,
        QueryGenMeter meter,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        Options = options.Value;
        Topologies = Options.ErrorHandling.ApplyTo([.. topologies]);
        Registry = registry;
        Meter = meter;
        Clock = clock;
        Logger = loggers.CreateLogger("QueryGen.Kafka");
        _loggers = loggers;
        Names = new TopicNames(Options.ApplicationId);
        Events = new WorkerEvents(loggers, meter, clock, Options.IncludeRows);
        _settings = new Lazy<KafkaSettings>(() => new KafkaSettings(Options));
        _partitions = new Lazy<KafkaTopics>(() => new KafkaTopics(Settings, Names, Options));
        _topics = new Lazy<Task>(() => Task.Run(() => Partitions.CreateAsync(Topologies)));
        _process = new Lazy<ProcessIdentity>(() => new ProcessIdentity(Options.StateDir, Options.ApplicationId));
    }

    public QueryGenOptions Options { get; }

    public IReadOnlyList<Topology> Topologies { get; }

    public TaskRegistry Registry { get; }

    public QueryGenMeter Meter { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public TopicNames Names { get; }

    public WorkerEvents Events { get; }

    /// <summary>Another one for each process, so that two workers never fence each other; the same one after a restart.</summary>
    public string ProcessId => _process.Value.Id;

    public KafkaSettings Settings => _settings.Value;

    public KafkaTopics Partitions => _partitions.Value;

    /// <summary>The topics that tasks read.</summary>
    public IEnumerable<string> Topics => Sources.Distinct(StringComparer.Ordinal);

    /// <summary>The log of a connector.</summary>
    public ILogger Connectors(string name) => _loggers.CreateLogger($"QueryGen.Connectors.{name}");

    /// <summary>Makes the topics that are missing, once.</summary>
    public Task MakeTopicsAsync() => _topics.Value;

    /// <summary>Says what of the topologies does not run on Kafka yet.</summary>
    /// <exception cref="InvalidOperationException">Something does not.</exception>
    public void Check()
    {
        List<string> problems = [];
        foreach (ConnectorDescriptor connector in
            Options.RunConnectors ? Topologies.SelectMany(topology => topology.Connectors) : [])
        {
            if (connector.IsSink)
            {
                problems.Add($"the sink connector {connector.Name} (set QueryGen:RunConnectors to false)");
            }
            else if (!Sources.Contains(connector.Topic, StringComparer.Ordinal))
            {
                problems.Add($"the connector {connector.Name}, as no query reads its topic '{connector.Topic}'");
            }
        }

        if (Sources.GroupBy(topic => topic, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            problems.Add($"'{twice.Key}', which several sub-topologies read (give one of them an ApplicationId of its own)");
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException("What does not run on Kafka yet: " + string.Join("; ", problems) + ".");
        }
    }

    public void Dispose()
    {
        if (_process.IsValueCreated)
        {
            _process.Value.Dispose();
        }
    }

    private IEnumerable<string> Sources =>
        Topologies.SelectMany(topology => topology.SubTopologies).SelectMany(part => part.Sources.Select(Names.Of).Distinct());
}
