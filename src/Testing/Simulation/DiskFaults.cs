namespace QueryGen.Testing.Simulation;

/// <summary>What goes wrong with a simulated disk while it runs; what a crash loses is not among it.</summary>
internal sealed record DiskFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static DiskFaults None { get; } = new();

    /// <summary>Bytes that fit; a write beyond them is done in part and then fails as on a full disk.</summary>
    public long CapacityBytes { get; init; } = long.MaxValue;

    /// <summary>Everything that would change the disk fails.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>How often a read fails, 0 to 1.</summary>
    public double ReadErrors { get; init; }

    /// <summary>How often a write fails, having done nothing, a part, or everything; 0 to 1.</summary>
    public double WriteErrors { get; init; }

    /// <summary>How often a flush fails, and forgets what it had to bring to the disk, as Linux does; 0 to 1.</summary>
    public double FlushErrors { get; init; }

    /// <summary>How often a flush does nothing and says that it did: a drive that lies. 0 to 1.</summary>
    public double LostFlushes { get; init; }

    /// <summary>How long each call takes; <see cref="Wait"/> is told.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Lets time pass, on a test's clock or the real one.</summary>
    public Action<TimeSpan>? Wait { get; init; }
}
