namespace QueryGen.Checkpoints;

/// <summary>When a task writes its stores down as a whole, so that a restart need not read their whole changelogs.</summary>
public sealed record CheckpointOptions
{
    /// <summary>
    /// From one checkpoint of a store to the next at least. In configuration <c>Checkpoints:Interval</c>; <c>-1</c>: none are written,
    /// and those that are there are not used.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many entries the changelog must have got since, so that few changes cost no checkpoint; and as many as a quarter of the store's
    /// keys. A stop writes one for any change. In configuration <c>Checkpoints:MinEntries</c>.
    /// </summary>
    public long MinEntries { get; init; } = 100_000;
}
