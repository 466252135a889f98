using QueryGen.Serdes;

namespace QueryGen.Bench.Operators.HandWritten;

/// <summary>Queries/hopping.sql by hand.</summary>
internal sealed unsafe class ViewsPerMinute : ViewsTwin
{
    private readonly MinuteWindows _windows = new();

    public override void Process(int source, RecordBatch batch)
    {
        OutputRecords output = Output;
        MinuteWindows windows = _windows;
        for (int i = 0; i < batch.Count; i++)
        {
            windows.PrefetchPlace(KeyOf(batch, i + FarAhead));
            windows.PrefetchRow(KeyOf(batch, i + NearAhead));
            ref readonly RecordRef record = ref batch[i];
            if (!TryRead(in record, out int user, out int tookMs))
            {
                continue;
            }

            long number = windows.FirstOpen(record.TimestampMs);
            long last = record.TimestampMs / MinuteWindows.AdvanceMs;
            if (number > last)
            {
                FailedRecords++;
                continue;
            }

            MinuteWindows.Row* row = windows.FindOrAdd(user, last);
            for (; number <= last; number++)
            {
                long startMs = number * MinuteWindows.AdvanceMs;
                MinuteWindows.Window* window = MinuteWindows.At(row, number);
                window->Add(tookMs, (int)(record.TimestampMs - startMs));
                byte* key = output.Begin(0);
                byte* value = Encode.BigEndian(Encode.BigEndian(key, user), startMs);
                output.End(key, value, Result(value, window->Count, window->Sum), startMs + window->LastMs, sizeof(long));
            }
        }
    }

    public override void Commit() => _windows.WriteChanges(Changelog);

    public override void Dispose()
    {
        _windows.Dispose();
        base.Dispose();
    }
}
