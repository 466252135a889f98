using System.Runtime.CompilerServices;
using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Queries/stream-join.sql by hand.</summary>
internal sealed unsafe class ClicksWithImpressions : Twin
{
    private const long WithinMs = 10_000;

    private readonly JoinSide _clicks = new();
    private readonly JoinSide _impressions = new();
    private readonly nint[] _found = new nint[1024];

    public override void Process(int source, RecordBatch batch)
    {
        if (source == 0)
        {
            TakeClicks(batch);
        }
        else
        {
            TakeImpressions(batch);
        }
    }

    public override void Commit()
    {
        _clicks.WriteChanges(Changelog);
        _impressions.WriteChanges(Changelog);
    }

    public override void Dispose()
    {
        _clicks.Dispose();
        _impressions.Dispose();
        base.Dispose();
    }

    private void TakeClicks(RecordBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            Prefetch(batch, i);
            ref readonly RecordRef record = ref batch[i];
            byte* json = Start(record.Value);
            byte* at = json;
            byte* quote;
            int position = 0;
            if (!TryKey(in record, out int user))
            {
                continue;
            }

            if (!Scan.Is(at, "{\"page\":\""u8) || (quote = Scan.StringEnd(at + 9)) == null || !Scan.Is(quote, "\",\"position\":"u8)
                || (at = Scan.Int(quote + 13, out position)) == null || at + 1 != json + record.Value.Length || *at != '}')
            {
                FailedRecords++;
                continue;
            }

            byte* text = _clicks.Put(user, record.TimestampMs);
            byte* to = Encode.Text(Encode.Constant(text, "{\"PAGE\":\""u8), json + 9, (int)(quote - json) - 9);
            to = Encode.Number(Encode.Constant(to, "\",\"POSITION\":"u8), position);
            _clicks.End(to);
            int count = _impressions.Find(user, record.TimestampMs - WithinMs, record.TimestampMs + WithinMs, _found);
            while (count > 0)
            {
                JoinSide.Row* impression = (JoinSide.Row*)_found[--count];
                long timestampMs = Math.Max(record.TimestampMs, impression->TimestampMs);
                Write(user, text, (int)(to - text), impression->Text, impression->Length, timestampMs);
            }
        }
    }

    private void TakeImpressions(RecordBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            Prefetch(batch, i);
            ref readonly RecordRef record = ref batch[i];
            byte* json = Start(record.Value);
            byte* at = json;
            byte* quote;
            int price = 0;
            if (!TryKey(in record, out int user))
            {
                continue;
            }

            if (!Scan.Is(at, "{\"ad\":\""u8) || (quote = Scan.StringEnd(at + 7)) == null || !Scan.Is(quote, "\",\"price\":"u8)
                || (at = Scan.Int(quote + 10, out price)) == null || at + 1 != json + record.Value.Length || *at != '}')
            {
                FailedRecords++;
                continue;
            }

            byte* text = _impressions.Put(user, record.TimestampMs);
            byte* to = Encode.Text(Encode.Constant(text, ",\"AD\":\""u8), json + 7, (int)(quote - json) - 7);
            to = Encode.Constant(Encode.Number(Encode.Constant(to, "\",\"PRICE\":"u8), price), "}"u8);
            _impressions.End(to);
            int count = _clicks.Find(user, record.TimestampMs - WithinMs, record.TimestampMs + WithinMs, _found);
            while (count > 0)
            {
                JoinSide.Row* click = (JoinSide.Row*)_found[--count];
                Write(user, click->Text, click->Length, text, (int)(to - text), Math.Max(record.TimestampMs, click->TimestampMs));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(RecordBatch batch, int i)
    {
        int far = KeyOf(batch, i + FarAhead);
        int near = KeyOf(batch, i + NearAhead);
        _clicks.PrefetchPlace(far);
        _impressions.PrefetchPlace(far);
        _clicks.PrefetchNewest(near);
        _impressions.PrefetchNewest(near);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int user, byte* click, int clickBytes, byte* impression, int impressionBytes, long timestampMs)
    {
        OutputRecords output = Output;
        byte* key = output.Begin(2 * JoinSide.MostText);
        byte* value = Encode.BigEndian(key, user);
        output.End(key, value, Encode.Text(Encode.Text(value, click, clickBytes), impression, impressionBytes), timestampMs);
    }
}
