using System.Text.RegularExpressions;
using Xunit;

namespace QueryGen.Tidy;

/// <summary>What every C# file of the project keeps to; docs/style.md says why.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 400;
    private const int MostColumns = 140;

    // A template's line is as long as what it prints and the holes in it.
    private const int MostTemplateColumns = 190;

    private static readonly string[] Folders = ["src", "tests", "samples", "bench", "eng"];

    private static IEnumerable<string> Sources => Folders
        .Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
        .SelectMany(folder => Repository.Files(folder, ".cs"))
        .Where(path => !path.StartsWith("tests/Golden/cases/", StringComparison.Ordinal));

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() => Offenders.None(
        Sources.Where(path => Repository.Lines(path).Length > MostLines));

    [Fact]
    public void No_line_runs_off_the_page() => Offenders.None(
        Sources.SelectMany(path => Repository.Lines(path).Select((line, index) => (path, line, index)))
            .Where(found => found.line.Length > (found.path.StartsWith("src/Generator/Emit/",
                StringComparison.Ordinal) ? MostTemplateColumns : MostColumns))
            .Select(found => $"{found.path}:{found.index + 1} has {found.line.Length} columns"));

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() => Offenders.None(
        Sources.Where(path => !path.StartsWith("tests/Tidy/", StringComparison.Ordinal))
            .SelectMany(path => Repository.Lines(path).Select((line, index) => (path, line, index)))
            .Where(found => Unfinished().IsMatch(found.line))
            .Select(found => $"{found.path}:{found.index + 1} {found.line.Trim()}"));

    [Fact]
    public void Names_say_what_a_type_is() => Offenders.None(
        Sources.Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .Where(path => VagueName().IsMatch(Path.GetFileNameWithoutExtension(path))));

    [Fact]
    public void The_runtime_does_not_know_its_test_driver() => Offenders.None(
        Repository.Files("src/Runtime", ".cs")
            .Where(path => Repository.Text(path).Contains("using QueryGen.Testing", StringComparison.Ordinal)));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex("(Helper|Helpers|Manager|Util|Utils|Impl|Misc)$")]
    private static partial Regex VagueName();
}
