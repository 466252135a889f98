using System.Diagnostics.CodeAnalysis;

namespace QueryGen.State;

/// <summary>A group's state with what goes along with it.</summary>
/// <typeparam name="TState">The state, emitted.</typeparam>
public struct AggregateEntry<TState>
    where TState : unmanaged, IState
{
    private TState _state;

    /// <summary>Highest event time of the group's rows; <see cref="long.MinValue"/> before the first.</summary>
    public long TimestampMs { get; set; }

    /// <summary>Whether the group's last result passed HAVING, so that it must be deleted when the next one does not.</summary>
    public bool IsEmitted { get; set; }

    /// <summary>The state, in place.</summary>
    [UnscopedRef]
    public ref TState State => ref _state;

    internal void Write(ref StateWriter writer)
    {
        writer.Fixed(TimestampMs);
        writer.Fixed(IsEmitted);
        _state.Write(ref writer);
    }

    internal void Read(ref StateReader reader, StoreMemory memory)
    {
        TimestampMs = reader.Fixed<long>();
        IsEmitted = reader.Fixed<bool>();
        _state.Read(ref reader, memory);
    }
}
