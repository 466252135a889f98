using System.Text.RegularExpressions;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>The example on the page of a diagnostic of C# provokes it; the way out on the page does not.</summary>
public sealed partial class RowTypePageTests
{
    // The source that the pages speak of.
    private const string Sources = "CREATE STREAM ratings (user_id INT, stars INT) WITH (kafka_topic='ratings', value_format='JSON');";

    public static TheoryData<string> Pages => [.. Directory
        .GetFiles(Path.Combine(Root(), "docs", "diagnostics"), "QG4*.md")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_what_is_wrong_and_what_is_right(string id)
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics", id + ".md"));
        string[] examples = [.. Example().Matches(page).Select(found => found.Groups[1].Value)];
        Assert.Equal(2, examples.Length);
        Assert.Equal([id], Ids(examples[0]));
        Assert.Empty(Ids(examples[1]));
    }

    private static IEnumerable<string> Ids(string code) =>
        CSharp.File(code).With(Sources).Run().Diagnostics.Select(found => found.Id).Distinct();

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QueryGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
