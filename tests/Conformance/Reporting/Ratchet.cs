using QueryGen.Conformance.Cases;

namespace QueryGen.Conformance.Reporting;

/// <summary>The list of cases that pass, a line each, sorted: what has passed once may not fail again.</summary>
internal static class Ratchet
{
    /// <summary>Listed cases that this run has and that did not pass. Cases that it does not have are no loss.</summary>
    public static IReadOnlyList<string> Lost(string path, IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes)
    {
        HashSet<string> failed = [.. cases.Zip(outcomes).Where(one => !one.Second.IsGood).Select(one => one.First.Name)];
        return [.. Read(path).Where(failed.Contains)];
    }

    /// <summary>Writes the list anew for the files of this run; what it says of other files stays.</summary>
    public static void Accept(string path, IReadOnlyList<TestCase> cases, IReadOnlyList<Outcome> outcomes)
    {
        HashSet<string> ran = [.. cases.Select(one => one.File)];
        IEnumerable<string> kept = Read(path).Where(name => !ran.Any(file => name.StartsWith(file + " - ", StringComparison.Ordinal)));
        IEnumerable<string> passed = cases.Zip(outcomes).Where(one => one.Second.IsGood).Select(one => OneLine(one.First.Name));
        File.WriteAllLines(path, kept.Concat(passed).Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Read(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    private static string OneLine(string name) => name.ReplaceLineEndings(" ");
}
