namespace QueryGen.State;

/// <summary>A row in a <see cref="JoinBuffer{TKey, TRow}"/>; its slices lie behind it.</summary>
internal unsafe struct BufferedRow<TKey, TRow>
    where TKey : unmanaged
    where TRow : unmanaged
{
    /// <summary>The rows of the same key and segment before and behind it, by event time and arrival; null at the ends.</summary>
    public BufferedRow<TKey, TRow>* Earlier;

    /// <inheritdoc cref="Earlier"/>
    public BufferedRow<TKey, TRow>* Later;

    public long TimestampMs;

    /// <summary>Counts the rows of the buffer as they come.</summary>
    public long Sequence;

    /// <summary>It waits for a partner, and goes on alone if none comes.</summary>
    public bool IsOpen;

    public bool IsChanged;

    public TKey Key;

    public TRow Row;
}

/// <summary>The rows of one key in one segment.</summary>
internal unsafe struct BufferedRows<TKey, TRow>
    where TKey : unmanaged
    where TRow : unmanaged
{
    public BufferedRow<TKey, TRow>* First;

    public BufferedRow<TKey, TRow>* Last;
}
