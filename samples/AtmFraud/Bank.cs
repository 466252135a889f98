using System.Globalization;
using AtmFraud.Queries;

namespace AtmFraud;

/// <summary>
/// Makes up customers and what they do: they draw money where they live, and now and then a thief does with a copy of their card.
/// </summary>
internal sealed class Bank
{
    private const int Accounts = 200;
    private const int WithdrawalsPerTheft = 40;

    // How long a stolen account stays blocked; as long as its withdrawals could still meet others.
    private static readonly TimeSpan Blocked = TimeSpan.FromMinutes(11);

    private static readonly (string Name, double Latitude, double Longitude)[] Cities =
    [
        ("Lisbon", 38.72, -9.14), ("Dublin", 53.35, -6.26), ("Oslo", 59.91, 10.75), ("Vienna", 48.21, 16.37),
        ("Athens", 37.98, 23.73), ("Warsaw", 52.23, 21.01), ("Helsinki", 60.17, 24.94), ("Rome", 41.90, 12.50),
    ];

    private static readonly string[] Names = ["Ada", "Bruno", "Clara", "Dario", "Edith", "Felix", "Greta", "Hugo", "Ines", "Jonas"];

    private readonly Random _random;
    private readonly string _run;
    private readonly DateTimeOffset[] _blockedUntil = new DateTimeOffset[Accounts];
    private int _next;

    /// <summary>A bank whose days are the same for the same seed.</summary>
    /// <param name="seed">For the random numbers.</param>
    /// <param name="run">What the transactions' numbers begin with, so that those of another run are others.</param>
    public Bank(int seed, string run) => (_random, _run) = (new Random(seed), run);

    /// <summary>How often money was stolen so far.</summary>
    public int Thefts { get; private set; }

    /// <summary>All customers.</summary>
    public static IEnumerable<Customers.Row> AllCustomers() => Enumerable.Range(0, Accounts).Select(account => new Customers.Row(
        IdOf(account), $"{Names[account % Names.Length]} {(char)('A' + (account / Names.Length))}.",
        string.Create(CultureInfo.InvariantCulture, $"+00 555 {account:0000}")));

    /// <summary>The next withdrawal.</summary>
    public Withdrawals.Row Next(DateTimeOffset now)
    {
        bool isTheft = ++_next % WithdrawalsPerTheft == 0;
        int account;
        do
        {
            account = _random.Next(Accounts);
        }
        while (_blockedUntil[account] > now);

        // A customer's home is where the number of the account says; a thief is anywhere else.
        int city = (account + (isTheft ? 1 + _random.Next(Cities.Length - 1) : 0)) % Cities.Length;
        if (isTheft)
        {
            _blockedUntil[account] = now + Blocked;
            Thefts++;
        }

        (string place, double latitude, double longitude) = Cities[city];
        return new Withdrawals.Row(
            IdOf(account), string.Create(CultureInfo.InvariantCulture, $"{_run}-{_next}"), (1 + _random.Next(20)) * 10, place,
            latitude + (_random.NextDouble() / 20), longitude + (_random.NextDouble() / 20));
    }

    private static string IdOf(int account) => string.Create(CultureInfo.InvariantCulture, $"a{account:000}");
}
