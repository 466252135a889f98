using System.Diagnostics.CodeAnalysis;

namespace QueryGen.State;

/// <summary>A group's state with what goes along with it.</summary>
/// <typeparam name="TState">The state, emitted.</typeparam>
public struct AggregateEntry<TState>
    where TState : unmanaged, IState
{
    // Some hundred million years.
    private const long MostMs = long.MaxValue >> 1;

    private TState _state;

    // Event time, and in the last bit whether it is emitted: a word less to fetch.
    private long _timeAndMark;

    /// <summary>Highest event time of the group's rows; 0 before the first.</summary>
    public long TimestampMs
    {
        readonly get => _timeAndMark >> 1;
        set => _timeAndMark = (Math.Min(value, MostMs) << 1) | (_timeAndMark & 1);
    }

    /// <summary>Whether the group's last result passed HAVING, so that it must be deleted when the next one does not.</summary>
    public bool IsEmitted
    {
        readonly get => (_timeAndMark & 1) != 0;
        set => _timeAndMark = (_timeAndMark & ~1L) | (value ? 1L : 0);
    }

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
