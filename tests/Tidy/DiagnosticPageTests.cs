using System.Text.RegularExpressions;
using Xunit;

namespace QueryGen.Tidy;

/// <summary>An id, its page, its release row and a test that provokes it go together.</summary>
public sealed partial class DiagnosticPageTests
{
    private static readonly string[] Declared = Repository.Files("src/Generator/Diagnostics", ".cs")
        .SelectMany(path => Id().Matches(Repository.Text(path)).Select(found => found.Groups[1].Value))
        .Distinct().Order(StringComparer.Ordinal).ToArray();

    [Fact]
    public void Each_diagnostic_has_a_page_and_each_page_a_diagnostic() => Assert.Equal(
        Declared,
        Repository.Files("docs/diagnostics", ".md").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name.StartsWith("QG", StringComparison.Ordinal)));

    [Fact]
    public void Each_diagnostic_has_a_release_row()
    {
        string rows = Repository.Text("src/Generator/AnalyzerReleases.Unshipped.md")
            + Repository.Text("src/Generator/AnalyzerReleases.Shipped.md");
        Offenders.None(Declared.Where(id => !rows.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_diagnostic_is_provoked_by_a_test()
    {
        Dictionary<string, string> names = Repository.Files("src/Generator/Diagnostics", ".cs")
            .SelectMany(path => NamedId().Matches(Repository.Text(path)))
            .GroupBy(found => found.Groups[2].Value)
            .ToDictionary(found => found.Key, found => found.First().Groups[1].Value);
        string tests = string.Concat(
            Repository.Files("tests", ".cs").Concat(Repository.Files("tests/Golden", ".txt")).Select(Repository.Text));
        Offenders.None(Declared.Where(id => !tests.Contains(id, StringComparison.Ordinal)
            && !(names.TryGetValue(id, out string? name) && tests.Contains("." + name, StringComparison.Ordinal))));
    }

    [GeneratedRegex("\"(QG\\d{4})\"")]
    private static partial Regex Id();

    [GeneratedRegex("DiagnosticDescriptor (\\w+) = \\w+\\(\\s*\"(QG\\d{4})\"")]
    private static partial Regex NamedId();
}
