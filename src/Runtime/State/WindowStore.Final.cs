using QueryGen.Operators;

namespace QueryGen.State;

/// <summary>EMIT FINAL: the windows that stream time has closed.</summary>
/// <remarks>
/// A window is closed where it takes no more rows. All that are closed are written before the next row is taken, so that stream time alone
/// says which are: it need not be kept beside the states.
/// </remarks>
public sealed partial class WindowStore<TKey, TState>
{
    private readonly KeyByteOrder _order = new();
    private readonly bool _keepsUntilFinal;

    // Windows that start here or earlier are written, and the first of the others that there is starts no earlier than that.
    private long _finalStartMs = long.MinValue;
    private long _firstOpenMs = long.MaxValue;

    /// <summary>Whether windows are closed that <see cref="Close"/> has not written.</summary>
    public bool HasClosed => LastClosedMs >= _firstOpenMs;

    // Start of the last window that is closed; of the first rows of all, none is.
    private long LastClosedMs => Math.Max(_streamTime.Ms, 0) - _graceMs - _sizeMs;

    /// <summary>Whether a window is closed and written.</summary>
    public bool IsFinal(long windowStartMs) => windowStartMs <= _finalStartMs;

    /// <summary>Writes the rows of the windows that are closed, in the order of their starts, then of the keys' bytes.</summary>
    /// <param name="context">The record that closed them.</param>
    /// <param name="output">Takes the rows.</param>
    public void Close<TOutput>(in RecordContext context, TOutput output)
        where TOutput : struct, IFinalOutput<TKey, TState>
    {
        long lastMs = LastClosedMs;
        int index = IndexOf(_finalStartMs);
        for (index = index < 0 ? ~index : index + 1; index < _windows.Count && _windows[index].StartMs <= lastMs; index++)
        {
            Write(_windows[index], in context, output);
        }

        _finalStartMs = lastMs;
        _firstOpenMs = index < _windows.Count ? _windows[index].StartMs : long.MaxValue;
        if (_keepsUntilFinal && _windows.Count > 0)
        {
            DropExpired(_windows[^1].StartMs - _retentionMs);
        }
    }

    private unsafe void Write<TOutput>(Window window, in RecordContext context, TOutput output)
        where TOutput : struct, IFinalOutput<TKey, TState>
    {
        KeyTable<TKey, AggregateEntry<TState>> slots = window.Table.Slots;
        _order.Clear();
        long place = 0;
        for (Slot<TKey, AggregateEntry<TState>>* slot = slots.Next(ref place); slot != null; slot = slots.Next(ref place))
        {
            output.WriteKey(in slot->Key, _order.Begin());
            _order.End((nint)slot);
        }

        foreach (ref readonly KeyByteOrder.Entry entry in _order.Sort())
        {
            Slot<TKey, AggregateEntry<TState>>* slot = (Slot<TKey, AggregateEntry<TState>>*)entry.Item;
            bool wasEmitted = slot->Value.IsEmitted;
            output.Final(in slot->Key, ref slot->Value, window.StartMs, window.StartMs + _sizeMs, in context);
            if (slot->Value.IsEmitted != wasEmitted)
            {
                slots.Touch(slot);
            }
        }
    }
}
