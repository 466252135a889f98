using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QueryGen.Serdes;
using QueryGen.Storage;
using QueryGen.Time;

namespace QueryGen.State;

/// <summary>The states of a windowed aggregation: one table a window, dropped as a whole when the window is past its retention.</summary>
/// <typeparam name="TKey">The group, emitted.</typeparam>
/// <typeparam name="TState">The state, emitted.</typeparam>
/// <remarks>Semantics: Kafka Streams' window store. The stream time of the aggregation is part of it, so that it
/// survives a restart.</remarks>
public sealed partial class WindowStore<TKey, TState> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TState : unmanaged, IState
{
    // What one change of the window frees in the usual case, and what a jump in time frees of a few windows; all beyond is given back.
    private const int MostSpare = 8;

    // In the order of their starts. New windows come at the end, save for late rows.
    private readonly List<Window> _windows = [];
    private readonly Stack<AggregateTable<TKey, TState>> _spare = new(MostSpare);
    private readonly long _sizeMs;
    private readonly long _advanceMs;
    private readonly long _graceMs;
    private readonly long _retentionMs;

    // How many windows a row lies in.
    private readonly int _overlap;
    private StreamTime _streamTime = new();

    // Rows mostly fall into the window of the row before them.
    private AggregateTable<TKey, TState> _current = new();
    private long _currentStartMs = long.MinValue;
    private int _currentIndex = -1;
    private long _oldestKeptMs = long.MinValue;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and state.</param>
    /// <param name="sizeMs">Length of a window, milliseconds.</param>
    /// <param name="graceMs">How long after its end, in stream time, a window takes rows; milliseconds.</param>
    /// <param name="retentionMs">How long after its start, in stream time, a window is kept; null: size and grace.</param>
    /// <param name="advanceMs">From one window's start to the next one's, milliseconds; null: the size, as windows tumble.</param>
    /// <param name="keepsUntilFinal">A window does not expire before <see cref="Close"/> has written it.</param>
    public WindowStore(
        string name, string layout, long sizeMs, long graceMs, long? retentionMs = null, long? advanceMs = null,
        bool keepsUntilFinal = false)
        : base(name, layout)
    {
        _keepsUntilFinal = keepsUntilFinal;
        _sizeMs = sizeMs;
        _advanceMs = advanceMs ?? sizeMs;
        _overlap = (int)Math.Min(((_sizeMs - 1) / _advanceMs) + 1, int.MaxValue);
        _graceMs = graceMs;
        _retentionMs = retentionMs ?? (sizeMs + graceMs);
        _spare.Push(_current);
    }

    /// <summary>Memory for the texts of the state that <see cref="GetOrAdd"/> gave last.</summary>
    public StoreMemory Memory => _current.Memory;

    /// <inheritdoc/>
    public override long Count
    {
        get
        {
            long count = 0;
            foreach (Window window in _windows)
            {
                count += window.Table.Slots.Count;
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public override long SizeBytes
    {
        get
        {
            long bytes = 0;
            foreach (Window window in _windows)
            {
                bytes += window.Table.SizeBytes;
            }

            foreach (AggregateTable<TKey, TState> table in _spare)
            {
                bytes += table.SizeBytes;
            }

            return bytes;
        }
    }

    /// <inheritdoc/>
    public override bool HasChanges => _windows.Exists(static window => window.Table.Slots.ChangedCount > 0);

    /// <inheritdoc/>
    /// <remarks>The rows of a window, whose latest time its records have, are none of them earlier than its start.</remarks>
    internal override long ExpiredBeforeMs => _oldestKeptMs;

    /// <summary>Whether the windows that a row lies in are too large for the processor's cache, so that updates gain by <see
    /// cref="FetchSlot"/>.</summary>
    public bool IsLarge => _current.SizeBytes * Math.Min(_overlap, _windows.Count) > ReadAhead.LargeBytes;

    /// <summary>Takes in a row's event time; false where the row's window is closed and the row therefore late.</summary>
    /// <param name="timestampMs">The row's event time.</param>
    /// <param name="windowStartMs">Start of its window.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Observe(long timestampMs, out long windowStartMs)
    {
        _streamTime.Observe(timestampMs);
        windowStartMs = (ulong)(timestampMs - _currentStartMs) < (ulong)_sizeMs
            ? _currentStartMs
            : WindowMath.TumblingStart(timestampMs, _sizeMs);
        return windowStartMs + _sizeMs > _streamTime.Ms - _graceMs;
    }

    /// <summary>Takes in a row's event time where windows overlap.</summary>
    /// <param name="timestampMs">The row's event time.</param>
    /// <returns>Start of the first window that holds it and takes rows still; the others follow, an advance apart, as long as they start
    /// no later than the row. Later than the row where it is late.</returns>
    public long ObserveAll(long timestampMs)
    {
        _streamTime.Observe(timestampMs);
        long first = WindowMath.FirstStart(timestampMs, _sizeMs, _advanceMs);
        long closedMs = _streamTime.Ms - _graceMs - _sizeMs;
        return closedMs < first ? first : closedMs - (closedMs % _advanceMs) + _advanceMs;
    }

    /// <summary>The entry of a group in a window, in place, made empty where there is none. It goes to the changelog at the next
    /// commit.</summary>
    /// <returns>Valid until the next call to the store.</returns>
    public ref AggregateEntry<TState> GetOrAdd(in TKey key, long windowStartMs)
    {
        if (windowStartMs != _currentStartMs)
        {
            MoveTo(windowStartMs);
        }

        return ref _current.GetOrAdd(key);
    }

    /// <summary>A copy of a group's entry in a window; false where there is none.</summary>
    public bool TryGet(in TKey key, long windowStartMs, out AggregateEntry<TState> entry)
    {
        entry = default;
        int index = IndexOf(windowStartMs);
        return index >= 0 && _windows[index].Table.TryGet(key, out entry);
    }

    /// <summary>Begins to fetch a group's entries in the present window, or in all that a row now lies in where they overlap; a hint, a
    /// while before they are updated.</summary>
    public void FetchSlot(in TKey key)
    {
        if (_overlap == 1)
        {
            _current.Slots.Prefetch(key);
            return;
        }

        ReadOnlySpan<Window> windows = CollectionsMarshal.AsSpan(_windows);
        for (int i = Math.Max(0, windows.Length - Math.Min(_overlap, ReadAhead.MostWindows)); i < windows.Length; i++)
        {
            windows[i].Table.Slots.Prefetch(key);
        }
    }

    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog)
    {
        foreach (Window window in _windows)
        {
            window.Table.WriteChanges(changelog, window.StartMs);
        }
    }

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        (int index, long place) = (from.Table, from.Slot);
        while (index < _windows.Count && !_windows[index].Table.WriteEntries(entries, ref place, mostBytes, _windows[index].StartMs))
        {
            (index, place) = (index + 1, 0);
        }

        from = new EntryPosition(index, place);
        return index < _windows.Count;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value)
    {
        TKey group = TKey.Read(ref key);
        long windowStartMs = BinaryPrimitives.ReverseEndianness(key.Fixed<long>());
        if (!PlantedBugs.Has(PlantedBug.StreamTimeLost))
        {
            _streamTime.Observe(record.TimestampMs);
            _finalStartMs = LastClosedMs;
        }

        MoveTo(windowStartMs);
        _current.Restore(group, ref value);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Window window in _windows)
        {
            window.Table.Dispose();
        }

        foreach (AggregateTable<TKey, TState> table in _spare)
        {
            table.Dispose();
        }

        _order.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveTo(long windowStartMs)
    {
        // Where windows overlap, a row goes from one to the next.
        int next = _currentIndex + 1;
        int index = next < _windows.Count && _windows[next].StartMs == windowStartMs ? next : IndexOf(windowStartMs);
        if (index < 0)
        {
            DropExpired(windowStartMs - (PlantedBugs.Has(PlantedBug.WindowExpiresEarly) ? 0 : _retentionMs));
            index = ~IndexOf(windowStartMs);

            // A window that has to be made is made for as many groups as the one before it has.
            int expected = index == 0 ? 0 : _windows[index - 1].Table.Slots.Count;
            AggregateTable<TKey, TState> table = _spare.TryPop(out AggregateTable<TKey, TState>? spare) ? spare : new(expected);
            _windows.Insert(index, new Window(windowStartMs, table));
            _firstOpenMs = Math.Min(_firstOpenMs, windowStartMs);
        }

        _current = _windows[index].Table;
        _currentStartMs = windowStartMs;
        _currentIndex = index;
    }

    // The window's place in the list; below zero where it is not there: the complement of where it belongs.
    private int IndexOf(long windowStartMs)
    {
        int low = 0;
        int high = _windows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            long startMs = _windows[middle].StartMs;
            if (startMs == windowStartMs)
            {
                return middle;
            }

            (low, high) = startMs < windowStartMs ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    // A window is kept while it starts no earlier than the newest one less the retention.
    private void DropExpired(long oldestStartMs)
    {
        _oldestKeptMs = Math.Max(_oldestKeptMs, _keepsUntilFinal ? Math.Min(oldestStartMs, _finalStartMs + 1) : oldestStartMs);
        int expired = 0;
        while (expired < _windows.Count && _windows[expired].StartMs < _oldestKeptMs)
        {
            Retire(_windows[expired].Table);
            expired++;
        }

        _windows.RemoveRange(0, expired);
        _currentIndex -= expired;
        if (_currentStartMs < _oldestKeptMs)
        {
            _currentStartMs = long.MinValue;
            _currentIndex = -1;
        }
    }

    private void Retire(AggregateTable<TKey, TState> table)
    {
        if (_spare.Count == MostSpare)
        {
            table.Dispose();
            return;
        }

        table.Clear();
        _spare.Push(table);
    }

    private readonly record struct Window(long StartMs, AggregateTable<TKey, TState> Table);
}
