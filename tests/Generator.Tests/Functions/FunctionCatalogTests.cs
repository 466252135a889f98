using QueryGen.Functions;
using Xunit;

namespace QueryGen.Generator.Tests.Functions;

public sealed class FunctionCatalogTests
{
    private static readonly string[] Names = [.. FunctionCatalog.Scalars.Select(function => function.Name).Distinct()];

    [Fact]
    public void Every_function_names_its_method_and_its_own_parameters() => Assert.All(FunctionCatalog.Scalars, function =>
    {
        Assert.StartsWith("global::QueryGen.Functions.", function.Method, StringComparison.Ordinal);
        Assert.True(function.Result is not null || function.ResultRule is not null);
        Assert.Equal(function.Name.ToUpperInvariant(), function.Name);
    });

    [Fact]
    public void Every_function_stands_in_the_docs()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "language.md"));
        int start = page.IndexOf("## Functions", StringComparison.Ordinal);
        string list = page[start..page.IndexOf("## Differences", StringComparison.Ordinal)];
        HashSet<string> listed = [.. list.Split([' ', ',', '.', '\n'], StringSplitOptions.RemoveEmptyEntries)];
        Assert.Empty(Names.Except(listed));
    }

    [Fact]
    public void Every_function_is_called_by_a_query()
    {
        string calls = File.ReadAllText(Path.Combine(Root(), "tests", "EndToEnd", "FunctionCallTests.cs"));
        Assert.All(Names, name => Assert.Contains($"{name}(", calls, StringComparison.Ordinal));
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "QueryGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No QueryGen.sln above {AppContext.BaseDirectory}.");
    }
}
