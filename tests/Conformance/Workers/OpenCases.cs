using System.Collections.Concurrent;
using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Workers;

/// <summary>The cases that are still to run, in batches, and the outcomes of the others. Used by several workers at once.</summary>
internal sealed class OpenCases
{
    private readonly ConcurrentQueue<int[]> _batches = new();
    private readonly ConcurrentDictionary<int, Outcome> _outcomes = new();
    private int _open;

    /// <param name="chosen">Indexes of the cases.</param>
    /// <param name="batchSize">How many are compiled together.</param>
    public OpenCases(IEnumerable<int> chosen, int batchSize)
    {
        foreach (int[] batch in chosen.Chunk(batchSize))
        {
            Add(batch);
        }
    }

    /// <summary>Whether no batch waits and none runs: one that runs may yet break and come back in parts.</summary>
    public bool AreDone => Volatile.Read(ref _open) == 0;

    public bool TryTake(out int[] batch)
    {
        bool isTaken = _batches.TryDequeue(out int[]? next);
        batch = next ?? [];
        return isTaken;
    }

    public void End(int index, Outcome outcome) => _outcomes[index] = outcome;

    /// <summary>A batch that was taken has run to its end.</summary>
    public void Return() => Interlocked.Decrement(ref _open);

    /// <summary>
    /// The process that ran a batch is lost. The case that it was at failed; the others wait again. If it was at what all share, halves
    /// of the batch find out whose fault it is.
    /// </summary>
    /// <param name="batch">As it was taken.</param>
    /// <param name="current">The case that it was at, or <see cref="CaseBatch.Everyone"/>.</param>
    /// <param name="loss">How it was lost.</param>
    public void Return(int[] batch, int current, string loss)
    {
        int[] open = [.. batch.Where(index => !_outcomes.ContainsKey(index))];
        if (current == CaseBatch.Everyone && open.Length > 1)
        {
            Add(open[..(open.Length / 2)]);
            Add(open[(open.Length / 2)..]);
        }
        else if (open.Length > 0)
        {
            int culprit = current == CaseBatch.Everyone ? open[0] : current;
            End(culprit, Outcome.Failed(loss, "The process that ran it was lost."));
            Add([.. open.Where(index => index != culprit)]);
        }

        Return();
    }

    /// <summary>The outcome of a case that has run.</summary>
    public Outcome this[int index] => _outcomes[index];

    private void Add(int[] batch)
    {
        if (batch.Length > 0)
        {
            Interlocked.Increment(ref _open);
            _batches.Enqueue(batch);
        }
    }
}
