using System.Buffers.Binary;
using System.Diagnostics;
using QueryGen.Serdes;
using QueryGen.Time;

namespace QueryGen.State;

/// <summary>The states of an aggregation in sessions: rows of a group that follow each other without a longer gap.</summary>
/// <remarks>
/// Semantics: Kafka Streams' session store. A row takes three steps: <see cref="Observe"/> finds what it changes, <see
/// cref="TryTakeChanged"/> tells it, <see cref="Merge"/> does it. Sessions that expire come out of slices of time: nothing is searched
/// for them. Stream time is the end of the last session.
/// </remarks>
/// <typeparam name="TKey">The group, emitted.</typeparam>
/// <typeparam name="TState">The state, emitted.</typeparam>
public sealed unsafe partial class SessionStore<TKey, TState> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TState : unmanaged, IMergedState<TState>
{
    // From a group to its last session.
    private readonly KeyTable<TKey, nint> _last;
    private readonly SessionSlices<TKey, TState> _expiring;
    private readonly long _gapMs;
    private readonly long _graceMs;
    private readonly long _retentionMs;
    private readonly bool _isFinal;
    private readonly bool _keepsUntilFinal;
    private StreamTime _streamTime = new();
    private long _count;
    private nint[] _changed = [];
    private int _changedCount;

    // End of the last session that was stored.
    private long _newestEndMs = -1;

    // What the row that Observe took in last changes: its group, up to two sessions of that, in order, and the bounds that come of it.
    private Slot<TKey, nint>* _slot;
    private Session<TKey, TState>* _first;
    private Session<TKey, TState>* _second;
    private long _startMs;
    private long _endMs;
    private int _told;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Types of group and state.</param>
    /// <param name="gapMs">The longest time between two rows of a session, milliseconds.</param>
    /// <param name="graceMs">How long after the gap behind its end, in stream time, a session takes rows; milliseconds.</param>
    /// <param name="retentionMs">How long after its end, in stream time, a session is kept; null: gap and grace.</param>
    /// <param name="isFinal">Sessions are written once, by <see cref="Close"/>.</param>
    /// <param name="keepsUntilFinal">They take rows as long as they are not written, also past the retention.</param>
    public SessionStore(
        string name, string layout, long gapMs, long graceMs, long? retentionMs = null, bool isFinal = false,
        bool keepsUntilFinal = false)
        : base(name, layout)
    {
        _keepsUntilFinal = keepsUntilFinal;
        _gapMs = gapMs;
        _graceMs = graceMs;
        _retentionMs = retentionMs ?? (gapMs + graceMs);
        _isFinal = isFinal;
        _expiring = new(_retentionMs);
        _last = new(Memory);
    }

    /// <summary>Memory for the texts of the states.</summary>
    public StoreMemory Memory { get; } = new();

    /// <summary>How many sessions it holds.</summary>
    public override long Count => _count;

    /// <inheritdoc/>
    public override long SizeBytes => Memory.SizeBytes + _last.SizeBytes;

    /// <inheritdoc/>
    public override bool HasChanges => _changedCount > 0;

    /// <summary>Whether it is too large for the processor's cache, so that updates gain by <see cref="FetchSlot"/>.</summary>
    public bool IsLarge => SizeBytes > ReadAhead.LargeBytes;

    /// <summary>Begins to fetch where a group's sessions are found; a hint, a while before <see cref="FetchRow"/>.</summary>
    public void FetchSlot(in TKey key) => _last.Prefetch(key);

    /// <summary>Begins to fetch a group's last session; a hint, a while before a row of it.</summary>
    public void FetchRow(in TKey key)
    {
        Slot<TKey, nint>* slot = _last.Find(key);
        if (slot != null)
        {
            ReadAhead.Fetch(LastOf(slot));
        }
    }

    /// <summary>Takes in a row's event time and finds the sessions that the row lies in or brings together.</summary>
    /// <returns>False where what would come of it has ended too long ago, and the row is therefore late.</returns>
    public bool Observe(in TKey key, long timestampMs)
    {
        Expire();
        _streamTime.Observe(timestampMs);
        long closedMs = ClosedMs;
        _first = _second = null;
        _told = 0;
        _startMs = _endMs = timestampMs;

        // A row that is late by itself can only join a session that is there.
        _slot = timestampMs >= closedMs ? _last.FindOrAdd(key, out _) : _last.Find(key);
        if (_slot == null)
        {
            return false;
        }

        long oldestEndMs = _keepsUntilFinal ? _finalBeforeMs : ExpiredMs + 1;
        for (Session<TKey, TState>* session = LastOf(_slot); session != null; session = session->Earlier)
        {
            if (session->EndMs < timestampMs - _gapMs || session->EndMs < oldestEndMs)
            {
                break;
            }

            if (session->StartMs <= timestampMs + _gapMs)
            {
                // A third one would have to lie in the gap between the others.
                Debug.Assert(_second == null, "Sessions of a group are a gap apart.");
                _second = _first;
                _first = session;
                _startMs = Math.Min(_startMs, session->StartMs);
                _endMs = Math.Max(_endMs, session->EndMs);
            }
        }

        return _endMs >= closedMs;
    }

    /// <summary>The next session, in the order of time, that the row makes another of.</summary>
    /// <param name="startMs">Time of its first row.</param>
    /// <param name="endMs">Time of its last row.</param>
    /// <param name="isEmitted">Whether its last result passed HAVING.</param>
    /// <returns>False where there is no other.</returns>
    public bool TryTakeChanged(out long startMs, out long endMs, out bool isEmitted)
    {
        // As in ksqlDB: where all rows of the session have one time its key stays; else what it was is deleted, even with the same bounds.
        Session<TKey, TState>* session = _startMs == _endMs || _told == 2 ? null : _told == 0 ? _first : _second;
        _told++;
        (startMs, endMs, isEmitted) = session == null ? default : (session->StartMs, session->EndMs, session->Entry.IsEmitted);
        return session != null;
    }

    /// <summary>Makes one session of the row and those that it changes.</summary>
    /// <param name="startMs">Time of the session's first row.</param>
    /// <param name="endMs">Time of its last row.</param>
    /// <returns>The session's entry, in place; the row is not in it yet. Valid until the next call to the store.</returns>
    public ref AggregateEntry<TState> Merge(out long startMs, out long endMs)
    {
        (startMs, endMs) = (_startMs, _endMs);
        Session<TKey, TState>* session = _first;
        if (session == null)
        {
            session = Add(_slot, startMs);
            session->Entry.TimestampMs = endMs;
            Await(session);
        }
        else if (_second != null)
        {
            session->Entry.State.Merge(in _second->Entry.State, Memory);
            Unlink(_slot, _second);
            Remove(_second);
        }

        if (startMs < endMs)
        {
            session->Entry.IsEmitted = false;
        }

        if (_isFinal && !_keepsUntilFinal)
        {
            RemoveSame(session, startMs, endMs);
        }

        session->StartMs = startMs;
        session->Entry.TimestampMs = endMs;
        _newestEndMs = Math.Max(_newestEndMs, endMs);
        Touch(session);
        return ref session->Entry;
    }

    /// <summary>A copy of the entry of a group's session that starts at a time; false where there is none, or where it is not written yet.
    /// Its texts are valid until the state changes.</summary>
    public bool TryGet(in TKey key, long startMs, out long endMs, out AggregateEntry<TState> entry)
    {
        (endMs, entry) = (0, default);
        Slot<TKey, nint>* slot = _last.Find(key);
        for (Session<TKey, TState>* session = slot == null ? null : LastOf(slot); session != null; session = session->Earlier)
        {
            if (session->StartMs == startMs && (!_isFinal || session->EndMs < _finalBeforeMs))
            {
                (endMs, entry) = (session->EndMs, session->Entry);
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _order.Dispose();
        _last.Dispose();
        Memory.Dispose();
    }

    // Sessions that ended then or earlier are expired, whether they are taken out or not yet.
    private long ExpiredMs => _newestEndMs - _retentionMs;

    // A session that ends before this takes no more rows.
    private long ClosedMs => _streamTime.Ms - _graceMs - _gapMs;

    private static Session<TKey, TState>* LastOf(Slot<TKey, nint>* slot) => (Session<TKey, TState>*)slot->Value;

    private Session<TKey, TState>* Add(Slot<TKey, nint>* slot, long startMs)
    {
        Session<TKey, TState>* added = (Session<TKey, TState>*)Memory.Allocate(sizeof(Session<TKey, TState>));
        *added = default;
        added->Key = slot->Key;
        added->StartMs = startMs;
        _count++;

        Session<TKey, TState>* last = LastOf(slot);
        if (last == null || last->StartMs < startMs)
        {
            added->Earlier = last;
            slot->Value = (nint)added;
            return added;
        }

        while (last->Earlier != null && last->Earlier->StartMs > startMs)
        {
            last = last->Earlier;
        }

        added->Earlier = last->Earlier;
        last->Earlier = added;
        return added;
    }

    // As in ksqlDB, a session takes the place of one with the same bounds that has expired and is not written yet.
    private void RemoveSame(Session<TKey, TState>* session, long startMs, long endMs)
    {
        for (Session<TKey, TState>* other = LastOf(_slot); other != null && other->EndMs >= endMs; other = other->Earlier)
        {
            if (other != session && other->StartMs == startMs && other->EndMs == endMs)
            {
                Unlink(_slot, other);
                Remove(other);
                return;
            }
        }
    }

    private void Unlink(Slot<TKey, nint>* slot, Session<TKey, TState>* gone)
    {
        if (LastOf(slot) == gone)
        {
            slot->Value = (nint)gone->Earlier;
            return;
        }

        Session<TKey, TState>* later = LastOf(slot);
        while (later->Earlier != gone)
        {
            later = later->Earlier;
        }

        later->Earlier = gone->Earlier;
    }

    // What is not linked any more: its memory goes when nothing waits with it.
    private void Remove(Session<TKey, TState>* gone)
    {
        gone->IsGone = true;
        gone->Entry.State.Free(Memory);
        _count--;
        FreeUnlessAwaited(gone);
    }

    private void FreeUnlessAwaited(Session<TKey, TState>* session)
    {
        if (session->IsGone && !session->IsQueued && !session->IsChanged)
        {
            Memory.Free((byte*)session, sizeof(Session<TKey, TState>));
        }
    }

    private void Touch(Session<TKey, TState>* session)
    {
        if (session->IsChanged)
        {
            return;
        }

        if (_changedCount == _changed.Length)
        {
            Array.Resize(ref _changed, Math.Max(16, _changedCount * 2));
        }

        session->IsChanged = true;
        _changed[_changedCount++] = (nint)session;
    }

    // A session is written before it can expire where it is written once.
    private void Await(Session<TKey, TState>* session)
    {
        if (_isFinal)
        {
            _open.Push(session);
        }
        else
        {
            _expiring.Push(session);
        }
    }

    // Takes out what ended longer ago than the retention, a slice of time at once.
    private void Expire()
    {
        long expiredMs = ExpiredMs;
        for (Session<TKey, TState>* session = _expiring.Take(expiredMs); session != null; session = _expiring.Take(expiredMs))
        {
            if (session->IsGone)
            {
                FreeUnlessAwaited(session);
            }
            else if (session->EndMs > expiredMs)
            {
                _expiring.Push(session);
            }
            else
            {
                Drop(session);
            }
        }
    }

    private void Drop(Session<TKey, TState>* session)
    {
        Slot<TKey, nint>* slot = _last.Find(in session->Key);
        Unlink(slot, session);
        if (slot->Value == 0)
        {
            _last.Remove(slot);
        }

        Remove(session);
    }
}
