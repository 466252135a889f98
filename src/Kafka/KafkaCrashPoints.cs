using QueryGen.Storage;

namespace QueryGen.Kafka;

/// <summary>The named places of a commit on Kafka at which tests end the process; see <see cref="CrashPoints"/>.</summary>
internal static class KafkaCrashPoints
{
    /// <summary>The transaction has the positions, and is open.</summary>
    public const string PositionsSent = "kafka.positions-sent";

    /// <summary>The transaction is committed, and the worker does not know yet.</summary>
    public const string Committed = "kafka.committed";

    /// <summary>Partitions are assigned, and their stores are not restored.</summary>
    public const string Assigned = "kafka.assigned";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [PositionsSent, Committed, Assigned];
}
