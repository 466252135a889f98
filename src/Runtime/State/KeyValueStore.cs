using QueryGen.Serdes;
using QueryGen.Values;

namespace QueryGen.State;

/// <summary>A table's current rows by key.</summary>
/// <typeparam name="TKey">The key, emitted.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
/// <remarks>Rows are kept as bytes and read back without a copy: text columns are slices of the store, valid until
/// their key changes.</remarks>
public sealed unsafe class KeyValueStore<TKey, TRow> : StateStore
    where TKey : struct, IStored<TKey>
    where TRow : struct, IStored<TRow>
{
    private readonly StoreMemory _memory = new();
    private readonly KeyEncoder _keys = new();
    private readonly KeyEncoder _rows = new();
    private readonly ChangedKeys _changed = new();
    private readonly KeyTable<Blob> _table;
    private readonly RecordArena _arena;

    // Keys without a row that stay in the table until the changelog has been told.
    private int _deleted;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    /// <param name="arena">Takes the collections of rows that are read.</param>
    public KeyValueStore(string name, string layout, RecordArena arena)
        : base(name, layout)
    {
        _table = new KeyTable<Blob>(_memory);
        _arena = arena;
    }

    /// <inheritdoc/>
    public override long Count => _table.Count - _deleted;

    /// <inheritdoc/>
    public override long SizeBytes => _memory.SizeBytes + _table.SizeBytes;

    /// <inheritdoc/>
    protected override bool HasChanges => _changed.Count > 0;

    /// <summary>The row of a key and its event time; false where there is none.</summary>
    public bool TryGet(in TKey key, out TRow row, out long timestampMs)
    {
        int slot = _table.Find(_keys.Encode(key));
        if (slot < 0 || _table.ValueAt(slot).Data == null)
        {
            row = default;
            timestampMs = long.MinValue;
            return false;
        }

        ref readonly Blob blob = ref _table.ValueAt(slot);
        StateReader reader = new(blob.Data, blob.Length, _arena);
        row = TRow.Read(ref reader);
        timestampMs = blob.TimestampMs;
        return true;
    }

    /// <inheritdoc cref="TryGet(in TKey, out TRow, out long)"/>
    public bool TryGet(in TKey key, out TRow row) => TryGet(key, out row, out _);

    /// <summary>Sets the row of a key. Slices of its former row are not valid any more.</summary>
    public void Put(in TKey key, in TRow row, long timestampMs) => Set(_keys.Encode(key), _rows.Encode(row), timestampMs);

    /// <summary>Takes a key's row out; nothing happens where there is none.</summary>
    public void Delete(in TKey key)
    {
        ReadOnlySpan<byte> bytes = _keys.Encode(key);
        int slot = _table.Find(bytes);
        if (slot >= 0 && _table.ValueAt(slot).Data != null)
        {
            ref Blob blob = ref _table.ValueAt(slot);
            Free(ref blob);
            _deleted++;
            Remember(ref blob, bytes);
        }
    }

    /// <inheritdoc/>
    protected override void WriteChangedKeys(OutputBuffer changelog)
    {
        for (int i = 0; i < _changed.Count; i++)
        {
            int slot = _table.Find(_changed.KeyAt(i));
            ref Blob blob = ref _table.ValueAt(slot);
            blob.IsChanged = false;
            WriteRecord(changelog, _changed.KeyAt(i), blob);
            if (blob.Data == null)
            {
                _table.RemoveAt(slot);
            }
        }

        _deleted = 0;
        _changed.Clear();
    }

    /// <inheritdoc/>
    protected override void RestoreKey(in RecordRef record)
    {
        int slot = _table.FindOrAdd(record.Key, out _);
        ref Blob blob = ref _table.ValueAt(slot);
        Free(ref blob);
        if (record.HasValue)
        {
            Store(ref blob, record.Value, record.TimestampMs);
        }
        else
        {
            _table.RemoveAt(slot);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _keys.Dispose();
        _rows.Dispose();
        _changed.Dispose();
        _memory.Dispose();
    }

    private void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> row, long timestampMs)
    {
        ref Blob blob = ref _table.ValueAt(_table.FindOrAdd(key, out bool isNew));
        _deleted -= !isNew && blob.Data == null ? 1 : 0;
        Store(ref blob, row, timestampMs);
        Remember(ref blob, key);
    }

    private void Store(ref Blob blob, ReadOnlySpan<byte> row, long timestampMs)
    {
        if (blob.Data == null || blob.Capacity < row.Length)
        {
            Free(ref blob);
            blob.Capacity = StoreMemory.CapacityOf(row.Length);
            blob.Data = _memory.Allocate(blob.Capacity);
        }

        row.CopyTo(new Span<byte>(blob.Data, blob.Capacity));
        blob.Length = row.Length;
        blob.TimestampMs = timestampMs;
    }

    private void Free(ref Blob blob)
    {
        if (blob.Data != null)
        {
            _memory.Free(blob.Data, blob.Capacity);
            blob.Data = null;
        }
    }

    private void Remember(ref Blob blob, ReadOnlySpan<byte> key)
    {
        if (!blob.IsChanged)
        {
            blob.IsChanged = true;
            _changed.Add(key);
        }
    }

    private static void WriteRecord(OutputBuffer changelog, ReadOnlySpan<byte> key, in Blob blob)
    {
        changelog.Begin(Math.Max(blob.TimestampMs, 0));
        BufferCursor cursor = changelog.Write();
        cursor.Raw(key);
        changelog.EndKey(cursor);
        if (blob.Data != null)
        {
            cursor = changelog.Write();
            cursor.Raw(new ReadOnlySpan<byte>(blob.Data, blob.Length));
            changelog.EndValue(cursor);
        }

        changelog.End();
    }

    private struct Blob
    {
        public byte* Data;
        public int Length;
        public int Capacity;
        public bool IsChanged;
        public long TimestampMs;
    }
}
