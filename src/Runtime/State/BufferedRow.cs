namespace QueryGen.State;

/// <summary>A row in a <see cref="JoinBuffer{TKey, TRow}"/>; its slices lie behind it.</summary>
internal unsafe struct BufferedRow<TKey, TRow>
    where TKey : unmanaged
    where TRow : unmanaged
{
    /// <summary>The row of the same key before it, by event time and arrival. It may be gone, as its time tells.</summary>
    public NewestRow<TKey, TRow> Earlier;

    public long TimestampMs;

    /// <summary>Counts the rows of the buffer as they come.</summary>
    public long Sequence;

    /// <summary>It waits for a partner, and goes on alone if none comes.</summary>
    public bool IsOpen;

    public bool IsChanged;

    public TKey Key;

    public TRow Row;
}

/// <summary>The newest row of a key up to some time, with its time, so that a row that is gone is not looked at.</summary>
internal unsafe struct NewestRow<TKey, TRow>
    where TKey : unmanaged
    where TRow : unmanaged
{
    /// <summary>No row.</summary>
    public static NewestRow<TKey, TRow> None => new() { TimestampMs = long.MinValue };

    public BufferedRow<TKey, TRow>* Row;

    public long TimestampMs;
}
