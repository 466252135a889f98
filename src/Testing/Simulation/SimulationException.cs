namespace QueryGen.Testing.Simulation;

/// <summary>A run of a <see cref="Simulation"/> has broken a promise. The same seed breaks it again.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Names the seed and what is wrong.</summary>
    public SimulationException(ulong seed, string story, Exception cause)
        : base($"seed {seed}: {cause?.Message}", cause)
    {
        Seed = seed;
        Story = story;
    }

    /// <summary>Says nothing.</summary>
    public SimulationException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and why.</summary>
    public SimulationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; }

    /// <summary>What the run did until then, a line a step.</summary>
    public string Story { get; } = "";
}
