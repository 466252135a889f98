using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>
/// The rows of one side of a join of two streams, by key and event time, as long as a row of the other side may join them.
/// </summary>
/// <remarks>
/// Rows lie in segments of event time, each with its own memory, so that what has expired goes at once. From a row one comes to the one
/// before it, whatever segment that is in: one look-up finds all rows of a key. What is gone is told by its time, and is not looked at.
/// All rows are kept: several of one key and time, too. The buffer also knows how far in event time its side has come.
/// </remarks>
/// <typeparam name="TKey">What the rows are joined on, emitted.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
public sealed unsafe partial class JoinBuffer<TKey, TRow> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
{
    // What has expired and is kept still is a part of all that is kept.
    private const int SegmentsInRetention = 4;
    private const int MostSpare = 6;

    private readonly long _retentionMs;
    private readonly long _segmentMs;
    private readonly StoreMemory _memory = new();
    private readonly KeyTable<TKey, NewestRow<TKey, TRow>> _keys;

    // In the order of their times, without gaps in what goes: the first is the first to go.
    private readonly List<BufferSegment<TKey, TRow>> _segments = [];
    private readonly Stack<BufferSegment<TKey, TRow>> _spare = new(MostSpare);
    private readonly OutputBuffer _keyBytes = new(initialBytes: 256);
    private long _nextSequence;
    private bool _isClockChanged;

    // Rows of earlier times are gone, whatever still leads to them.
    private long _startMs = long.MinValue + 1;

    /// <summary>An empty buffer.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    /// <param name="retentionMs">How much older than its newest row a row may be; milliseconds.</param>
    public JoinBuffer(string name, string layout, long retentionMs)
        : base(name, layout)
    {
        _retentionMs = retentionMs;
        _segmentMs = (retentionMs / SegmentsInRetention) + 1;
        _keys = new KeyTable<TKey, NewestRow<TKey, TRow>>(_memory);
    }

    /// <summary>How many rows it holds.</summary>
    public override long Count => Sum(static segment => segment.Rows);

    /// <inheritdoc/>
    public override long SizeBytes => _memory.SizeBytes + _keys.SizeBytes + Sum(static segment => segment.SizeBytes);

    /// <inheritdoc/>
    public override bool HasChanges => _isClockChanged || _segments.Exists(static segment => segment.ChangedRows > 0);

    /// <inheritdoc/>
    /// <remarks>A segment that has to wait keeps all behind it.</remarks>
    internal override long ExpiredBeforeMs => _segments.Count == 0 ? ExpiredMs + 1 : Math.Min(_segments[0].StartMs, ExpiredMs + 1);

    /// <summary>Whether it is too large for the processor's cache, so that rows gain by <see cref="FetchSlot"/> and <see
    /// cref="FetchRow"/>.</summary>
    public bool IsLarge => _keys.SizeBytes > ReadAhead.LargeBytes / 2;

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
        if (timestampMs < _startMs)
        {
            Reopen(timestampMs);
        }

        BufferSegment<TKey, TRow> segment = SegmentOf(timestampMs);
        BufferedRow<TKey, TRow>* added = Add(segment, key, row, timestampMs, _nextSequence++);
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
        long place = 0;
        for (Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.Next(ref place); slot != null; slot = _keys.Next(ref place))
        {
            for (NewestRow<TKey, TRow> at = slot->Value; at.TimestampMs >= _startMs; at = at.Row->Earlier)
            {
                if (at.Row->IsOpen)
                {
                    Open.Push(at.Row, order);
                }
            }
        }
    }

    /// <summary>Finds the rows of a key in a span of event time, the latest first.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fromMs">The earliest time.</param>
    /// <param name="toMs">The latest time.</param>
    /// <param name="found">Takes pointers to the rows; grows where it must.</param>
    /// <returns>How many there are.</returns>
    internal int Find(in TKey key, long fromMs, long toMs, ref nint[] found)
    {
        int count = 0;
        Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.Find(key);
        if (slot == null)
        {
            return 0;
        }

        fromMs = Math.Max(fromMs, _startMs);
        for (NewestRow<TKey, TRow> at = slot->Value; at.TimestampMs >= fromMs; at = at.Row->Earlier)
        {
            if (at.TimestampMs > toMs)
            {
                continue;
            }

            if (count == found.Length)
            {
                Array.Resize(ref found, count * 2);
            }

            found[count++] = (nint)at.Row;
        }

        return count;
    }

    /// <summary>
    /// Drops the segments all of whose rows are expired and earlier than a time, the earliest first. One with rows that the changelog still
    /// has as waiting stays until it is told, and those behind it: else they would wait again after a restart.
    /// </summary>
    internal void Expire(long beforeMs)
    {
        beforeMs = Math.Min(beforeMs, ExpiredMs + 1);
        while (_segments.Count > 0 && _segments[0] is { OpenRows: 0, ClosedRows: 0 } first && first.StartMs + _segmentMs <= beforeMs)
        {
            DropFirst();
        }
    }

    /// <summary>Begins to fetch where a key's rows are found; a hint, a while before <see cref="FetchRow"/>.</summary>
    public void FetchSlot(in TKey key) => _keys.Prefetch(key);

    /// <summary>Begins to fetch a key's newest row; a hint, a while before it is joined.</summary>
    public void FetchRow(in TKey key)
    {
        Slot<TKey, NewestRow<TKey, TRow>>* slot = _keys.Find(key);
        if (slot != null)
        {
            ReadAhead.Fetch(slot->Value.Row);
            ReadAhead.Fetch((byte*)slot->Value.Row + ReadAhead.CacheLineBytes);
        }
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

        _keys.Dispose();
        _memory.Dispose();
        _keyBytes.Dispose();
    }

    private void DropFirst()
    {
        BufferSegment<TKey, TRow> first = _segments[0];
        _startMs = first.StartMs + _segmentMs;
        _segments.RemoveAt(0);
        Retire(first);
    }

    private BufferSegment<TKey, TRow> SegmentOf(long timestampMs)
    {
        // Rows mostly fall into the last one.
        if (_segments.Count > 0 && (ulong)(timestampMs - _segments[^1].StartMs) < (ulong)_segmentMs)
        {
            return _segments[^1];
        }

        long startMs = StartOf(timestampMs);
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

    private long StartOf(long timestampMs) => timestampMs - (timestampMs % _segmentMs);

    // Those that wait for the changelog go all at once: the objects are kept for the next time, their memory only of a few.
    private void Retire(BufferSegment<TKey, TRow> segment)
    {
        segment.Clear(keepsMemory: _spare.Count < MostSpare);
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
