using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Sessions of users with a gap of ten seconds: each a line of the cache, linked to the one before it that its user has.</summary>
/// <remarks>Nothing waits for the end of a session: what has expired is passed over, and goes when room is wanted.</remarks>
internal sealed unsafe class UserSessions : IDisposable
{
    private const long GapMs = 10_000;
    private const long GraceMs = 5_000;
    private const long RetentionMs = GapMs + GraceMs;

    private KeyIndex<int> _lastOf = new();
    private Session* _sessions;
    private int _count = 1;
    private int _capacity = 1024;
    private int _free;
    private int[] _changed = new int[1024];
    private int _changes;
    private long _streamTimeMs;
    private long _newestEndMs;

    public UserSessions() => _sessions = (Session*)HugePages.Allocate((long)_capacity * sizeof(Session));

    private long ExpiredMs => _newestEndMs - RetentionMs;

    /// <summary>Finds what a row belongs to; false where what it would make has ended too long ago.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(int user, long timestampMs, out Near near)
    {
        _streamTimeMs = Math.Max(_streamTimeMs, timestampMs);
        near = new Near { StartMs = timestampMs, EndMs = timestampMs };
        long fromMs = Math.Max(timestampMs - GapMs, ExpiredMs + 1);
        for (Session* session = Last(user); session != _sessions && session->EndMs >= fromMs; session = _sessions + session->Earlier)
        {
            if (session->StartMs <= timestampMs + GapMs)
            {
                near.Second = near.First;
                near.First = session;
                near.StartMs = Math.Min(near.StartMs, session->StartMs);
                near.EndMs = Math.Max(near.EndMs, session->EndMs);
            }
        }

        return near.EndMs >= _streamTimeMs - GraceMs - GapMs;
    }

    /// <summary>The session that becomes of a row and what is near to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Session* Merge(int user, in Near near)
    {
        Session* session = near.First;
        if (session == null)
        {
            session = New(user, near.StartMs);
        }
        else if (near.Second != null)
        {
            session->Count += near.Second->Count;
            session->Sum += near.Second->Sum;
            Remove(near.Second);
        }

        session->StartMs = near.StartMs;
        session->EndMs = near.EndMs;
        _newestEndMs = Math.Max(_newestEndMs, near.EndMs);
        if (!session->IsChanged)
        {
            Remember(session);
        }

        return session;
    }

    public void PrefetchPlace(int user) => _lastOf.Prefetch(user);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchLast(int user)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Last(user));
        }
    }

    /// <summary>Writes the sessions that changed since the last call and are there still, and drops them.</summary>
    public void WriteChanges(OutputRecords changelog)
    {
        for (int i = 0; i < _changes; i++)
        {
            Session* session = _sessions + _changed[i];
            session->IsChanged = false;
            if (session->IsGone)
            {
                continue;
            }

            byte* key = changelog.Begin(0);
            byte* value = Encode.BigEndian(Encode.BigEndian(key, session->User), session->StartMs);
            changelog.End(key, value, Encode.BigEndian(Encode.BigEndian(value, session->Count), session->Sum), session->EndMs);
            if (changelog.IsFull)
            {
                changelog.Clear();
            }
        }

        _changes = 0;
        changelog.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lastOf.Dispose();
        HugePages.Free(_sessions);
    }

    // The first of the sessions, which is none, ends the lists.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Session* Last(int user) => _sessions + _lastOf.Find(user);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Session* New(int user, long startMs)
    {
        if (_free == 0 && _count == _capacity)
        {
            MakeRoom();
        }

        int number = _free;
        if (number == 0)
        {
            number = _count++;
        }

        Session* session = _sessions + number;
        _free = session->IsGone ? session->Earlier : 0;

        // One that went since the last commit stands among the changed ones still.
        *session = new Session { User = user, StartMs = startMs, EndMs = startMs, IsChanged = session->IsChanged };
        Link(number);
        return session;
    }

    private void Link(int number)
    {
        Session* session = _sessions + number;
        ref int place = ref _lastOf.FindOrAdd(session->User);
        while (place != 0 && _sessions[place].StartMs > session->StartMs)
        {
            place = ref _sessions[place].Earlier;
        }

        session->Earlier = place;
        place = number;
    }

    private void Remove(Session* gone)
    {
        int number = (int)(gone - _sessions);
        ref int place = ref _lastOf.FindOrAdd(gone->User);
        while (place != number)
        {
            place = ref _sessions[place].Earlier;
        }

        place = gone->Earlier;
        Free(number);
    }

    private void Free(int number)
    {
        _sessions[number].IsGone = true;
        _sessions[number].Earlier = _free;
        _free = number;
    }

    // What has expired goes; where less than half of all has, there is twice the room.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeRoom()
    {
        int left = 0;
        for (int number = 1; number < _count; number++)
        {
            if (!_sessions[number].IsGone && _sessions[number].EndMs <= ExpiredMs)
            {
                Free(number);
            }

            left += _sessions[number].IsGone ? 0 : 1;
        }

        if (left > _capacity / 2)
        {
            Session* sessions = (Session*)HugePages.Allocate(2L * _capacity * sizeof(Session));
            new ReadOnlySpan<Session>(_sessions, _count).CopyTo(new Span<Session>(sessions, _count));
            HugePages.Free(_sessions);
            _sessions = sessions;
            _capacity *= 2;
        }

        _lastOf.Dispose();
        _lastOf = new KeyIndex<int>(_capacity);
        for (int number = 1; number < _count; number++)
        {
            if (!_sessions[number].IsGone)
            {
                Link(number);
            }
        }
    }

    private void Remember(Session* session)
    {
        session->IsChanged = true;
        if (_changes == _changed.Length)
        {
            Array.Resize(ref _changed, _changes * 2);
        }

        _changed[_changes++] = (int)(session - _sessions);
    }

    /// <summary>The sessions that a row brings together, in the order of time, and the bounds of what becomes of them.</summary>
    public struct Near
    {
        public Session* First;
        public Session* Second;
        public long StartMs;
        public long EndMs;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct Session
    {
        public long StartMs;
        public long EndMs;
        public long Count;
        public int Sum;
        public int User;
        public int Earlier;
        public bool IsChanged;
        public bool IsGone;
    }
}
