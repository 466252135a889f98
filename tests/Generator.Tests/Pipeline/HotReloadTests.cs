using Microsoft.CodeAnalysis;
using QueryGen.Generator.Tests.Emit;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

/// <summary>What <c>dotnet watch</c> changes in a running worker, and for what it restarts it: an edit's C# decides.</summary>
public sealed class HotReloadTests
{
    private const string Ratings = "CREATE STREAM ratings (id INT KEY, stars INT) WITH (kafka_topic='r', format='JSON', partitions=4);\n";
    private const string Poor = "CREATE STREAM poor AS SELECT id, stars FROM ratings WHERE stars < 3;\n";

    [Theory]
    [InlineData("stars < 3", "stars < 4 AND NOT (id BETWEEN 1 AND 5)")]
    [InlineData("id, stars FROM", "id, stars * 2 AS stars FROM")]
    public void An_edit_of_an_expression_changes_bodies_of_methods_alone(string before, string after)
    {
        Dictionary<string, string> old = Files(Ratings + Poor);
        Dictionary<string, string> edited = Files(Ratings + Poor.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal(["PoorQuery.g.cs"], old.Keys.Where(name => old[name] != edited[name]));
        Assert.Equal(old.Keys, edited.Keys);
    }

    // A constant cannot be changed in a running process: that is what makes dotnet watch restart it.
    [Theory]
    [InlineData("partitions=4", "partitions=3")]
    [InlineData("kafka_topic='r'", "kafka_topic='s'")]
    [InlineData("id, stars FROM", "id, stars, ROWTIME AS t FROM")]
    [InlineData("WHERE stars < 3;", "WHERE stars < 3; CREATE STREAM rich AS SELECT * FROM ratings WHERE stars > 3;")]
    [InlineData("WHERE stars < 3;", "WHERE stars < 3; CREATE TABLE n AS SELECT stars, COUNT(*) AS n FROM ratings GROUP BY stars;")]
    public void What_is_wired_when_a_task_starts_changes_a_constant(string before, string after)
    {
        Assert.Equal(Wiring(Ratings + Poor), Wiring(Ratings + Poor));
        Assert.NotEqual(Wiring(Ratings + Poor), Wiring((Ratings + Poor).Replace(before, after, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_mistake_under_dotnet_watch_does_not_compile_so_that_what_runs_goes_on()
    {
        string broken = Ratings + Poor.Replace("stars <", "starz <", StringComparison.Ordinal);

        Assert.Contains("Mistakes.g.cs", Files(broken, isWatched: true).Keys);
        Assert.DoesNotContain("Mistakes.g.cs", Files(broken).Keys);
        Assert.DoesNotContain("Mistakes.g.cs", Files(Ratings + Poor, isWatched: true).Keys);
    }

    private static string Wiring(string script) => Files(script)["ProgramTopology.g.cs"].Split('\n').Single(
        line => line.Contains("const string Wiring", StringComparison.Ordinal));

    private static Dictionary<string, string> Files(string script, bool isWatched = false) => StrictProject
        .With(script, isWatched: isWatched).Result.Results.Single().GeneratedSources
        .ToDictionary(source => source.HintName, source => source.SourceText.ToString());
}
