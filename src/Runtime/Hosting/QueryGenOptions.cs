using QueryGen.Checkpoints;
using QueryGen.Log;
using QueryGen.Tasks;
using QueryGen.Topologies;

namespace QueryGen.Hosting;

/// <summary>How a worker runs. In configuration the same names stand under <c>QueryGen</c>.</summary>
public sealed class QueryGenOptions
{
    /// <summary>
    /// Stands before the names of internal topics and names the consumer group. Letters, digits, '.', '_' and '-'.
    /// </summary>
    public string ApplicationId { get; set; } = "querygen";

    /// <summary>
    /// The folder of the embedded log, the stores' checkpoints and the connectors' positions. Made where there is none.
    /// </summary>
    public string StateDir { get; set; } = "./.querygen";

    /// <summary>What a restart after a failure promises.</summary>
    public ProcessingGuarantee ProcessingGuarantee { get; set; } = ProcessingGuarantee.ExactlyOnceV2;

    /// <summary>How often results are committed, and so become visible. From 1 ms to 1 hour.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Threads that share the tasks. From 1 to 256.</summary>
    public int NumStreamThreads { get; set; } = 1;

    /// <summary>Partitions of a topic that says nothing of them and is made here. From 1 to 10,000.</summary>
    public int DefaultPartitions { get; set; } = 1;

    /// <summary>
    /// How long a task waits for a source that has no record, so as to take records in timestamp order. Kafka's
    /// <c>max.task.idle.ms</c>.
    /// </summary>
    public TimeSpan MaxTaskIdle { get; set; } = TimeSpan.Zero;

    /// <summary>The worker is not live when a thread has not turned for this long.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping worker may take for its last commit.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// True: the connectors of the topology run in this worker; false: somebody else fills the topics.
    /// </summary>
    public bool RunConnectors { get; set; } = true;

    /// <summary>
    /// What happens to a record that cannot be used, for sources whose SQL does not say it with <c>on_error</c>. In configuration
    /// <c>skip</c>, <c>fail</c> or <c>dlq</c>.
    /// </summary>
    public ErrorPolicy OnError { get; set; } = ErrorPolicy.Skip;

    /// <summary>
    /// The topic that gets everything that goes wrong, as JSON; null: it is logged only. In configuration <c>ProcessingLog:Topic</c>.
    /// </summary>
    public string? ProcessingLogTopic { get; set; }

    /// <summary>
    /// Whether the processing log holds the data of records, and the messages of exceptions of a user's functions. In configuration
    /// <c>ProcessingLog:IncludeRows</c>.
    /// </summary>
    public bool IncludeRows { get; set; }

    /// <summary>
    /// A task stops when so large a share of a source's last <see cref="FailureWindow"/> records could not be used. From 0, which never
    /// stops it, to 1. In configuration <c>FailureLimit:Share</c>.
    /// </summary>
    public double FailureShare { get; set; }

    /// <summary>
    /// How many of a source's last records <see cref="FailureShare"/> looks at. From 1 to 1,000,000. In configuration
    /// <c>FailureLimit:Records</c>.
    /// </summary>
    public int FailureWindow { get; set; } = 1000;

    /// <summary>What happens at the start where a store was written by a query that kept something else.</summary>
    public IncompatiblePolicy OnIncompatible { get; set; }

    /// <summary>
    /// How many bytes a task or a connector takes and writes before it commits ahead of its interval, so that what waits for a commit stays
    /// bounded. At least 64 KiB; what a single record needs can come on top.
    /// </summary>
    public long MaxUncommittedBytes { get; set; } = StreamThread.DefaultMaxUncommittedBytes;

    /// <summary>
    /// How many committed records of a partition may wait for its slowest reader in this worker, a query or a sink connector, before those
    /// that write there are held up: queries, source connectors and producers. 0: nobody is held up, and the log grows.
    /// </summary>
    public long MaxLag { get; set; } = 1_000_000;

    /// <summary>How many look-ups of one task may wait for their answer; further ones wait for their turn. From 1 to 1,000,000.</summary>
    public int MaxPendingLookups { get; set; } = 1000;

    /// <summary>When stores are written down as a whole.</summary>
    public CheckpointOptions Checkpoints { get; set; } = new();

    /// <summary>How the embedded log keeps its files.</summary>
    public EmbeddedLogOptions Log { get; set; } = new();

    /// <summary>
    /// Properties of the Kafka client, by librdkafka's names. With <c>bootstrap.servers</c> the worker runs on Kafka, without it on
    /// the embedded log. In configuration <c>Kafka:*</c>.
    /// </summary>
    public Dictionary<string, string> Kafka { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the worker runs on Kafka.</summary>
    internal bool UsesKafka => Kafka.ContainsKey("bootstrap.servers");

    /// <summary>Whether the program can run on Kafka.</summary>
    internal bool HasKafka { get; set; }

    /// <summary>Keys of the configuration section that nothing reads, to warn of.</summary>
    internal List<string> UnknownKeys { get; } = [];

    /// <summary>Texts of configuration values that cannot be read, each naming its key.</summary>
    internal List<string> Errors { get; } = [];

    internal ErrorHandling ErrorHandling => new()
    {
        OnError = OnError,
        ProcessingLogTopic = ProcessingLogTopic,
        IncludeRows = IncludeRows,
        FailureShare = FailureShare,
        FailureWindow = FailureWindow,
    };
}
