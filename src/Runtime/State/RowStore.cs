using System.Runtime.InteropServices;
using QueryGen.Serdes;

namespace QueryGen.State;

/// <summary>A table's current rows by key.</summary>
/// <remarks>
/// A row lies in the store as operators use it, with its texts and collections behind it in one piece of memory, and is
/// read where it lies. It does not move until its key changes.
/// </remarks>
/// <typeparam name="TKey">The key, emitted.</typeparam>
/// <typeparam name="TRow">The row, emitted.</typeparam>
/// <typeparam name="TSlot">What lies where a key is found.</typeparam>
public abstract unsafe class RowStore<TKey, TRow, TSlot> : StateStore
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
    where TSlot : unmanaged, IRowSlot<TSlot, TRow>
{
    private const int MostLinesFetched = 4;

    private readonly StoreMemory _memory = new();
    private readonly TextPool _pool = new();

    // Without a row for a key that was deleted and stays until the changelog has been told.
    private readonly KeyTable<TKey, TSlot> _table;

    private TRow* _none;

    private int _deleted;

    // What a row takes on average, as far as it is worth fetching.
    private int _linesOfRow;

    /// <summary>An empty store.</summary>
    /// <param name="name">Its name in the topology.</param>
    /// <param name="layout">Names and types of key and row.</param>
    private protected RowStore(string name, string layout)
        : base(name, layout)
    {
        _table = new KeyTable<TKey, TSlot>(_memory);
        _none = (TRow*)NativeMemory.AllocZeroed((nuint)sizeof(TRow));
    }

    /// <inheritdoc/>
    public override long Count => _table.Count - _deleted;

    /// <inheritdoc/>
    public override long SizeBytes => _memory.SizeBytes + _table.SizeBytes;

    /// <inheritdoc/>
    public override bool HasChanges => _table.ChangedCount > 0;

    /// <summary>Whether it is too large for the processor's cache, so that look-ups gain by <see cref="FetchSlot"/> and <see
    /// cref="FetchRow"/>.</summary>
    public bool IsLarge => SizeBytes > ReadAhead.LargeBytes;

    /// <summary>A row that is not there: all NULL.</summary>
    public ref readonly TRow None => ref *_none;

    /// <summary>The row of a key where it lies; <see cref="None"/> where there is none. Valid until the key's row changes.</summary>
    public ref readonly TRow Get(scoped in TKey key, out bool isFound)
    {
        Kept* kept = Find(key);
        isFound = kept != null;
        return ref kept == null ? ref *_none : ref kept->Row;
    }

    /// <inheritdoc cref="Get(in TKey, out bool)"/>
    /// <param name="key">The key.</param>
    /// <param name="timestampMs">The row's event time, milliseconds; null where there is no row.</param>
    public ref readonly TRow GetWithTime(scoped in TKey key, out long? timestampMs)
    {
        Kept* kept = Find(key);
        timestampMs = kept == null ? null : kept->TimestampMs;
        return ref kept == null ? ref *_none : ref kept->Row;
    }

    /// <summary>A copy of a key's row and its event time; false where there is none. Its slices are valid until the key's row
    /// changes.</summary>
    public bool TryGet(in TKey key, out TRow row, out long timestampMs)
    {
        Kept* kept = Find(key);
        row = kept == null ? default : kept->Row;
        timestampMs = kept == null ? long.MinValue : kept->TimestampMs;
        return kept != null;
    }

    /// <inheritdoc cref="TryGet(in TKey, out TRow, out long)"/>
    public bool TryGet(in TKey key, out TRow row) => TryGet(key, out row, out _);

    /// <summary>Sets the row of a key. Slices of its former row may be in the new one; they are not valid any more behind the
    /// call.</summary>
    public void Put(in TKey key, in TRow row, long timestampMs)
    {
        Slot<TKey, TSlot>* slot = _table.FindOrAdd(key, out bool isNew);
        _deleted -= !isNew && slot->Value.Place == 0 ? 1 : 0;
        Keep(slot, row, timestampMs);
        _table.Touch(slot);
    }

    /// <summary>Takes a key's row out; nothing happens where there is none.</summary>
    public void Delete(in TKey key)
    {
        Slot<TKey, TSlot>* slot = _table.Find(key);
        if (slot != null && slot->Value.Place != 0)
        {
            Free(slot);
            _deleted++;
            _table.Touch(slot);
        }
    }

    /// <summary>Begins to fetch where a key's row is found; a hint, a while before <see cref="FetchRow"/>.</summary>
    public void FetchSlot(in TKey key) => _table.Prefetch(key);

    /// <summary>Begins to fetch a key's row; a hint, a while before it is read.</summary>
    public void FetchRow(in TKey key) => Fetch(Find(key));

    /// <inheritdoc/>
    protected override void WriteChangedEntries(OutputBuffer changelog)
    {
        for (int i = 0; i < _table.ChangedCount; i++)
        {
            Slot<TKey, TSlot>* next = _table.NextChanged(i);
            Fetch(next == null ? null : (Kept*)next->Value.Place);
            Slot<TKey, TSlot>* slot = _table.TakeChanged(i);
            WriteEntry(changelog, slot);
            if (slot->Value.Place == 0)
            {
                _table.Remove(slot);
            }
        }

        _deleted = 0;
        _table.ForgetChanged();
    }

    /// <inheritdoc/>
    protected override bool WriteEntriesFrom(OutputBuffer entries, ref EntryPosition from, int mostBytes)
    {
        long place = from.Slot;
        Slot<TKey, TSlot>* slot;
        do
        {
            slot = _table.Next(ref place);
            if (slot != null && slot->Value.Place != 0)
            {
                WriteEntry(entries, slot);
            }
        }
        while (slot != null && entries.Bytes < mostBytes);
        from = new EntryPosition(0, place);
        return slot != null;
    }

    /// <inheritdoc/>
    protected override void RestoreEntry(in RecordRef record, ref StateReader key, ref StateReader value)
    {
        Slot<TKey, TSlot>* slot = _table.FindOrAdd(TKey.Read(ref key), out _);
        if (record.HasValue)
        {
            Keep(slot, TRow.Read(ref value), record.TimestampMs);
        }
        else
        {
            Free(slot);
            _table.Remove(slot);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _table.Dispose();
        _memory.Dispose();
        _pool.Dispose();
        NativeMemory.Free(_none);
        _none = null;
    }

    private protected Slot<TKey, TSlot>* FindSlot(in TKey key) => _table.Find(key);

    private Kept* Find(in TKey key)
    {
        Slot<TKey, TSlot>* slot = _table.Find(key);
        return slot == null ? null : (Kept*)slot->Value.Place;
    }

    private void Fetch(Kept* kept)
    {
        if (kept != null)
        {
            for (int line = 0; line < _linesOfRow; line++)
            {
                ReadAhead.Fetch((byte*)kept + (line * ReadAhead.CacheLineBytes));
            }
        }
    }

    // The former row goes only when the new one is there: it may hold slices of it.
    private void Keep(Slot<TKey, TSlot>* slot, TRow row, long timestampMs)
    {
        SliceCopy count = new(_pool, shares: true);
        row.CopySlices(ref count);
        Kept* kept = (Kept*)_memory.Allocate(sizeof(Kept) + count.Bytes);
        SliceCopy copy = new((byte*)(kept + 1), _pool);
        row.CopySlices(ref copy);
        *kept = new Kept { TimestampMs = timestampMs, Row = row };
        Free(slot);
        slot->Value = TSlot.Of(in kept->Row);
        slot->Value.Place = (nint)kept;
        long lines = (_memory.SizeBytes / _table.Count / ReadAhead.CacheLineBytes) + 1;
        _linesOfRow = (int)Math.Min(lines, MostLinesFetched);
    }

    private int BytesOf(TRow row)
    {
        SliceCopy count = new(_pool, shares: false);
        row.CopySlices(ref count);
        return sizeof(Kept) + count.Bytes;
    }

    private void Free(Slot<TKey, TSlot>* slot)
    {
        Kept* kept = (Kept*)slot->Value.Place;
        if (kept != null)
        {
            _memory.Free((byte*)kept, BytesOf(kept->Row));
            slot->Value = default;
        }
    }

    private static void WriteEntry(OutputBuffer output, Slot<TKey, TSlot>* slot)
    {
        Kept* kept = (Kept*)slot->Value.Place;
        output.Begin(kept == null ? 0 : Math.Max(kept->TimestampMs, 0));
        StateWriter key = new(output.Write());
        slot->Key.Write(ref key);
        output.EndKey(key.Cursor);
        if (kept != null)
        {
            StateWriter value = new(output.Write());
            kept->Row.Write(ref value);
            output.EndValue(value.Cursor);
        }

        output.End();
    }

    /// <summary>A row in the store; its slices lie behind it.</summary>
    private struct Kept
    {
        public long TimestampMs;
        public TRow Row;
    }
}
