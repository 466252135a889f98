namespace QueryGen.Access;

/// <summary>A change of one row of a table.</summary>
/// <typeparam name="TKey">The table's key.</typeparam>
/// <typeparam name="TRow">The table's row.</typeparam>
/// <param name="Key">Which row.</param>
/// <param name="Row">The row as it is now; null where it was deleted.</param>
/// <param name="WindowStart">Start of the window, inclusive; null where the table has no windows.</param>
public readonly record struct TableChange<TKey, TRow>(TKey Key, TRow? Row, DateTimeOffset? WindowStart)
    where TRow : class;
