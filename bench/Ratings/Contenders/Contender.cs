using QueryGen.Serdes;

namespace QueryGen.Bench.Ratings.Contenders;

/// <summary>One way to run a query. All take the same batches and owe the same records.</summary>
internal abstract class Contender : IDisposable
{
    /// <summary>Records that it could not read, so far.</summary>
    public abstract long Failed { get; }

    /// <summary>How many sinks it writes that others see; internal topics are its own matter.</summary>
    public abstract int Sinks { get; }

    /// <summary>Takes in rows of the query's table.</summary>
    public virtual void Load(RecordBatch customers) => throw new InvalidOperationException($"{GetType().Name} has no table.");

    /// <summary>Takes at most 1024 records of the query's stream, in the order of their offsets.</summary>
    public abstract void Process(RecordBatch ratings);

    /// <summary>Writes what changed in its stores since the last call, as for a changelog, and forgets it.</summary>
    public virtual void Commit()
    {
    }

    /// <summary>How many records it wrote to a sink since <see cref="Clear"/>.</summary>
    public abstract int Count(int sink);

    /// <summary>One of them; valid until the next call to <see cref="Process"/> or <see cref="Clear"/>.</summary>
    public abstract RecordRef Written(int sink, int index);

    /// <summary>How many bytes at the end of its key are a window's start.</summary>
    public abstract int WindowBytes(int sink, int index);

    /// <summary>Drops what it wrote, as a task does when it has handed it to its sink.</summary>
    public abstract void Clear();

    /// <inheritdoc/>
    public abstract void Dispose();
}
