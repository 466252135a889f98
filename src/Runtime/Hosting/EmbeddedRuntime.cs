using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Storage;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>
/// The embedded log of this host with the topics of its topologies; opened when somebody first needs it, closed with
/// the host.
/// </summary>
internal sealed class EmbeddedRuntime : IDisposable
{
    private readonly Lazy<EmbeddedLog> _log;
    private readonly Lazy<LagLimit> _lag;
    private readonly IDisk _disk;
    private readonly ILogger _logger;

    public EmbeddedRuntime(
        IOptions<QueryGenOptions> options, IEnumerable<Topology> topologies, TimeProvider clock, IDisk disk, ILoggerFactory loggers)
    {
        _disk = disk;
        _logger = loggers.CreateLogger("QueryGen.Log");
        Options = options.Value;
        Topologies = Options.ErrorHandling.ApplyTo([.. topologies]);
        Names = new TopicNames(Options.ApplicationId);
        Clock = clock;
        _log = new Lazy<EmbeddedLog>(Open);
        _lag = new Lazy<LagLimit>(() => new LagLimit(Log, Options.MaxLag));
        if (Topologies.GroupBy(topology => topology.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"The topology '{twice.Key}' is added twice; a worker runs each one once.");
        }
    }

    public QueryGenOptions Options { get; }

    public IReadOnlyList<Topology> Topologies { get; }

    public TopicNames Names { get; }

    public TimeProvider Clock { get; }

    /// <summary>The log.</summary>
    /// <exception cref="IOException">
    /// The folder cannot be used: see <see cref="EmbeddedLog.Open(string, EmbeddedLogOptions?, ILogger?)"/>.
    /// </exception>
    public EmbeddedLog Log => _log.Value;

    /// <summary>Holds those back that write faster than others read.</summary>
    public LagLimit Lag => _lag.Value;

    /// <summary>Why the log takes no more commits; null: it does, or is not open.</summary>
    public string? LogFailure => _log.IsValueCreated ? _log.Value.Failure : null;

    /// <summary>Makes topics, and tells how many tasks a sub-topology has.</summary>
    public TopicSetup Setup(EmbeddedLog log) => new(log, Names, Options.DefaultPartitions);

    /// <summary>The checkpoints of a task: in the log's folder, for they say nothing of another log.</summary>
    public TaskCheckpoints Checkpoints(EmbeddedLog log, SubTopology subTopology, int partition)
    {
        CheckpointPlace place = new(
            _disk,
            Path.GetFullPath(Path.Combine(Options.StateDir, "log", "checkpoints")),
            Options.Checkpoints,
            Options.Log.DeleteRetention,
            log.Flush,
            Task.Run,
            Clock,
            _logger);
        return new TaskCheckpoints(place, subTopology.Stores.Select(Names.Of), partition);
    }

    public LogTopic Topic(string name) => Log.GetOrCreateTopic(name, Options.DefaultPartitions);

    public void Dispose()
    {
        if (_log.IsValueCreated)
        {
            _log.Value.Dispose();
        }
    }

    private EmbeddedLog Open()
    {
        EmbeddedLog log = EmbeddedLog.Open(
            _disk, Path.GetFullPath(Path.Combine(Options.StateDir, "log")), Options.Log with { Clock = Clock }, _logger);
        try
        {
            foreach (Topology topology in Topologies)
            {
                Setup(log).Create(topology);
            }

            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }
}
