using System.Globalization;

namespace AirlineRatings;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long to run; null: until it is stopped.</param>
/// <param name="Rate">Ratings a second.</param>
/// <param name="Club">A customer's new club status; then nothing runs but this update.</param>
internal sealed record DemoArguments(int? Seconds, int Rate, (int Customer, string Status)? Club)
{
    public const string Usage = """
        usage: AirlineRatings [--seconds N] [--rate N]
               AirlineRatings --club CUSTOMER STATUS    changes a customer in the database, also while the sample runs
        """;

    /// <summary>Reads the arguments; null where they cannot be understood.</summary>
    public static DemoArguments? Parse(ReadOnlySpan<string> arguments)
    {
        DemoArguments parsed = new(null, 50, null);
        while (!arguments.IsEmpty)
        {
            switch (arguments)
            {
                case ["--seconds", var text, .. var rest] when Number(text) is { } seconds:
                    parsed = parsed with { Seconds = seconds };
                    arguments = rest;
                    break;
                case ["--rate", var text, .. var rest] when Number(text) is { } rate:
                    parsed = parsed with { Rate = rate };
                    arguments = rest;
                    break;
                case ["--club", var text, var status, .. var rest] when Number(text) is { } customer:
                    parsed = parsed with { Club = (customer, status) };
                    arguments = rest;
                    break;
                default:
                    return null;
            }
        }

        return parsed;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
