namespace QueryGen.State;

/// <summary>Sessions by the slice of event time in which they ended when they came here: those of a slice come out together.</summary>
/// <remarks>
/// A session that grows stays where it is, so that a row costs nothing here. Whoever takes it out looks whether it has grown, and puts it
/// back then. What is taken out has expired up to a slice before; nothing is ordered for it.
/// </remarks>
internal sealed unsafe class SessionSlices<TKey, TState>
    where TKey : unmanaged
    where TState : unmanaged, IState
{
    // The retention and as much again: what lies beyond waits in the last slice, and is looked at before its time.
    private const int Slices = 64;

    private readonly nint[] _first = new nint[Slices];
    private readonly long _sliceMs;
    private int _count;

    // Number of the earliest slice that may have sessions.
    private long _from;

    public SessionSlices(long retentionMs) => _sliceMs = (retentionMs / (Slices / 2)) + 1;

    public void Push(Session<TKey, TState>* session)
    {
        long slice = session->EndMs / _sliceMs;
        _from = _count++ == 0 ? slice : _from;
        ref nint first = ref _first[Math.Clamp(slice, _from, _from + Slices - 1) & (Slices - 1)];
        session->NextQueued = (Session<TKey, TState>*)first;
        session->IsQueued = true;
        first = (nint)session;
    }

    /// <summary>Takes a session out of a slice all of which is as early as a time or earlier; null where there is none.</summary>
    public Session<TKey, TState>* Take(long untilMs)
    {
        for (; _count > 0 && (_from + 1) * _sliceMs <= untilMs + 1; _from++)
        {
            ref nint first = ref _first[_from & (Slices - 1)];
            Session<TKey, TState>* session = (Session<TKey, TState>*)first;
            if (session != null)
            {
                first = (nint)session->NextQueued;
                ReadAhead.Fetch(session->NextQueued);
                session->IsQueued = false;
                _count--;
                return session;
            }
        }

        return null;
    }
}
