using QueryGen.Operators;

namespace QueryGen.State;

/// <summary>EMIT FINAL: the sessions that stream time has closed.</summary>
public sealed unsafe partial class SessionStore<TKey, TState>
{
    private readonly SessionQueue<TKey, TState> _open = new();
    private readonly KeyByteOrder _order = new();

    // Sessions that ended before this are written.
    private long _finalBeforeMs = long.MinValue;

    /// <summary>Whether sessions may be closed that <see cref="Close"/> has not written.</summary>
    public bool HasClosed => _open.Count > 0 && _open.FirstEndMs < ClosedMs;

    /// <summary>Writes the rows of the sessions that are closed, in the order of their ends, starts, and the keys' bytes.</summary>
    /// <param name="context">The record that closed them.</param>
    /// <param name="output">Takes the rows.</param>
    public void Close<TOutput>(in RecordContext context, TOutput output)
        where TOutput : struct, IFinalOutput<TKey, TState>
    {
        long closedMs = ClosedMs;
        _order.Clear();
        while (_open.Count > 0 && _open.FirstEndMs < closedMs)
        {
            Session<TKey, TState>* session = _open.Pop();
            if (session->IsGone)
            {
                FreeUnlessAwaited(session);
            }
            else if (session->EndMs >= closedMs)
            {
                _open.Push(session);
            }
            else
            {
                _expiring.Push(session);
                Collect(session, output);
            }
        }

        foreach (ref readonly KeyByteOrder.Entry entry in _order.Sort())
        {
            Session<TKey, TState>* session = (Session<TKey, TState>*)entry.Item;
            bool wasEmitted = session->Entry.IsEmitted;
            output.Final(in session->Key, ref session->Entry, session->StartMs, session->EndMs, in context);
            if (session->Entry.IsEmitted != wasEmitted)
            {
                Touch(session);
            }
        }

        _finalBeforeMs = Math.Max(_finalBeforeMs, closedMs);
    }

    // After a restore, what an earlier run has written is among the open ones.
    private void Collect<TOutput>(Session<TKey, TState>* session, TOutput output)
        where TOutput : struct, IFinalOutput<TKey, TState>
    {
        if (session->EndMs >= _finalBeforeMs)
        {
            output.WriteKey(in session->Key, _order.Begin());
            _order.End((nint)session, session->EndMs, session->StartMs);
        }
    }
}
