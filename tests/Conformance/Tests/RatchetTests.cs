using QueryGen.Conformance.Cases;
using QueryGen.Conformance.Reporting;
using Xunit;

namespace QueryGen.Conformance.Tests;

public sealed class RatchetTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void A_case_that_passed_may_not_fail()
    {
        File.WriteAllLines(_path, ["f - a", "f - b", "g - c"]);
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", """
            {"tests": [{"name": "a", "statements": []}, {"name": "b", "statements": []}, {"name": "d", "statements": []}]}
            """);

        Assert.Equal(["f - b"], Ratchet.Lost(_path, cases, [Outcome.Passed, Outcome.Failed("r"), Outcome.Failed("r")]));
    }

    [Fact]
    public void Accepting_rewrites_the_files_that_ran_and_keeps_the_others()
    {
        File.WriteAllLines(_path, ["f - old", "ff - kept", "g - kept"]);
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", """
            {"tests": [{"name": "z", "statements": []}, {"name": "b", "statements": []}, {"name": "c", "statements": []}]}
            """);
        Ratchet.Accept(_path, cases, [Outcome.Passed, Outcome.ErrorRight, Outcome.Failed("r")]);

        Assert.Equal(["f - b", "f - z", "ff - kept", "g - kept"], File.ReadAllLines(_path));
    }

    [Fact]
    public void The_summary_counts_expected_errors_as_passed_and_skipped_ones_not()
    {
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", """
            {"tests": [{"name": "a", "statements": []}, {"name": "b", "statements": []},
              {"name": "c", "statements": []}, {"name": "d", "statements": []}]}
            """);
        Report report = new(
            cases, [Outcome.Passed, Outcome.ErrorRight, Outcome.Failed("r"), new Outcome(Verdict.Skipped, "s")]);

        Assert.Equal("conformance: 2 of 4 passed (1 expected errors right, 1 skipped)", report.Summary);
    }

    public void Dispose() => File.Delete(_path);
}
