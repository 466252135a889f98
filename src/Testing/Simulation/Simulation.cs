using QueryGen.Topologies;

namespace QueryGen.Testing.Simulation;

/// <summary>
/// Runs a compiled topology with the real tasks, stores, commits and log on a machine that does not exist: its disk, its clock and the
/// order in which its threads run all come from one seed.
/// </summary>
/// <remarks>
/// <para>
/// In a run the power fails at any write or at named places between two, writes are torn, what was not synced is lost or survives out of
/// order, processes are killed or stopped, the disk fills up or refuses, bits flip, the clock jumps; batches have any size. Then
/// everything is processed in peace, and <see cref="SimulationOptions.Check"/> looks at what came of it. Meanwhile the simulation itself
/// checks of every topic that no record that was committed and on disk ever changes or goes.
/// </para>
/// <para>
/// The same seed gives the same run, on every machine. Connectors and INSERT VALUES do not run: what they would write is input.
/// </para>
/// </remarks>
/// <param name="topology">Emitted code has it as <c>CompiledQueries.Topology</c>.</param>
/// <param name="options">What goes in, and what should come out.</param>
/// <example>
/// <code>
/// Simulation simulation = new(CompiledQueries.Topology, new SimulationOptions
/// {
///     Input = random => Enumerable.Range(0, 100).Select(i => new SimulatedRecord("orders", $"k{random.Next(9)}", $"{i}", timestampMs: i)),
///     Check = run => Assert.Equal(100, run.Records("ORDERS_COPY").Count()),
/// });
/// for (ulong seed = 0; seed &lt; 1_000; seed++)
/// {
///     simulation.Run(seed);
/// }
/// </code>
/// </example>
public sealed class Simulation(Topology topology, SimulationOptions options)
{
    /// <summary>Does one run to its end. Thread-safe: each run has a world of its own.</summary>
    /// <param name="seed">Decides everything; any number.</param>
    /// <returns>What the run did.</returns>
    /// <exception cref="SimulationException">A promise is broken; its cause says which.</exception>
    public SimulationRun Run(ulong seed)
    {
        using SimulationRun run = new(topology, options, seed);
        try
        {
            run.Run();
            return run;
        }
        catch (Exception violation)
        {
            throw new SimulationException(seed, run.Story, violation);
        }
    }
}
