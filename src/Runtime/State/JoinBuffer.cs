using System.Buffers.Binary;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>
/// The rows of one side of a join of two streams, by key and event time, as long as a row of the other side may join them.
/// </summary>
/// <remarks>
/// Rows lie in segments of event time, each with its own memory, so that what has expired goes at once. All rows are kept: several of one
/// key and time, too. The buffer also knows how far in event time its side has come.
/// </remarks>
/// <typeparam name="TKey">What the rows are joined on, emitted.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
public sealed unsafe class JoinBuffer<TKey, TRow> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
{
    // A probe seldom meets more than one border; no more than three or four segments are in use.
    private const int SegmentsInRetention = 2;
    private const int MostSpare = 4;

    private readonly long _retentionMs;
    private readonly long _segmentMs;
    private readonly List<BufferSegment<TKey, TRow>> _segments = [];
    private readonly Stack<BufferSegment<TKey, TRow>> _spare = new(MostSpare);
    private readonly OutputBuffer _keyBytes = new(initialBytes: 256);
    private long _nextSequence;
    private bool _isClockChanged;

    /// <summary>An empty buffer.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    /// <param name="retentionMs">How much older than its newest row a row may be; milliseconds.</param>
    public JoinBuffer(string name, string layout, long retentionMs)
        : base(name, layout)
    {
        _retentionMs = retentionMs;
        _segmentMs = (retentionMs / SegmentsInRetention) + 1;
    }

    /// <summary>How many rows it holds.</summary>
    public override long Count => Sum(static segment => segment.Rows);

    /// <inheritdoc/>
    public override long SizeBytes => Sum(static segment => segment.SizeBytes);

    /// <inheritdoc/>
    public override bool HasChanges => _isClockChanged || _segments.Exists(static segment => segment.ChangedRows > 0);

    /// <inheritdoc/>
    /// <remarks>A segment that has to wait keeps all behind it.</remarks>
    internal override long ExpiredBeforeMs => _segments.Count == 0 ? ExpiredMs + 1 : Math.Min(_segments[0].StartMs, ExpiredMs + 1);

    /// <summary>The greatest event time that came to this side, of rows that are kept or not; -1: none yet.</summary>
    internal long ClockMs { get; private set; } = -1;

    /// <summary>The greatest event time of a row that was kept; -1: none yet.</summary>
    internal long NewestMs { get; private set; } = -1;

    /// <summary>Rows of this event time and earlier are expired: they are not to be found any more.</summary>
    internal long ExpiredMs => NewestMs - _retentionMs;

    /// <summary>The rows that wait for a partner.</summary>
    internal OpenRows<TKey, TRow> Open { get; } = new();

    /// <summary>Open rows were restored, and <see cref="Open"/> does not have them yet.</summary>
    internal bool IsRestored { get; private set; }

    /// <summary>A place to write a key.</summary>
    internal OutputBuffer KeyBytes => _keyBytes;

    /// <summary>Takes in a row's event time.</summary>
    internal void Observe(long timestampMs)
    {
        if (timestampMs > ClockMs)
        {
            ClockMs = timestampMs;
            _isClockChanged = true;
        }
    }

    /// <summary>Keeps a row.</summary>
    internal BufferedRow<TKey, TRow>* Put(in TKey key, in TRow row, long timestampMs)
    {
        NewestMs = Math.Max(NewestMs, timestampMs);
        BufferSegment<TKey, TRow> segment = SegmentOf(timestampMs);
        BufferedRow<TKey, TRow>* added = segment.Add(key, row, timestampMs, _nextSequence++);
        segment.Touch(added);
        return added;
    }

    /// <summary>Marks a row as one that waits for a partner.</summary>
    internal void Wait<TOrder>(BufferedRow<TKey, TRow>* row, TOrder order)
        where TOrder : struct, IKeyOrder<TKey>
    {
        row->IsOpen = true;
        SegmentOf(row->TimestampMs).OpenRows++;
        Open.Push(row, order);
    }

    /// <summary>The row has a partner, or has gone on without one.</summary>
    internal void Close(BufferedRow<TKey, TRow>* row)
    {
        row->IsOpen = false;
        BufferSegment<TKey, TRow> segment = SegmentOf(row->TimestampMs);
        segment.OpenRows--;
        segment.ClosedRows += row->IsChanged ? 0 : 1;
        segment.Touch(row);
    }

    /// <summary>Collects the open rows after a restore.</summary>
    internal void CollectOpen<TOrder>(TOrder order)
        where TOrder : struct, IKeyOrder<TKey>
    {
        IsRestored = false;
        Open.Clear();
        foreach (BufferSegment<TKey, TRow> segment in _segments)
        {
            long place = 0;
            for (BufferedRow<TKey, TRow>* first = segment.Next(ref place); first != null; first = segment.Next(ref place))
            {
                for (BufferedRow<TKey, TRow>* row = first; row != null; row = row->Later)
                {
                    if (row->IsOpen)
                    {
                        Open.Push(row, order);
                    }
                }
            }
        }
    }

    /// <summary>The first segment that may hold rows from a time on; counts from 0, and may be behind the last.</summary>
    internal int FirstSegment(long fromMs)
    {
        int index = 0;
        while (index < _segments.Count && _segments[index].StartMs + _segmentMs <= fromMs)
        {
            index++;
        }

        return index;
    }

    /// <summary>The first row of a key in a segment that is not earlier than a time; null where there is none.</summary>
    /// <param name="index">The segment.</param>
    /// <param name="key">The key.</param>
    /// <param name="fromMs">The earliest time.</param>
    /// <param name="toMs">The latest time; a segment behind it is not there.</param>
    /// <param name="row">The row, or null.</param>
    /// <returns>Whether there is such a segment.</returns>
    internal bool TryFind(int index, in TKey key, long fromMs, long toMs, out BufferedRow<TKey, TRow>* row)
    {
        bool isThere = index < _segments.Count && _segments[index].StartMs <= toMs;
        row = isThere ? _segments[index].From(key, fromMs) : null;
        return isThere;
    }

    /// <summary>
    /// Drops the segments all of whose rows are expired and earlier than a time. One with rows that the changelog still has as waiting
    /// stays until it is told: else they would wait again after a restart.
    /// </summary>
    internal void Expire(long beforeMs)
    {
        beforeMs = Math.Min(beforeMs, ExpiredMs + 1);
        for (int i = 0; i < _segments.Count && _segments[i].StartMs + _segmentMs <= beforeMs; i++)
        {
            if (_segments[i] is { OpenRows: 0, ClosedRows: 0 } expired)
            {
                _segments.RemoveAt(i--);
                Retire(expired);
            }
        }
    }

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

        (int index, long place) = (from.Table, from.Slot);
        while (index < _segments.Count && entries.Bytes < mostBytes)
        {
            BufferedRow<TKey, TRow>* row = _segments[index].Next(ref place);
            if (row == null)
            {
                (index, place) = (index + 1, 0);
            }

            for (; row != null; row = row->Later)
            {
                WriteRow(entries, row);
            }
        }

        from = new EntryPosition(index, place);
        return index < _segments.Count;
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
        BufferSegment<TKey, TRow> segment = SegmentOf(timestampMs);
        BufferedRow<TKey, TRow>* row = Find(segment, joined, timestampMs, sequence);
        row = row == null ? segment.Add(joined, TRow.Read(ref value), timestampMs, sequence) : row;
        segment.OpenRows += (isOpen ? 1 : 0) - (row->IsOpen ? 1 : 0);
        row->IsOpen = isOpen;
        Expire(ExpiredMs + 1);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (BufferSegment<TKey, TRow> segment in _segments)
        {
            segment.Dispose();
        }

        foreach (BufferSegment<TKey, TRow> segment in _spare)
        {
            segment.Dispose();
        }

        _keyBytes.Dispose();
    }

    private static BufferedRow<TKey, TRow>* Find(BufferSegment<TKey, TRow> segment, in TKey key, long timestampMs, long sequence)
    {
        BufferedRow<TKey, TRow>* row = segment.From(key, timestampMs);
        while (row != null && row->TimestampMs == timestampMs && row->Sequence != sequence)
        {
            row = row->Later;
        }

        return row != null && row->TimestampMs == timestampMs ? row : null;
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
            Retire(_segments[0]);
            _segments.RemoveAt(0);
        }
    }

    private BufferSegment<TKey, TRow> SegmentOf(long timestampMs)
    {
        long startMs = timestampMs - (timestampMs % _segmentMs);
        int index = _segments.Count;
        while (index > 0 && _segments[index - 1].StartMs > startMs)
        {
            index--;
        }

        if (index > 0 && _segments[index - 1].StartMs == startMs)
        {
            return _segments[index - 1];
        }

        BufferSegment<TKey, TRow> segment = _spare.TryPop(out BufferSegment<TKey, TRow>? spare) ? spare : new();
        segment.StartMs = startMs;
        _segments.Insert(index, segment);
        return segment;
    }

    private void Retire(BufferSegment<TKey, TRow> segment)
    {
        if (_spare.Count == MostSpare)
        {
            segment.Dispose();
            return;
        }

        segment.Clear();
        _spare.Push(segment);
    }

    private long Sum(Func<BufferSegment<TKey, TRow>, long> number)
    {
        long sum = 0;
        foreach (BufferSegment<TKey, TRow> segment in _segments)
        {
            sum += number(segment);
        }

        return sum;
    }
}
