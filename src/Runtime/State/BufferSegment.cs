namespace QueryGen.State;

/// <summary>
/// Memory of the rows of a <see cref="JoinBuffer{TKey, TRow}"/> in one span of event time. They go together, when the span has expired.
/// </summary>
internal sealed unsafe class BufferSegment<TKey, TRow> : IDisposable
    where TKey : unmanaged, IStoredKey<TKey>
    where TRow : unmanaged, IStored<TRow>
{
    private readonly StoreMemory _memory = new();

    // Pointers to rows.
    private nint[] _changed = [];

    /// <summary>The first event time that belongs into it.</summary>
    public long StartMs { get; set; }

    public int Rows { get; private set; }

    public int OpenRows { get; set; }

    public int ChangedRows { get; private set; }

    /// <summary>How many rows wait no more that the changelog has as waiting.</summary>
    public int ClosedRows { get; set; }

    public long SizeBytes => _memory.SizeBytes;

    /// <summary>Keeps a row, which is linked to no other yet.</summary>
    public BufferedRow<TKey, TRow>* Add(in TKey key, TRow row, long timestampMs, long sequence)
    {
        SliceCopy count = default;
        row.CopySlices(ref count);
        BufferedRow<TKey, TRow>* added = (BufferedRow<TKey, TRow>*)_memory.Allocate(sizeof(BufferedRow<TKey, TRow>) + count.Bytes);
        SliceCopy copy = new((byte*)(added + 1));
        row.CopySlices(ref copy);
        added->Earlier = NewestRow<TKey, TRow>.None;
        added->TimestampMs = timestampMs;
        added->Sequence = sequence;
        added->IsOpen = added->IsChanged = false;
        added->Key = key;
        added->Row = row;
        Rows++;
        return added;
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

    /// <summary>Takes all rows out.</summary>
    /// <param name="keepsMemory">Some memory stays for what comes next.</param>
    public void Clear(bool keepsMemory)
    {
        if (keepsMemory)
        {
            _memory.Clear();
        }
        else
        {
            _memory.Dispose();
        }

        (Rows, OpenRows, ChangedRows, ClosedRows) = (0, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
