using System.Globalization;
using System.Text;
using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Reporting;

/// <summary>A page of the docs: which files pass as a whole, and why the others do not.</summary>
internal static class FileTable
{
    private const int PageColumns = 160;

    /// <param name="summary">The last line of the run.</param>
    public static string Write(IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes, string summary)
    {
        IGrouping<string, (TestCase Case, Outcome Outcome)>[] files =
            [.. cases.Zip(outcomes).GroupBy(one => one.First.File).OrderBy(file => file.Key, StringComparer.Ordinal)];
        StringBuilder page = new();
        page.Append("# ksqlDB's own tests, file by file\n\n");
        page.Append("Written by `./build.sh conformance DIR --table docs/conformance.md`; the tests lie outside this repository.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"`{summary}`\n\n");
        page.Append("## Files that do not pass as a whole\n\n");
        page.Append("| File | Cases | Passed | Why the others do not |\n|---|---|---|---|\n");
        foreach (IGrouping<string, (TestCase Case, Outcome Outcome)> file in files.Where(file => !IsWhole(file)))
        {
            int passed = file.Count(one => one.Outcome.IsGood);
            page.Append(CultureInfo.InvariantCulture, $"| {file.Key} | {file.Count()} | {passed} | {Reasons(file)} |\n");
        }

        page.Append("\n## Files that pass\n\n");
        AppendWrapped(page, files.Where(IsWhole).Select(file => $"{file.Key} ({file.Count()})"));
        return page.ToString();
    }

    private static bool IsWhole(IEnumerable<(TestCase Case, Outcome Outcome)> file) => file.All(one => one.Outcome.IsGood);

    // The most frequent one first.
    private static string Reasons(IEnumerable<(TestCase Case, Outcome Outcome)> file) => string.Join("; ", file
        .Where(one => !one.Outcome.IsGood)
        .GroupBy(one => (one.Outcome.Verdict == Verdict.Skipped ? "skipped: " : "") + one.Outcome.Reason)
        .OrderByDescending(reason => reason.Count()).ThenBy(reason => reason.Key, StringComparer.Ordinal)
        .Select(reason => string.Create(
            CultureInfo.InvariantCulture, $"{reason.Count()} {reason.Key.Replace("|", "\\|", StringComparison.Ordinal)}")));

    private static void AppendWrapped(StringBuilder page, IEnumerable<string> words)
    {
        int column = 0;
        string before = "";
        foreach (string word in words)
        {
            bool isFull = column + before.Length + word.Length > PageColumns;
            page.Append(isFull ? ",\n" : before).Append(word);
            column = isFull ? word.Length : column + before.Length + word.Length;
            before = ", ";
        }

        page.Append(column == 0 ? "None.\n" : ".\n");
    }
}
