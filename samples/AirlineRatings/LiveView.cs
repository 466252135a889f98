using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AirlineRatings;

/// <summary>
/// Shows what happens: a table that is drawn anew on a terminal, a line a second where the output goes to a file.
/// </summary>
internal sealed class LiveView(Statistics statistics)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    private (string Name, Counter Counter)[] Sources =>
    [
        ("RATINGS", statistics.Ratings),
        ("POOR_RATINGS", statistics.PoorRatings),
        ("RATINGS_WITH_CUSTOMER_DATA", statistics.WithCustomers),
        ("UNHAPPY_PLATINUM_CUSTOMERS", statistics.UnhappyPlatinum),
        ("CUSTOMERS_TO_CALL_BACK", statistics.CallBack),
        ("RATINGS_BY_CLUB_STATUS", statistics.ByClubStatus),
    ];

    /// <summary>Shows until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (Console.IsOutputRedirected)
        {
            while (await Tick(stop))
            {
                Console.WriteLine(Line());
            }

            return;
        }

        await AnsiConsole.Live(Draw()).StartAsync(async live =>
        {
            while (await Tick(stop))
            {
                live.UpdateTarget(Draw());
            }
        });
    }

    private static async Task<bool> Tick(CancellationToken stop)
    {
        await Task.Delay(Interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private string Line() => string.Join(", ", Sources.Select(source => $"{source.Name} {source.Counter.Count} ({Rate(source)}/s)"));

    private Rows Draw()
    {
        Table rates = new Table().Border(TableBorder.Rounded).AddColumn("stream or table")
            .AddColumn(new TableColumn("rows").RightAligned()).AddColumn(new TableColumn("a second").RightAligned());
        foreach ((string Name, Counter Counter) source in Sources)
        {
            rates.AddRow(source.Name, Number(source.Counter.Count), Number(Rate(source)));
        }

        Table window = new Table().Border(TableBorder.Rounded).AddColumn("club status")
            .AddColumn(new TableColumn($"ratings since {statistics.WindowStart:HH:mm}").RightAligned());
        foreach ((string status, long count) in statistics.Window)
        {
            window.AddRow(Markup.Escape(status), Number(count));
        }

        Table calls = new Table().Border(TableBorder.Rounded).AddColumn("call back (the more !, the sooner)");
        foreach (string line in statistics.Calls.Reverse())
        {
            calls.AddRow(Markup.Escape(line));
        }

        IRenderable[] parts = [rates, window, calls, new Markup("[grey]Ctrl+C stops; what was processed is committed.[/]")];
        return new Rows(parts);
    }

    private long Rate((string Name, Counter Counter) source)
    {
        long count = source.Counter.Count;
        long rate = count - _last.GetValueOrDefault(source.Name);
        _last[source.Name] = count;
        return rate;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
