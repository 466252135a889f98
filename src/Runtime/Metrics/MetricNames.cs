namespace QueryGen.Metrics;

/// <summary>All names that dashboards and alerts depend on, in one place.</summary>
/// <remarks>The messaging ones are OpenTelemetry's semantic conventions, which are still in development.</remarks>
internal static class MetricNames
{
    public const string Meter = "QueryGen";

    public const string RecordsConsumed = "querygen.records.consumed";
    public const string RecordsProduced = "querygen.records.produced";
    public const string RecordsDropped = "querygen.records.dropped";
    public const string RecordsDeadLettered = "querygen.records.dead_lettered";
    public const string RecordsLate = "querygen.records.late";
    public const string RecordsFailed = "querygen.records.failed";
    public const string ProcessDuration = "querygen.process.duration";
    public const string CommitDuration = "querygen.commit.duration";
    public const string StateBytes = "querygen.state.bytes";
    public const string StateKeys = "querygen.state.keys";
    public const string RestoreRecords = "querygen.restore.records";
    public const string RestoreRemaining = "querygen.restore.remaining";
    public const string ConsumerLag = "querygen.consumer.lag";

    public const string OperationTag = "messaging.operation.name";
    public const string QueryTag = "querygen.query";
    public const string OperatorTag = "querygen.operator";
    public const string ConnectorTag = "querygen.connector";
    public const string TaskTag = "querygen.task";
    public const string SystemTag = "messaging.system";
    public const string DestinationTag = "messaging.destination.name";
    public const string PartitionTag = "messaging.destination.partition.id";
    public const string ErrorTypeTag = "error.type";

    /// <summary>Value of <see cref="SystemTag"/> on the embedded log.</summary>
    public const string EmbeddedSystem = "querygen";
}
