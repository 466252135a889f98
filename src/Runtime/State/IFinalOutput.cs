using QueryGen.Operators;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>Takes the rows of windows that are closed. Emitted for each query with EMIT FINAL.</summary>
/// <typeparam name="TKey">The group.</typeparam>
/// <typeparam name="TState">The state.</typeparam>
public interface IFinalOutput<TKey, TState>
    where TState : unmanaged, IState
{
    /// <summary>Writes a group's key as the result's topic has it, without a window: its bytes order the rows of one window.</summary>
    void WriteKey(in TKey key, OutputBuffer output);

    /// <summary>Writes the row of a group in a window.</summary>
    /// <param name="key">The group.</param>
    /// <param name="entry">Its state, in place.</param>
    /// <param name="startMs">Start of the window, inclusive.</param>
    /// <param name="endMs">Its end, exclusive; of a session the time of its last row.</param>
    /// <param name="context">The record that closed the window.</param>
    void Final(in TKey key, ref AggregateEntry<TState> entry, long startMs, long endMs, in RecordContext context);
}
