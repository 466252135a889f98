using System.Globalization;
using System.Text.RegularExpressions;

namespace QueryGen.Build;

/// <summary>Runs all test projects of a solution and closes with one line that adds them up.</summary>
internal static partial class TestRun
{
    public static int Of(string solution, string[] arguments)
    {
        int failed = 0, passed = 0, skipped = 0;
        string[] command = ["test", solution, "-c", "Release", "--no-build", "-v", "q", .. arguments];
        int exitCode = Dotnet.Run(command, line =>
        {
            Console.WriteLine(line);
            if (ProjectSummary().Match(line) is { Success: true } summary)
            {
                failed += Count(summary, 1);
                passed += Count(summary, 2);
                skipped += Count(summary, 3);
            }
        });

        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return exitCode == 0 && passed == 0 ? Fail("no test ran") : exitCode;
    }

    private static int Count(Match summary, int group) =>
        int.Parse(summary.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int Fail(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }

    [GeneratedRegex(@"Failed:\s+(\d+), Passed:\s+(\d+), Skipped:\s+(\d+)")]
    private static partial Regex ProjectSummary();
}
