using QueryGen.Log;

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

    /// <summary>How the embedded log keeps its files.</summary>
    public EmbeddedLogOptions Log { get; set; } = new();

    /// <summary>Keys of the configuration section that nothing reads, to warn of.</summary>
    internal List<string> UnknownKeys { get; } = [];

    /// <summary>Texts of configuration values that cannot be read, each naming its key.</summary>
    internal List<string> Errors { get; } = [];
}
