using System.Text.RegularExpressions;
using QueryGen.Diagnostics;
using Xunit;

namespace QueryGen.Generator.Tests.Binding;

/// <summary>The example on a diagnostic's page provokes it; the way out on the page does not.</summary>
public sealed partial class DiagnosticPageTests
{
    // The sources that the pages speak of.
    private const string Sources = """
        CREATE STREAM ratings (rating_id BIGINT KEY, user_id INT, stars INT, message VARCHAR, ok BOOLEAN, tags ARRAY<VARCHAR>,
          place STRUCT<lat DOUBLE, lon DOUBLE>) WITH (kafka_topic='ratings', format='JSON');
        CREATE TABLE customers (id INT PRIMARY KEY, first_name VARCHAR, club_status VARCHAR)
          WITH (kafka_topic='customers', format='JSON');
        CREATE STREAM clicks (user_id INT, page VARCHAR) WITH (kafka_topic='clicks', value_format='JSON');
        """;

    public static TheoryData<string> Pages => [.. Directory
        .GetFiles(Path.Combine(Root(), "docs", "diagnostics"), "QG*.md")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Where(id => id.StartsWith("QG2", StringComparison.Ordinal) || id == SecurityDiagnostics.LiteralSecret.Id)
        .Where(id => id != BindingDiagnostics.Cycle.Id)
        .Where(id => !Page(id).Contains("```csharp", StringComparison.Ordinal)) // golden cases show those
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_shows_what_is_wrong_and_what_is_right(string id)
    {
        string[] examples = [.. Example().Matches(Page(id)).Select(found => found.Groups[1].Value)];
        Assert.Equal([id], Ids(examples[0]));
        Assert.All(examples.Skip(1), example => Assert.Empty(Ids(example)));
    }

    private static string Page(string id) => File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics", id + ".md"));

    private static IEnumerable<string> Ids(string sql) =>
        Sql.Script(Sources).And(sql).Bind().Diagnostics.Select(found => found.Descriptor.Id).Distinct();

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QueryGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
