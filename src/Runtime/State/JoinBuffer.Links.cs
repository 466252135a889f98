namespace QueryGen.State;

/// <summary>How one comes from a key to its rows.</summary>
public sealed unsafe partial class JoinBuffer<TKey, TRow>
{
    private BufferedRow<TKey, TRow>* Add(BufferSegment<TKey, TRow> segment, in TKey key, in TRow row, long timestampMs, long sequence)
    {
        if (_keys.IsFull)
        {
            MakeRoom();
        }

        Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.FindOrAdd(key, out bool isNew);
        BufferedRow<TKey, TRow>* added = segment.Add(in slot->Key, row, timestampMs, sequence);
        if (isNew || slot->Value.TimestampMs < timestampMs)
        {
            added->Earlier = isNew ? NewestRow<TKey, TRow>.None : slot->Value;
            slot->Value = new NewestRow<TKey, TRow> { Row = added, TimestampMs = timestampMs };
        }
        else
        {
            Insert(ref slot->Value, added);
        }

        return added;
    }

    // Behind the rows of its key that are later.
    private void Insert(ref NewestRow<TKey, TRow> newest, BufferedRow<TKey, TRow>* added)
    {
        ref NewestRow<TKey, TRow> place = ref newest;
        while (place.TimestampMs >= _startMs && IsLater(in place, added))
        {
            place = ref place.Row->Earlier;
        }

        added->Earlier = place;
        place = new NewestRow<TKey, TRow> { Row = added, TimestampMs = added->TimestampMs };
    }

    private static bool IsLater(in NewestRow<TKey, TRow> place, BufferedRow<TKey, TRow>* added) =>
        place.TimestampMs > added->TimestampMs
        || (place.TimestampMs == added->TimestampMs && place.Row->Sequence > added->Sequence);

    private BufferedRow<TKey, TRow>* Find(in TKey key, long timestampMs, long sequence)
    {
        Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.Find(key);
        NewestRow<TKey, TRow> at = slot == null ? NewestRow<TKey, TRow>.None : slot->Value;
        while (at.TimestampMs >= Math.Max(timestampMs, _startMs) && (at.TimestampMs > timestampMs || at.Row->Sequence != sequence))
        {
            at = at.Row->Earlier;
        }

        return at.TimestampMs == timestampMs && at.TimestampMs >= _startMs ? at.Row : null;
    }

    // Keys all of whose rows are gone make room for others; where there are few of them, the table grows.
    private void MakeRoom()
    {
        _keys.RemoveAll(new IsGone(_startMs));
        _keys.EnsureRoom();
    }

    // There may be rows as early as a time again: first, nothing leads to those any more that are gone.
    private void Reopen(long timestampMs)
    {
        _keys.RemoveAll(new IsGone(_startMs));
        long place = 0;
        for (Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.Next(ref place); slot != null; slot = _keys.Next(ref place))
        {
            BufferedRow<TKey, TRow>* row = slot->Value.Row;
            while (row->Earlier.TimestampMs >= _startMs)
            {
                row = row->Earlier.Row;
            }

            row->Earlier = NewestRow<TKey, TRow>.None;
        }

        _startMs = StartOf(timestampMs);
    }

    private readonly struct IsGone(long startMs) : IValueTest<NewestRow<TKey, TRow>>
    {
        public bool Holds(in NewestRow<TKey, TRow> value) => value.TimestampMs < startMs;
    }
}
