using AirlineRatings.Queries;

namespace AirlineRatings;

/// <summary>Follows the streams and tables through their typed handles.</summary>
internal sealed class RatingsWatcher
{
    private readonly Statistics _statistics;
    private readonly List<Task> _watching = [];

    /// <summary>Sees everything that is committed from now on.</summary>
    public RatingsWatcher(CompiledQueries queries, CustomersToCallBack callBack, Statistics statistics, CancellationToken stop)
    {
        _statistics = statistics;
        Watch(queries.Ratings.Subscribe(stop), _ => statistics.Ratings.Add());
        Watch(queries.PoorRatings.Subscribe(stop), _ => statistics.PoorRatings.Add());
        Watch(queries.RatingsWithCustomerData.Subscribe(stop), _ => statistics.WithCustomers.Add());
        Watch(queries.UnhappyPlatinumCustomers.Subscribe(stop), _ => statistics.UnhappyPlatinum.Add());
        Watch(
            callBack.Subscribe(stop),
            row => statistics.AddCall($"{new string('!', row.Urgency ?? 0),-3} {row.FullName} <{row.Email}>: {row.Message}"));
        Watch(
            queries.RatingsByClubStatus.Subscribe(stop),
            change => statistics.SetWindow(change.WindowStart ?? default, change.Key, change.Row?.Ratings ?? 0));
    }

    /// <summary>Waits until nothing more comes: what was committed last has been seen.</summary>
    public async Task CatchUpAsync()
    {
        long before;
        do
        {
            before = _statistics.Total;
            await Task.Delay(200);
        }
        while (_statistics.Total != before);
    }

    /// <summary>Ends when all subscriptions have ended.</summary>
    public Task EndAsync() => Task.WhenAll(_watching);

    private void Watch<TRow>(IAsyncEnumerable<TRow> rows, Action<TRow> action) => _watching.Add(Task.Run(async () =>
    {
        try
        {
            await foreach (TRow row in rows)
            {
                action(row);
            }
        }
        catch (OperationCanceledException)
        {
            // That is how a subscription ends.
        }
    }));
}
