using QueryGen.Topologies;

namespace QueryGen.Testing;

/// <summary>How a <see cref="TopologyTestDriver"/> runs.</summary>
public sealed record TestDriverOptions
{
    /// <summary>Partitions of every topic, whatever the SQL says; 1 keeps all records in one order.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>What the clock shows at first.</summary>
    public DateTimeOffset Start { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether the records of INSERT VALUES are there from the start.</summary>
    public bool WriteSeeds { get; init; } = true;

    /// <summary>What happens to what goes wrong, as the worker's configuration would say it.</summary>
    public ErrorHandling Errors { get; init; } = new();
}
