namespace QueryGen.Log;

/// <summary>How a topic of the embedded log keeps its records.</summary>
public sealed record TopicSettings
{
    /// <summary>As the log's options say.</summary>
    public static TopicSettings Default { get; } = new();

    /// <summary>The last record of each key is kept, earlier ones go in time; a tombstone goes too, later.</summary>
    public bool IsCompacted { get; init; }

    /// <summary>How long records are kept; <see cref="Timeout.InfiniteTimeSpan"/>: for ever; null: as the log's options say.</summary>
    /// <remarks>A compacted topic keeps them for ever unless this says something.</remarks>
    public TimeSpan? Retention { get; init; }

    /// <summary>How many bytes a partition keeps; null: as the log's options say.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary>
    /// Start of the names of positions, one a partition and with its number behind a slash, before which nobody reads any more: records
    /// before them go. Null: there are none.
    /// </summary>
    public string? ReadPosition { get; init; }
}
