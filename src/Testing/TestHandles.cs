using QueryGen.Access;

namespace QueryGen.Testing;

/// <summary>Reads typed handles without waiting; for handles of <see cref="TopologyTestDriver.Handles"/>.</summary>
public static class TestHandles
{
    /// <summary>All rows that the stream's topic holds.</summary>
    public static IReadOnlyList<TRow> Rows<TRow>(this StreamHandle<TRow> stream)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ToEnd(stop => stream.Subscribe(new SubscribeOptions { FromBeginning = true }, stop));
    }

    /// <summary>All changes that the table's topic holds.</summary>
    public static IReadOnlyList<TableChange<TKey, TRow>> Changes<TKey, TRow>(this TableHandle<TKey, TRow> table)
        where TKey : notnull
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(table);
        return ToEnd(stop => table.Subscribe(new SubscribeOptions { FromBeginning = true }, stop));
    }

    /// <summary>The row of a key, as its store holds it; null where there is none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="windowStart">Start of the window for a windowed table, else null.</param>
    public static TRow? Row<TKey, TRow>(this TableHandle<TKey, TRow> table, TKey key, DateTimeOffset? windowStart = null)
        where TKey : notnull
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(table);
        ValueTask<TRow?> row = windowStart is { } start ? table.GetAsync(key, start) : table.GetAsync(key);
        return row.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Writes a row, and lets everything that reads it run to its end.</summary>
    /// <param name="producer">Of the source.</param>
    /// <param name="row">The row.</param>
    /// <param name="timestampMs">Event time, milliseconds since 1970-01-01 UTC; null: what the driver's clock shows.</param>
    public static void Pipe<TRow>(this Producer<TRow> producer, TRow row, long? timestampMs = null)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(producer);
        DateTimeOffset? timestamp = timestampMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
        producer.ProduceAsync(row, timestamp).AsTask().GetAwaiter().GetResult();
    }

    private static List<TItem> ToEnd<TItem>(Func<CancellationToken, IAsyncEnumerable<TItem>> read)
    {
        using CancellationTokenSource stop = new();
        List<TItem> items = [];
        IAsyncEnumerator<TItem> enumerator = read(stop.Token).GetAsyncEnumerator(CancellationToken.None);
        Task<bool> next = enumerator.MoveNextAsync().AsTask();
        while (next.IsCompleted && next.GetAwaiter().GetResult())
        {
            items.Add(enumerator.Current);
            next = enumerator.MoveNextAsync().AsTask();
        }

        // It waits for more: the end of what is there.
        stop.Cancel();
        try
        {
            next.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }

        enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return items;
    }
}
