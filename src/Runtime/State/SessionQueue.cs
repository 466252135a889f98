namespace QueryGen.State;

/// <summary>Sessions by the end that they had when they came here, the earliest first: a binary heap.</summary>
/// <remarks>
/// A session that grows stays where it is, so that a row costs nothing here. Whoever takes it out looks whether it has grown, and puts it
/// back then.
/// </remarks>
internal sealed unsafe class SessionQueue<TKey, TState>
    where TKey : unmanaged
    where TState : unmanaged, IState
{
    private Waiting[] _waiting = new Waiting[16];

    public int Count { get; private set; }

    /// <summary>The end that the first session had, and perhaps has; there is one.</summary>
    public long FirstEndMs => _waiting[0].EndMs;

    public void Push(Session<TKey, TState>* session)
    {
        if (Count == _waiting.Length)
        {
            Array.Resize(ref _waiting, Count * 2);
        }

        Waiting added = new(session->EndMs, (nint)session);
        session->IsQueued = true;
        int hole = Count++;
        for (int parent = (hole - 1) / 2; hole > 0 && added.EndMs < _waiting[parent].EndMs; parent = (hole - 1) / 2)
        {
            _waiting[hole] = _waiting[parent];
            hole = parent;
        }

        _waiting[hole] = added;
    }

    /// <summary>Takes the first session out; there is one.</summary>
    public Session<TKey, TState>* Pop()
    {
        Session<TKey, TState>* first = (Session<TKey, TState>*)_waiting[0].Session;
        first->IsQueued = false;
        Waiting last = _waiting[--Count];
        int hole = 0;
        for (int child = 1; child < Count; child = (2 * hole) + 1)
        {
            child += child + 1 < Count && _waiting[child + 1].EndMs < _waiting[child].EndMs ? 1 : 0;
            if (_waiting[child].EndMs >= last.EndMs)
            {
                break;
            }

            _waiting[hole] = _waiting[child];
            hole = child;
        }

        _waiting[hole] = last;
        return first;
    }

    private readonly record struct Waiting(long EndMs, nint Session);
}
