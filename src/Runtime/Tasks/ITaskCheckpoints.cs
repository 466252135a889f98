using System.Collections.Immutable;
using QueryGen.Serdes;
using QueryGen.State;

namespace QueryGen.Tasks;

/// <summary>Takes records of a checkpoint.</summary>
/// <param name="batch">Valid during the call.</param>
/// <param name="records">How many records the checkpoint has.</param>
/// <param name="offset">The changelog's records from this offset on are not in it.</param>
internal delegate void CheckpointBatch(RecordBatch batch, long records, long offset);

/// <summary>Writes the stores of a task down as a whole now and then, and restores them from there. Used by the task's thread.</summary>
internal interface ITaskCheckpoints : IDisposable
{
    /// <summary>Fills an empty store from its newest checkpoint that can be used.</summary>
    /// <param name="index">The store's index.</param>
    /// <param name="firstOffset">Where its changelog begins.</param>
    /// <param name="endOffset">Behind the last committed record of its changelog.</param>
    /// <param name="restore">Takes the records.</param>
    /// <returns>The offset from which the changelog is to be read; null: from its beginning.</returns>
    long? Restore(int index, long firstOffset, long endOffset, CheckpointBatch restore);

    /// <summary>Counts entries that the changelog has behind a store's newest checkpoint.</summary>
    void Count(int index, long entries);

    /// <summary>Writes those stores whose time has come.</summary>
    /// <param name="stores">The task's; without changes that are not committed.</param>
    /// <param name="source">Knows their changelogs.</param>
    /// <param name="isEnd">Whether the task ends: each store that has changed is written, and is on the disk when the call returns.</param>
    void Write(ImmutableArray<StateStore?> stores, IRecordSource source, bool isEnd);
}
