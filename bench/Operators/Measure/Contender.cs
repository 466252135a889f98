using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.Measure;

/// <summary>One way to run a query. All take the same batches and owe the same records.</summary>
internal abstract class Contender : IDisposable
{
    /// <summary>Records that it could not read, left out, or found late, so far. There are none: nothing is measured else.</summary>
    public abstract long Failed { get; }

    /// <summary>Records that it wrote since <see cref="Clear"/>.</summary>
    public abstract int Count { get; }

    /// <summary>Takes records of one source, in the order of their offsets.</summary>
    /// <param name="source">The source's place in the workload.</param>
    /// <param name="batch">At most as many as a workload has in a batch.</param>
    public abstract void Process(int source, RecordBatch batch);

    /// <summary>Writes what changed in its stores since the last call, as for a changelog, and forgets it.</summary>
    public abstract void Commit();

    /// <summary>One of the records that it wrote; valid until the next call.</summary>
    public abstract RecordRef Written(int index);

    /// <summary>Drops what it wrote.</summary>
    public abstract void Clear();

    /// <inheritdoc/>
    public abstract void Dispose();
}
