using System.Text;
using QueryGen.Conformance.Cases;
using Xunit;

namespace QueryGen.Conformance.Tests;

public sealed class CaseFileTests
{
    [Fact]
    public void A_case_is_expanded_by_its_formats()
    {
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", """
            // a comment
            {"tests": [ /* another one */ {
              "name": "n", "format": ["JSON", "DELIMITED"], "statements": ["CREATE STREAM s WITH (value_format='{FORMAT}');"]
            }]}
            """);

        Assert.Equal(["f - n - JSON", "f - n - DELIMITED"], cases.Select(one => one.Name));
        Assert.Equal("CREATE STREAM s WITH (value_format='DELIMITED');", cases[1].Statements[0]);
        Assert.Null(cases[0].Outputs);
    }

    [Fact]
    public void Of_configurations_the_first_one_stands_for_all()
    {
        TestCase only = Assert.Single(CaseFile.Read("f", """
            {"tests": [{"name": "n", "statements": [], "config": [true, false], "properties": {"p": "{CONFIG}", "q": 1}}]}
            """));

        Assert.Equal("f - n - p=true", only.Name);
        Assert.Equal("true", only.Properties["p"]);
        Assert.Equal("1", only.Properties["q"]);
    }

    [Fact]
    public void Records_have_what_is_written_and_no_more()
    {
        TestCase only = Assert.Single(CaseFile.Read("f", """
            {"tests": [{"name": "n", "statements": [], "enabled": false,
              "inputs": [{"topic": "t", "value": null, ",timestamp": 3, "comment": "c"}],
              "outputs": [{"topic": "t", "key": 1.50, "value": {"A": 1}, "timestamp": 7,
                "window": {"start": 0, "end": 5, "type": "session"},
                "headers": [{"KEY": "h", "VALUE": "YQ=="}, {"KEY": "h", "VALUE": null}]}]
            }]}
            """));

        Assert.Equal(new ExpectedRecord(null, null), new ExpectedRecord(only.Inputs[0].TimestampMs, only.Inputs[0].Window));
        CaseRecord output = only.Outputs![0];
        Assert.Equal("1.50", output.Key.GetRawText());
        Assert.Equal(new ExpectedRecord(7, new CaseWindow(0, 5, IsSession: true)), new ExpectedRecord(output.TimestampMs, output.Window));
        Assert.Equal("a", Encoding.UTF8.GetString(output.Headers![0].Value!));
        Assert.Null(output.Headers[1].Value);
        Assert.NotNull(only.SkipReason);
    }

    [Fact]
    public void An_expected_error_tells_whether_it_comes_at_run_time()
    {
        IReadOnlyList<TestCase> cases = CaseFile.Read("f", """
            {"tests": [
              {"name": "a", "statements": [], "expectedException": {"type": "io.x.KsqlException", "message": "m"}},
              {"name": "b", "statements": [], "expectedException": {"type": "org.y.StreamsException"}}
            ]}
            """);

        Assert.Equal(new ExpectedError("KsqlException", "m"), cases[0].Error);
        Assert.False(cases[0].Error!.IsAtRunTime);
        Assert.True(cases[1].Error!.IsAtRunTime);
    }

    [Fact]
    public void Another_file_is_refused_with_its_name() =>
        Assert.Contains("other", Assert.Throws<InvalidDataException>(() => CaseFile.Read("other", "{}")).Message, StringComparison.Ordinal);

    private sealed record ExpectedRecord(long? TimestampMs, CaseWindow? Window);
}
