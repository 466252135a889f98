using System.Globalization;
using System.Text;
using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Reporting;

/// <summary>What a run of the suite says: a table of files, the reasons of what failed, and each failure.</summary>
/// <param name="cases">The suite.</param>
/// <param name="outcomes">Theirs, in the same order.</param>
internal sealed class Report(IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes)
{
    private readonly (TestCase Case, Outcome Outcome)[] _all = [.. cases.Zip(outcomes)];

    /// <summary>The last line of a run.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"conformance: {_all.Count(one => one.Outcome.IsGood)} of {_all.Length} passed "
        + $"({Count(_all, Verdict.ErrorRight)} expected errors right, {Count(_all, Verdict.Skipped)} skipped)");

    /// <summary>A line a file.</summary>
    public string Table()
    {
        StringBuilder table = new();
        Row(table, "file", "cases", "passed", "errors", "failed", "skipped");
        foreach (IGrouping<string, (TestCase Case, Outcome Outcome)> file in _all.GroupBy(one => one.Case.File))
        {
            Row(table, file.Key, [.. Numbers([.. file])]);
        }

        Row(table, "all", [.. Numbers(_all)]);
        return table.ToString();
    }

    /// <summary>Why cases failed or were skipped, the most frequent reason first.</summary>
    public string Reasons()
    {
        StringBuilder reasons = new();
        foreach (IGrouping<string, (TestCase Case, Outcome Outcome)> reason in _all.Where(one => !one.Outcome.IsGood)
            .GroupBy(one => (one.Outcome.Verdict == Verdict.Skipped ? "skipped: " : "") + one.Outcome.Reason)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            reasons.Append(CultureInfo.InvariantCulture, $"{reason.Count(),5}  {reason.Key}\n");
        }

        return reasons.ToString();
    }

    /// <summary>Each failure with what was expected and what came.</summary>
    public string Failures()
    {
        StringBuilder failures = new();
        foreach ((TestCase @case, Outcome outcome) in _all.Where(one => one.Outcome.Verdict == Verdict.Failed))
        {
            string detail = outcome.Detail.Length == 0 ? "" : "  " + outcome.Detail.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";
            failures.Append(CultureInfo.InvariantCulture, $"FAILED {@case.Name}\n  {outcome.Reason}\n{detail}");
        }

        return failures.ToString();
    }

    /// <summary>Everything, with the statements of what failed.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        StringBuilder text = new();
        text.Append(Table()).Append('\n').Append(Reasons()).Append('\n');
        foreach ((TestCase @case, Outcome outcome) in _all.Where(one => one.Outcome.Verdict == Verdict.Failed))
        {
            text.Append(CultureInfo.InvariantCulture, $"FAILED {@case.Name}\n  {outcome.Reason}\n");
            text.Append("  ").Append(string.Join("\n  ", @case.Statements)).Append('\n');
            text.Append("  ").Append(outcome.Detail.Replace("\n", "\n  ", StringComparison.Ordinal)).Append("\n\n");
        }

        text.Append(Summary).Append('\n');
        File.WriteAllText(path, text.ToString());
    }

    private static IEnumerable<string> Numbers((TestCase Case, Outcome Outcome)[] some) =>
        new[]
        {
            some.Length, some.Count(one => one.Outcome.IsGood), Count(some, Verdict.ErrorRight), Count(some, Verdict.Failed),
            Count(some, Verdict.Skipped),
        }
        .Select(number => number.ToString(CultureInfo.InvariantCulture));

    private static int Count(IEnumerable<(TestCase Case, Outcome Outcome)> some, Verdict verdict) =>
        some.Count(one => one.Outcome.Verdict == verdict);

    private static void Row(StringBuilder table, string file, params string[] numbers)
    {
        table.Append(file.PadRight(36));
        foreach (string number in numbers)
        {
            table.Append(number.PadLeft(9));
        }

        table.Append('\n');
    }
}
