using System.Buffers.Binary;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>What the changelog and checkpoints have of it.</summary>
public sealed unsafe partial class JoinBuffer<TKey, TRow>
{
    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog)
    {
        WriteClock(changelog);
        _isClockChanged = false;
        foreach (BufferSegment<TKey, TRow> segment in _segments)
        {
            for (int i = 0; i < segment.ChangedRows; i++)
            {
                WriteRow(changelog, segment.TakeChanged(i));
            }

            segment.ForgetChanged();
        }
    }

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        if (from == default)
        {
            WriteClock(entries);
        }

        long place = from.Slot;
        Slot<TKey, NewestRow<TKey, TRow>>* slot;
        do
        {
            slot = _keys.Next(ref place);
            NewestRow<TKey, TRow> at = slot == null ? NewestRow<TKey, TRow>.None : slot->Value;
            for (; at.TimestampMs >= _startMs; at = at.Row->Earlier)
            {
                WriteRow(entries, at.Row);
            }
        }
        while (slot != null && entries.Bytes < mostBytes);
        from = new EntryPosition(0, place);
        return slot != null;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value)
    {
        if (record.Key.Length == sizeof(byte))
        {
            ClockMs = Math.Max(ClockMs, value.Fixed<long>());
            _nextSequence = Math.Max(_nextSequence, value.Fixed<long>());
            Forget(beforeMs: value.Fixed<long>());
            return;
        }

        TKey joined = TKey.Read(ref key);
        long timestampMs = BinaryPrimitives.ReverseEndianness(key.Fixed<long>());
        long sequence = BinaryPrimitives.ReverseEndianness(key.Fixed<long>());
        bool isOpen = value.Fixed<bool>();
        IsRestored = true;
        NewestMs = Math.Max(NewestMs, timestampMs);
        _nextSequence = Math.Max(_nextSequence, sequence + 1);
        if (timestampMs < _startMs)
        {
            // It is expired. One that waits is kept all the same, until it is told that it waits no more.
            if (!isOpen)
            {
                return;
            }

            Reopen(timestampMs);
        }

        BufferSegment<TKey, TRow> segment = SegmentOf(timestampMs);
        BufferedRow<TKey, TRow>* row = Find(joined, timestampMs, sequence);
        row = row == null ? Add(segment, joined, TRow.Read(ref value), timestampMs, sequence) : row;
        segment.OpenRows += (isOpen ? 1 : 0) - (row->IsOpen ? 1 : 0);
        row->IsOpen = isOpen;
        Expire(ExpiredMs + 1);
    }

    private static void WriteRow(OutputBuffer output, BufferedRow<TKey, TRow>* row)
    {
        output.Begin(row->TimestampMs);
        StateWriter key = new(output.Write());
        row->Key.Write(ref key);
        key.Fixed(BinaryPrimitives.ReverseEndianness(row->TimestampMs));
        key.Fixed(BinaryPrimitives.ReverseEndianness(row->Sequence));
        output.EndKey(key.Cursor);
        StateWriter value = new(output.Write());
        value.Fixed(row->IsOpen);
        row->Row.Write(ref value);
        output.EndValue(value.Cursor);
        output.End();
    }

    // How far the side has come. Its key is one byte: no row's is so short.
    private void WriteClock(OutputBuffer output)
    {
        output.Begin(Math.Max(ClockMs, 0));
        StateWriter key = new(output.Write());
        key.Fixed((byte)0);
        output.EndKey(key.Cursor);
        StateWriter value = new(output.Write());
        value.Fixed(ClockMs);
        value.Fixed(_nextSequence);
        value.Fixed(ExpiredBeforeMs);
        output.EndValue(value.Cursor);
        output.End();
    }

    // A checkpoint may have rows as waiting of which the changelog does not tell any more that they do not.
    private void Forget(long beforeMs)
    {
        while (_segments.Count > 0 && _segments[0].StartMs + _segmentMs <= beforeMs)
        {
            DropFirst();
        }
    }
}
