using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Reporting;
using Xunit;

namespace QueryGen.Conformance.Tests;

public sealed class FileTableTests
{
    [Fact]
    public void A_file_that_is_short_says_why_and_one_that_is_whole_is_named()
    {
        IReadOnlyList<TestCase> cases =
        [
            .. CaseFile.Read("whole", """{"tests": [{"name": "a", "statements": []}, {"name": "b", "statements": []}]}"""),
            .. CaseFile.Read("short", """
                {"tests": [{"name": "a", "statements": []}, {"name": "b", "statements": []}, {"name": "c", "statements": []},
                  {"name": "d", "statements": []}, {"name": "e", "statements": []}]}
                """),
        ];
        string page = FileTable.Write(
            cases,
            [
                Outcome.Passed, Outcome.ErrorRight, Outcome.Failed("one"), Outcome.Passed, Outcome.Failed("a|b"), Outcome.Failed("a|b"),
                new Outcome(Verdict.Skipped, "disabled"),
            ],
            "the summary");

        Assert.Contains("| short | 5 | 1 | 2 a\\|b; 1 one; 1 skipped: disabled |\n", page, StringComparison.Ordinal);
        Assert.EndsWith("## Files that pass\n\nwhole (2).\n", page, StringComparison.Ordinal);
        Assert.Contains("`the summary`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_some_cases_is_refused()
    {
        Assert.Equal("t.md", RunArguments.TryParse(["dir", "--table", "t.md"])?.Table);
        Assert.Null(RunArguments.TryParse(["--table", "t.md", "--only", "x"]));
        Assert.Null(RunArguments.TryParse(["--table"]));
    }
}
