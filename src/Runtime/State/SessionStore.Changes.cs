using System.Buffers.Binary;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>The records of sessions: the key is the group and the session's start, the time is its end.</summary>
/// <remarks>No record says that a session was merged into another one: that one covers it.</remarks>
public sealed unsafe partial class SessionStore<TKey, TState>
{
    /// <inheritdoc/>
    /// <remarks>A session's records have its end.</remarks>
    internal override long ExpiredBeforeMs
    {
        get
        {
            long expiredMs = _newestEndMs - _retentionMs + 1;
            return _isFinal ? Math.Min(expiredMs, _finalBeforeMs) : expiredMs;
        }
    }

    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog)
    {
        for (int i = 0; i < _changedCount; i++)
        {
            Session<TKey, TState>* session = (Session<TKey, TState>*)_changed[i];
            session->IsChanged = false;
            if (!session->IsGone)
            {
                Write(changelog, session);
            }

            FreeUnlessAwaited(session);
        }

        _changedCount = 0;
    }

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        long place = from.Slot;
        bool isMore = true;
        do
        {
            Slot<TKey, nint>* slot = _last.Next(ref place);
            isMore = slot != null;
            for (Session<TKey, TState>* session = isMore ? LastOf(slot) : null; session != null; session = session->Earlier)
            {
                Write(entries, session);
            }
        }
        while (isMore && entries.Bytes < mostBytes);
        from = new EntryPosition(0, place);
        return isMore;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value)
    {
        TKey group = TKey.Read(ref key);
        long startMs = BinaryPrimitives.ReverseEndianness(key.Fixed<long>());
        long endMs = record.TimestampMs;
        Slot<TKey, nint>* slot = _last.FindOrAdd(group, out _);
        for (Session<TKey, TState>* session = LastOf(slot); session != null && session->EndMs >= startMs;)
        {
            Session<TKey, TState>* earlier = session->Earlier;
            if (session->StartMs >= startMs && session->EndMs <= endMs)
            {
                Unlink(slot, session);
                Remove(session);
            }

            session = earlier;
        }

        Session<TKey, TState>* added = Add(slot, startMs);
        added->Entry.Read(ref value, Memory);
        Await(added);
        _streamTime.Observe(endMs);
        _newestEndMs = Math.Max(_newestEndMs, endMs);
        _finalBeforeMs = ClosedMs;
    }

    private static void Write(OutputBuffer output, Session<TKey, TState>* session)
    {
        output.Begin(session->EndMs);
        StateWriter key = new(output.Write());
        session->Key.Write(ref key);
        output.EndKey(key.Cursor, session->StartMs);
        StateWriter value = new(output.Write());
        session->Entry.Write(ref value);
        output.EndValue(value.Cursor);
        output.End();
    }
}
