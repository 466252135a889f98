using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>A group's state with what goes along with it.</summary>
/// <typeparam name="TState">The state, emitted.</typeparam>
public struct AggregateEntry<TState>
    where TState : struct, IState
{
    private TState _state;

    /// <summary>Highest event time of the group's rows; <see cref="long.MinValue"/> before the first.</summary>
    public long TimestampMs { get; set; }

    /// <summary>Whether the group's last result passed HAVING, so that it must be deleted when the next one does not.</summary>
    public bool IsEmitted { get; set; }

    internal bool IsChanged { get; set; }

    /// <summary>The state, in place.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref TState State => ref _state;

    internal void Write(OutputBuffer changelog)
    {
        StateWriter writer = new(changelog.Write());
        writer.Fixed(TimestampMs);
        writer.Fixed(IsEmitted);
        _state.Write(ref writer);
        changelog.EndValue(writer.Cursor);
    }

    internal unsafe void Read(in RecordRef record, StoreMemory memory)
    {
        fixed (byte* value = record.Value)
        {
            StateReader reader = new(value, record.Value.Length);
            TimestampMs = reader.Fixed<long>();
            IsEmitted = reader.Fixed<bool>();
            _state.Read(ref reader, memory);
        }
    }
}

/// <summary>The states of an aggregation without a window: one a group, updated in place.</summary>
/// <typeparam name="TKey">The group, emitted.</typeparam>
/// <typeparam name="TState">The state, emitted.</typeparam>
public sealed class AggregateStore<TKey, TState> : StateStore
    where TKey : struct, IStored<TKey>
    where TState : struct, IState
{
    private readonly KeyEncoder _keys = new();
    private readonly ChangedKeys _changed = new();
    private readonly KeyTable<AggregateEntry<TState>> _table;

    /// <summary>An empty store.</summary>
    public AggregateStore(string name, string layout)
        : base(name, layout) => _table = new KeyTable<AggregateEntry<TState>>(Memory);

    /// <summary>Memory for the texts of the states.</summary>
    public StoreMemory Memory { get; } = new();

    /// <inheritdoc/>
    public override long Count => _table.Count;

    /// <inheritdoc/>
    public override long SizeBytes => Memory.SizeBytes + _table.SizeBytes;

    /// <inheritdoc/>
    protected override bool HasChanges => _changed.Count > 0;

    /// <summary>A group's entry in place, made empty where there is none. It goes to the changelog at the next commit.</summary>
    /// <returns>Valid until the next call to the store.</returns>
    public ref AggregateEntry<TState> GetOrAdd(in TKey key)
    {
        ReadOnlySpan<byte> bytes = _keys.Encode(key);
        ref AggregateEntry<TState> entry = ref _table.ValueAt(_table.FindOrAdd(bytes, out bool isNew));
        if (isNew)
        {
            entry.TimestampMs = long.MinValue;
        }

        if (!entry.IsChanged)
        {
            entry.IsChanged = true;
            _changed.Add(bytes);
        }

        return ref entry;
    }

    /// <summary>A copy of a group's entry; false where there is none. Its texts are valid until the state changes.</summary>
    public bool TryGet(in TKey key, out AggregateEntry<TState> entry)
    {
        int slot = _table.Find(_keys.Encode(key));
        entry = slot < 0 ? default : _table.ValueAt(slot);
        return slot >= 0;
    }

    /// <inheritdoc/>
    protected override void WriteChangedKeys(OutputBuffer changelog)
    {
        for (int i = 0; i < _changed.Count; i++)
        {
            ref AggregateEntry<TState> entry = ref _table.ValueAt(_table.Find(_changed.KeyAt(i)));
            entry.IsChanged = false;
            changelog.Begin(Math.Max(entry.TimestampMs, 0));
            BufferCursor cursor = changelog.Write();
            cursor.Raw(_changed.KeyAt(i));
            changelog.EndKey(cursor);
            entry.Write(changelog);
            changelog.End();
        }

        _changed.Clear();
    }

    /// <inheritdoc/>
    protected override void RestoreKey(in RecordRef record)
    {
        ref AggregateEntry<TState> entry = ref _table.ValueAt(_table.FindOrAdd(record.Key, out _));
        entry.Read(record, Memory);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _keys.Dispose();
        _changed.Dispose();
        Memory.Dispose();
    }
}
