using System.Diagnostics.CodeAnalysis;
using QueryGen.Serdes;

namespace QueryGen.Tasks;

/// <summary>Where a task's records come from: the embedded log, Kafka, or the test driver. One a task.</summary>
public interface IRecordSource : IDisposable
{
    /// <summary>The next records of a source's partition, from where the last ones ended; false where there are none yet.</summary>
    /// <param name="source">Index into the sub-topology's sources.</param>
    /// <param name="batch">Valid until the next call for the same source. 64 bytes behind each value can be read.</param>
    /// <remarks>Only committed records. The first call reads from the committed position, or from the beginning.</remarks>
    bool TryRead(int source, out RecordBatch batch);

    /// <summary>How many records a source has that were not read yet; 0: the task has caught up.</summary>
    /// <remarks>Above 0 where <see cref="TryRead"/> gives none: they are on their way, and the task waits for them.</remarks>
    long Lag(int source);

    /// <summary>Which records a store's changelog has: from the first offset up to the end, which is behind the last committed
    /// one.</summary>
    /// <param name="store">Index into the sub-topology's stores.</param>
    (long First, long End) Changelog(int store);

    /// <summary>Gives what was processed up to the last commit once more, to build stores anew.</summary>
    /// <param name="past">Reads all sources from their first record up to the committed positions; the caller disposes of it.</param>
    /// <param name="reason">Why that cannot be, as a part of a sentence; null: it can.</param>
    bool TryReplay([NotNullWhen(true)] out IRecordSource? past, [NotNullWhen(false)] out string? reason)
    {
        past = null;
        reason = "its records come from a place that cannot be read again";
        return false;
    }

    /// <summary>Hands the records of a store's changelog over, oldest first, before the task starts.</summary>
    /// <param name="store">Index into the sub-topology's stores.</param>
    /// <param name="fromOffset">Those before it are left out: the store has them from a checkpoint.</param>
    /// <param name="restore">Takes records in; they are valid during the call.</param>
    void Restore(int store, long fromOffset, RestoreBatch restore);
}

/// <summary>Takes records of a changelog.</summary>
public delegate void RestoreBatch(RecordBatch batch);
