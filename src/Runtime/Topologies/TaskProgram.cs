using QueryGen.Serdes;

namespace QueryGen.Topologies;

/// <summary>What a task runs: emitted code derives from it, one class a sub-topology, one instance a task.</summary>
public abstract class TaskProgram
{
    /// <summary>A program for one task.</summary>
    protected TaskProgram(TaskContext task) => Task = task;

    /// <summary>What the runtime gives the program.</summary>
    protected TaskContext Task { get; }

    /// <summary>Takes records of one source, in the order of their offsets. One virtual call a batch.</summary>
    /// <param name="source">Index into <see cref="SubTopology.Sources"/>.</param>
    /// <param name="batch">Valid during the call.</param>
    public abstract void Process(int source, RecordBatch batch);

    /// <summary>Looks a row up in a store, on the task's thread, and writes it in the formats of the table's topic.</summary>
    /// <param name="table">The number that the program gave the table.</param>
    /// <param name="key">Its <see cref="RecordRef.Key"/> is the key in the table's key format, without a window.</param>
    /// <param name="windowStartMs">Start of the window for a windowed table, else null.</param>
    /// <param name="result">Gets exactly one record where there is a row.</param>
    /// <returns>Whether there is a row.</returns>
    public virtual bool TryLookup(int table, in RecordRef key, long? windowStartMs, OutputBuffer result) => false;
}
