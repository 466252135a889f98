namespace QueryGen.State;

/// <summary>Says which of two keys comes first, where nothing else does.</summary>
internal interface IKeyOrder<TKey>
    where TKey : unmanaged
{
    /// <summary>Below zero: the left one; zero: they are the same.</summary>
    int Compare(in TKey left, in TKey right);
}

/// <summary>Rows that wait for a partner, the earliest first: a binary heap by event time, key and arrival.</summary>
/// <remarks>A row that has found a partner stays until it is its turn; <see cref="BufferedRow{TKey, TRow}.IsOpen"/> tells.</remarks>
internal sealed unsafe class OpenRows<TKey, TRow>
    where TKey : unmanaged
    where TRow : unmanaged
{
    // Pointers to rows.
    private nint[] _rows = new nint[16];

    public int Count { get; private set; }

    /// <summary>The earliest row; there is one.</summary>
    public BufferedRow<TKey, TRow>* First => At(0);

    public void Clear() => Count = 0;

    public void Push<TOrder>(BufferedRow<TKey, TRow>* row, TOrder order)
        where TOrder : struct, IKeyOrder<TKey>
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Count * 2);
        }

        int hole = Count++;
        while (hole > 0 && IsBefore(row, At((hole - 1) / 2), order))
        {
            _rows[hole] = _rows[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }

        _rows[hole] = (nint)row;
    }

    /// <summary>Takes the earliest row out.</summary>
    public void Pop<TOrder>(TOrder order)
        where TOrder : struct, IKeyOrder<TKey>
    {
        BufferedRow<TKey, TRow>* last = At(--Count);
        int hole = 0;
        for (int child = 1; child < Count; child = (2 * hole) + 1)
        {
            if (child + 1 < Count && IsBefore(At(child + 1), At(child), order))
            {
                child++;
            }

            if (!IsBefore(At(child), last, order))
            {
                break;
            }

            _rows[hole] = _rows[child];
            hole = child;
        }

        _rows[hole] = (nint)last;
    }

    private static bool IsBefore<TOrder>(BufferedRow<TKey, TRow>* left, BufferedRow<TKey, TRow>* right, TOrder order)
        where TOrder : struct, IKeyOrder<TKey>
    {
        if (left->TimestampMs != right->TimestampMs)
        {
            return left->TimestampMs < right->TimestampMs;
        }

        int keys = order.Compare(in left->Key, in right->Key);
        return keys < 0 || (keys == 0 && left->Sequence < right->Sequence);
    }

    private BufferedRow<TKey, TRow>* At(int index) => (BufferedRow<TKey, TRow>*)_rows[index];
}
