using System.Buffers.Binary;
using QueryGen.Serdes;
using QueryGen.Time;

namespace QueryGen.State;

/// <summary>The states of a windowed aggregation: one table a window, dropped as a whole when the window is past its retention.</summary>
/// <typeparam name="TKey">The group, emitted.</typeparam>
/// <typeparam name="TState">The state, emitted.</typeparam>
/// <remarks>Semantics: Kafka Streams' window store. The stream time of the aggregation is part of it, so that it
/// survives a restart.</remarks>
public sealed class WindowStore<TKey, TState> : StateStore
    where TKey : struct, IStored<TKey>
    where TState : struct, IState
{
    private const int WindowBytes = sizeof(long);

    private readonly KeyEncoder _keys = new();
    private readonly ChangedKeys _changed = new();
    private readonly SortedDictionary<long, KeyTable<AggregateEntry<TState>>> _windows = [];
    private readonly Stack<KeyTable<AggregateEntry<TState>>> _spare = new();
    private readonly long _sizeMs;
    private readonly long _graceMs;
    private readonly long _retentionMs;
    private StreamTime _streamTime = new();
    private KeyTable<AggregateEntry<TState>>? _current;
    private long _currentStartMs = long.MinValue;
    private long _oldestKeptMs = long.MinValue;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and state.</param>
    /// <param name="sizeMs">Length of a window, milliseconds.</param>
    /// <param name="graceMs">How long after its end, in stream time, a window takes rows; milliseconds.</param>
    /// <param name="retentionMs">How long after its start, in stream time, a window is kept; null: size and grace.</param>
    public WindowStore(string name, string layout, long sizeMs, long graceMs, long? retentionMs = null)
        : base(name, layout)
    {
        _sizeMs = sizeMs;
        _graceMs = graceMs;
        _retentionMs = retentionMs ?? (sizeMs + graceMs);
    }

    /// <summary>Memory for the texts of the states.</summary>
    public StoreMemory Memory { get; } = new();

    /// <inheritdoc/>
    public override long Count => _windows.Values.Sum(window => (long)window.Count);

    /// <inheritdoc/>
    public override long SizeBytes => Memory.SizeBytes + _windows.Values.Sum(window =>
        window.SizeBytes) + _spare.Sum(window => window.SizeBytes);

    /// <inheritdoc/>
    protected override bool HasChanges => _changed.Count > 0;

    /// <summary>Takes in a row's event time; false where the row's window is closed and the row therefore late.</summary>
    /// <param name="timestampMs">The row's event time.</param>
    /// <param name="windowStartMs">Start of its window.</param>
    public bool Observe(long timestampMs, out long windowStartMs)
    {
        _streamTime.Observe(timestampMs);
        windowStartMs = WindowMath.TumblingStart(timestampMs, _sizeMs);
        return windowStartMs + _sizeMs > _streamTime.Ms - _graceMs;
    }

    /// <summary>The entry of a group in a window, in place, made empty where there is none.</summary>
    /// <returns>Valid until the next call to the store.</returns>
    public ref AggregateEntry<TState> GetOrAdd(in TKey key, long windowStartMs)
    {
        KeyTable<AggregateEntry<TState>> window = windowStartMs == _currentStartMs ? _current! : Open(windowStartMs);
        ReadOnlySpan<byte> bytes = _keys.Encode(key);
        ref AggregateEntry<TState> entry = ref window.ValueAt(window.FindOrAdd(bytes, out bool isNew));
        if (isNew)
        {
            entry.TimestampMs = long.MinValue;
        }

        if (!entry.IsChanged)
        {
            entry.IsChanged = true;
            _changed.Add(bytes, windowStartMs);
        }

        return ref entry;
    }

    /// <summary>A copy of a group's entry in a window; false where there is none.</summary>
    public bool TryGet(in TKey key, long windowStartMs, out AggregateEntry<TState> entry)
    {
        int slot = -1;
        if (_windows.TryGetValue(windowStartMs, out KeyTable<AggregateEntry<TState>>? window))
        {
            slot = window.Find(_keys.Encode(key));
        }

        entry = slot < 0 ? default : window!.ValueAt(slot);
        return slot >= 0;
    }

    /// <inheritdoc/>
    protected override void WriteChangedKeys(OutputBuffer changelog)
    {
        for (int i = 0; i < _changed.Count; i++)
        {
            long windowStartMs = _changed.WindowAt(i);
            if (!_windows.TryGetValue(windowStartMs, out KeyTable<AggregateEntry<TState>>? window))
            {
                continue;
            }

            ref AggregateEntry<TState> entry = ref window.ValueAt(window.Find(_changed.KeyAt(i)));
            entry.IsChanged = false;
            changelog.Begin(Math.Max(entry.TimestampMs, 0));
            BufferCursor cursor = changelog.Write();
            cursor.Raw(_changed.KeyAt(i));
            changelog.EndKey(cursor, windowStartMs);
            entry.Write(changelog);
            changelog.End();
        }

        _changed.Clear();
    }

    /// <inheritdoc/>
    protected override void RestoreKey(in RecordRef record)
    {
        ReadOnlySpan<byte> key = record.Key;
        long windowStartMs = BinaryPrimitives.ReadInt64BigEndian(key[^WindowBytes..]);
        _streamTime.Observe(record.TimestampMs);
        KeyTable<AggregateEntry<TState>> window = Open(windowStartMs);
        ref AggregateEntry<TState> entry = ref window.ValueAt(window.FindOrAdd(key[..^WindowBytes], out _));
        entry.Read(record, Memory);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _keys.Dispose();
        _changed.Dispose();
        Memory.Dispose();
    }

    private KeyTable<AggregateEntry<TState>> Open(long windowStartMs)
    {
        if (!_windows.TryGetValue(windowStartMs, out KeyTable<AggregateEntry<TState>>? window))
        {
            DropExpired(windowStartMs - _retentionMs);
            window = _spare.TryPop(out KeyTable<AggregateEntry<TState>>? spare) ? spare : new(Memory);
            _windows.Add(windowStartMs, window);
        }

        _current = window;
        _currentStartMs = windowStartMs;
        return window;
    }

    // A window is kept while it starts no earlier than the newest one less the retention.
    private void DropExpired(long oldestStartMs)
    {
        _oldestKeptMs = Math.Max(_oldestKeptMs, oldestStartMs);
        while (_windows.Count > 0 && _windows.First() is var (startMs, window) && startMs < _oldestKeptMs)
        {
            for (int slot = 0; slot < window.Slots; slot++)
            {
                if (window.TryGetAt(slot))
                {
                    window.ValueAt(slot).State.Release(Memory);
                }
            }

            window.Clear();
            _spare.Push(window);
            _windows.Remove(startMs);
            if (startMs == _currentStartMs)
            {
                _currentStartMs = long.MinValue;
            }
        }
    }
}
