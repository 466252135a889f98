using System.Globalization;

namespace AtmFraud;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long to run; null: until it is stopped.</param>
/// <param name="Rate">Withdrawals a second.</param>
internal sealed record DemoArguments(int? Seconds, int Rate)
{
    public const string Usage = "usage: AtmFraud [--seconds N] [--rate N]";

    /// <summary>Reads the arguments; null where they cannot be understood.</summary>
    public static DemoArguments? Parse(ReadOnlySpan<string> arguments)
    {
        DemoArguments parsed = new(null, 100);
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
                default:
                    return null;
            }
        }

        return parsed;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
