namespace QueryGen.State;

/// <summary>
/// The rows of a <see cref="JoinBuffer{TKey, TRow}"/> in one span of event time. They go together, when the span has expired.
/// </summary>
internal sealed unsafe class BufferSegment<TKey, TRow> : IDisposable
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
{
    private readonly StoreMemory _memory = new();
    private readonly KeyTable<TKey, BufferedRows<TKey, TRow>> _keys;

    // Pointers to rows.
    private nint[] _changed = [];

    public BufferSegment() => _keys = new KeyTable<TKey, BufferedRows<TKey, TRow>>(_memory);

    /// <summary>The first event time that belongs into it.</summary>
    public long StartMs { get; set; }

    public int Rows { get; private set; }

    public int OpenRows { get; set; }

    public int ChangedRows { get; private set; }

    /// <summary>How many rows wait no more that the changelog has as waiting.</summary>
    public int ClosedRows { get; set; }

    public long SizeBytes => _memory.SizeBytes + _keys.SizeBytes;

    /// <summary>Adds a row behind those of its key that are not later.</summary>
    public BufferedRow<TKey, TRow>* Add(in TKey key, TRow row, long timestampMs, long sequence)
    {
        Slot<TKey, BufferedRows<TKey, TRow>>* slot = _keys.FindOrAdd(key, out _);
        SliceCopy count = default;
        row.CopySlices(ref count);
        BufferedRow<TKey, TRow>* added = (BufferedRow<TKey, TRow>*)_memory.Allocate(sizeof(BufferedRow<TKey, TRow>) + count.Bytes);
        SliceCopy copy = new((byte*)(added + 1));
        row.CopySlices(ref copy);
        *added = new BufferedRow<TKey, TRow> { TimestampMs = timestampMs, Sequence = sequence, Key = slot->Key, Row = row };
        Link(ref slot->Value, added);
        Rows++;
        return added;
    }

    /// <summary>The first row of a key that is not earlier than a time; null where there is none.</summary>
    public BufferedRow<TKey, TRow>* From(in TKey key, long fromMs)
    {
        Slot<TKey, BufferedRows<TKey, TRow>>* slot = _keys.Find(key);
        if (slot == null)
        {
            return null;
        }

        // What is looked for is mostly among the last.
        BufferedRow<TKey, TRow>* found = null;
        for (BufferedRow<TKey, TRow>* row = slot->Value.Last; row != null && row->TimestampMs >= fromMs; row = row->Earlier)
        {
            found = row;
        }

        return found;
    }

    /// <summary>The first row of the next key from a place on; null behind the last. The place moves on.</summary>
    public BufferedRow<TKey, TRow>* Next(ref long place)
    {
        Slot<TKey, BufferedRows<TKey, TRow>>* slot = _keys.Next(ref place);
        return slot == null ? null : slot->Value.First;
    }

    /// <summary>The row goes to the changelog at the next commit.</summary>
    public void Touch(BufferedRow<TKey, TRow>* row)
    {
        if (row->IsChanged)
        {
            return;
        }

        row->IsChanged = true;
        if (ChangedRows == _changed.Length)
        {
            Array.Resize(ref _changed, Math.Max(ChangedRows * 2, 16));
        }

        _changed[ChangedRows++] = (nint)row;
    }

    /// <summary>A changed row, in the order of their first change. Its mark is taken away.</summary>
    public BufferedRow<TKey, TRow>* TakeChanged(int index)
    {
        BufferedRow<TKey, TRow>* row = (BufferedRow<TKey, TRow>*)_changed[index];
        row->IsChanged = false;
        return row;
    }

    /// <summary>Forgets the changed rows; all of them were taken.</summary>
    public void ForgetChanged() => (ChangedRows, ClosedRows) = (0, 0);

    /// <summary>Takes all rows out and keeps the memory.</summary>
    public void Clear()
    {
        _keys.Clear();
        _memory.Clear();
        (Rows, OpenRows, ChangedRows, ClosedRows) = (0, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _memory.Dispose();
    }

    private static void Link(ref BufferedRows<TKey, TRow> rows, BufferedRow<TKey, TRow>* added)
    {
        BufferedRow<TKey, TRow>* before = rows.Last;
        while (before != null && (before->TimestampMs > added->TimestampMs
            || (before->TimestampMs == added->TimestampMs && before->Sequence > added->Sequence)))
        {
            before = before->Earlier;
        }

        added->Earlier = before;
        added->Later = before == null ? rows.First : before->Later;
        if (added->Later == null)
        {
            rows.Last = added;
        }
        else
        {
            added->Later->Earlier = added;
        }

        if (before == null)
        {
            rows.First = added;
        }
        else
        {
            before->Later = added;
        }
    }
}
