namespace QueryGen.Testing.Simulation;

/// <summary>What a <see cref="Simulation"/> feeds, and what it expects.</summary>
public sealed record SimulationOptions
{
    /// <summary>
    /// The records to write, in this order; a few at a time, while the topology runs. Of one seed always the same ones: take what is
    /// random from the argument.
    /// </summary>
    public required Func<SeededRandom, IEnumerable<SimulatedRecord>> Input { get; init; }

    /// <summary>
    /// Compares what the topology has made of the input with what it should have made; throws where they differ. Called once a run, when
    /// everything is processed and the stores were restored once more.
    /// </summary>
    public required Action<SimulationRun> Check { get; init; }

    /// <summary>Partitions of topics that say nothing of them. 3.</summary>
    public int Partitions { get; init; } = 3;

    /// <summary>How often the process ends in a run before it is left in peace: without power, by a kill, or by a stop. 5.</summary>
    public int Lives { get; init; } = 5;

    /// <summary>How many steps a life has at most: rounds of a thread, writes of input, flushes … 80.</summary>
    public int Steps { get; init; } = 80;
}
