using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Queries/session.sql by hand.</summary>
internal sealed unsafe class Visits : ViewsTwin
{
    private readonly UserSessions _sessions = new();

    public override void Process(int source, RecordBatch batch)
    {
        UserSessions sessions = _sessions;
        for (int i = 0; i < batch.Count; i++)
        {
            sessions.PrefetchPlace(KeyOf(batch, i + FarAhead));
            sessions.PrefetchLast(KeyOf(batch, i + NearAhead));
            ref readonly RecordRef record = ref batch[i];
            if (!TryRead(in record, out int user, out int tookMs))
            {
                continue;
            }

            if (!sessions.TryTake(user, record.TimestampMs, out UserSessions.Near near))
            {
                FailedRecords++;
                continue;
            }

            // A session all of whose rows have one time keeps its key.
            if (near.First != null && near.StartMs < near.EndMs)
            {
                Delete(user, near.First->StartMs, near.First->EndMs);
                if (near.Second != null)
                {
                    Delete(user, near.Second->StartMs, near.Second->EndMs);
                }
            }

            UserSessions.Session* session = sessions.Merge(user, in near);
            session->Count++;
            session->Sum += tookMs;
            byte* key = Output.Begin(0);
            byte* value = Key(key, user, session->StartMs, session->EndMs);
            Output.End(key, value, Result(value, session->Count, session->Sum), session->EndMs, 2 * sizeof(long));
        }
    }

    public override void Commit() => _sessions.WriteChanges(Changelog);

    public override void Dispose()
    {
        _sessions.Dispose();
        base.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Key(byte* to, int user, long startMs, long endMs) =>
        Encode.BigEndian(Encode.BigEndian(Encode.BigEndian(to, user), endMs), startMs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Delete(int user, long startMs, long endMs)
    {
        byte* key = Output.Begin(0);
        byte* end = Key(key, user, startMs, endMs);
        Output.End(key, end, end, endMs, 2 * sizeof(long));
    }
}
