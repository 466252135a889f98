using System.Globalization;
using AtmFraud.Queries;

namespace AtmFraud;

/// <summary>Follows the frauds through their typed handle, and prints each.</summary>
internal sealed class FraudWatcher
{
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly Task _watching;
    private volatile int _frauds;

    public FraudWatcher(IAsyncEnumerable<PossibleFrauds.Row> rows) => _watching = Task.Run(() => WatchAsync(rows));

    /// <summary>How many pairs of withdrawals there were.</summary>
    public int Frauds => _frauds;

    /// <summary>How many accounts they were made with. Call it when the watching has ended.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>Waits until nothing more comes.</summary>
    public async Task CatchUpAsync()
    {
        int before;
        do
        {
            before = _frauds;
            await Task.Delay(500);
        }
        while (_frauds != before);
    }

    /// <summary>Ends when the subscription has ended.</summary>
    public Task EndAsync() => _watching;

    private async Task WatchAsync(IAsyncEnumerable<PossibleFrauds.Row> rows)
    {
        try
        {
            await foreach (PossibleFrauds.Row row in rows)
            {
                _accounts.Add(row.AccountId ?? "");
                _frauds++;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.AccountId} {row.Name} {row.Phone}: {row.FirstPlace}, then {row.SecondPlace} {row.Kilometres} km away "
                    + $"after {row.SecondsBetween} s, {row.Amount} in all"));
            }
        }
        catch (OperationCanceledException)
        {
            // That is how a subscription ends.
        }
    }
}
