using Xunit;

namespace QueryGen.Golden;

/// <summary>
/// A folder a case: <c>query.sql</c> (and <c>Rows.cs</c> where C# belongs to it), and what the compiler makes of it:
/// <c>topology.txt</c> and the
/// emitted operators, or <c>diagnostics.txt</c>. <c>./build.sh golden --accept</c> rewrites what is expected; the diff is the review.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Cases = Path.Combine(FindRoot(), "tests", "Golden", "cases");

    public static TheoryData<string> Folders => [.. Directory
        .EnumerateFiles(Cases, "query.sql", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Cases, Path.GetDirectoryName(file)!).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Case_compiles_to_what_its_folder_says(string folder)
    {
        string path = Path.Combine(Cases, folder);
        Dictionary<string, string> actual = GoldenCase.Compile(path);
        if (Environment.GetEnvironmentVariable("QUERYGEN_ACCEPT") == "1")
        {
            GoldenCase.Accept(path, actual);
            return;
        }

        Dictionary<string, string> expected = GoldenCase.Read(path);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string text) in expected)
        {
            Assert.True(text == actual[name], $"{folder}/{name} is now:\n{actual[name]}\n--- expected:\n{text}");
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QueryGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No QueryGen.sln above {AppContext.BaseDirectory}.");
    }
}
