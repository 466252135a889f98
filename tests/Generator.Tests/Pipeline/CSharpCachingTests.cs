using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueryGen.Emit;
using QueryGen.Generator.Tests.Inputs;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

/// <summary>What runs again after an edit of a C# file that declares rows, functions and queries.</summary>
public sealed class CSharpCachingTests
{
    private const string Script = """
        CREATE STREAM o AS SELECT SHOUT(stars) AS loud FROM ratings;
        CREATE TABLE t AS SELECT stars, TOTAL(stars) AS total FROM ratings GROUP BY stars;
        """;

    private const string Code = """
        using QueryGen;
        namespace Shop;
        public static class Functions
        {
            public static int Other() => 1;
            [SqlFunction] public static int Shout(int stars) { return 1; }
        }
        [SqlAggregate] public struct Total { private long _sum; public void Add(int i) { _sum += i; } public long Result() => _sum; }
        [Stream("ratings")] public record Rating(int Stars) { public string Text() => "a"; }
        [Query("SELECT stars FROM ratings WHERE stars < 3")] public partial class Poor { int M() => 1; }
        """;

    private static readonly string[] Readers =
        [TrackingNames.AttributeQueries, TrackingNames.RowTypes, TrackingNames.Functions, TrackingNames.Aggregates];

    private static readonly string[] Later = [TrackingNames.Compile, TrackingNames.Files];

    [Theory]
    [InlineData("Other() => 1", "Other() => 12345")]
    [InlineData("{ return 1; }", "{ return 2; }")]
    [InlineData("{ _sum += i; }", "{ _sum += i * 2; }")]
    [InlineData("=> \"a\"", "=> \"abc\"")]
    [InlineData("int M() => 1", "int M() => 2")]
    [InlineData("public static int Other() => 1;", "public static int Other() => 1; public static int More() => 2;")]
    public void A_keystroke_in_a_method_body_stops_at_the_readers(string old, string edited)
    {
        GeneratorRunResult result = Edit(old, edited);
        foreach (string step in Readers)
        {
            AssertSame(result, step);
        }

        foreach (string step in Later)
        {
            Assert.All(Reasons(result, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }

        Assert.Empty(ChangedFiles(result));
    }

    [Fact]
    public void A_line_more_in_a_method_body_above_leaves_rows_and_functions_and_moves_the_lines_of_the_query()
    {
        GeneratorRunResult result = Edit("{ return 1; }", "{\n return 1; }");
        AssertSame(result, TrackingNames.RowTypes);
        AssertSame(result, TrackingNames.Functions);
        Assert.Equal(["PoorQuery.g.cs"], ChangedFiles(result));
    }

    [Fact]
    public void A_new_member_of_a_row_type_is_planned_again()
    {
        GeneratorRunResult result = Edit("Rating(int Stars)", "Rating(int Stars, int Seats)");
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.RowTypes));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Compile));
        Assert.Contains("Ratings.Rows.g.cs", ChangedFiles(result));
    }

    [Fact]
    public void Another_parameter_of_a_function_is_planned_again()
    {
        GeneratorRunResult result = Edit("Shout(int stars)", "Shout(int? stars)");
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Functions));
        Assert.Equal(["UserFunctions.g.cs"], ChangedFiles(result));
    }

    [Fact]
    public void Another_parameter_of_an_aggregate_is_planned_again()
    {
        GeneratorRunResult result = Edit("Add(int i)", "Add(int? i)");
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Aggregates));
        Assert.Equal(["TQuery.g.cs"], ChangedFiles(result));
    }

    [Fact]
    public void Another_field_of_an_aggregate_is_another_state()
    {
        GeneratorRunResult result = Edit("private long _sum;", "private long _sum; private int _rows;");
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Aggregates));
        Assert.Contains("ProgramTopology.g.cs", ChangedFiles(result));
    }

    [Fact]
    public void An_edit_of_an_attributes_query_emits_its_files_alone()
    {
        GeneratorRunResult result = Edit("stars < 3", "stars < 2");
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.AttributeQueries));
        AssertSame(result, TrackingNames.RowTypes);
        Assert.Equal(["PoorQuery.g.cs"], ChangedFiles(result));
    }

    [Fact]
    public void The_order_of_the_files_changes_nothing()
    {
        string[] files =
        [
            "[Stream(\"b\")] public record B(int V); static class F { [SqlFunction] internal static int Two(int v) => v; }",
            "[Stream(\"a\")] public record A(int V); static class G { [SqlFunction] internal static int One(int v) => v; }",
            "[Query(\"SELECT ONE(v) AS w FROM a\")] public partial class P;",
            "[Query(\"SELECT TWO(v) AS w FROM b\")] public partial class O;",
        ];

        Assert.Equal(Sources(files), Sources([.. Enumerable.Reverse(files)]));
    }

    private static string[] Sources(string[] files)
    {
        CSharpCompilation project = CSharp.Compile("").AddSyntaxTrees(
            files.Select(file => CSharpSyntaxTree.ParseText("using QueryGen; " + file, path: $"/project/{file.Length}{file[^3]}.cs")));
        GeneratorRunResult result = CSharp.Driver("").RunGenerators(project).GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics);
        return [.. result.GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}")];
    }

    private static void AssertSame(GeneratorRunResult result, string step) => Assert.True(
        Assert.Single(Reasons(result, step)) is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached);

    private static GeneratorRunResult Edit(string old, string edited)
    {
        Assert.Contains(old, Code, StringComparison.Ordinal);
        GeneratorDriver driver = CSharp.Driver(Script).RunGenerators(CSharp.Compile(Code));
        Assert.Empty(driver.GetRunResult().Diagnostics);
        return driver.RunGenerators(CSharp.Compile(Code.Replace(old, edited, StringComparison.Ordinal))).GetRunResult().Results.Single();
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static IEnumerable<string> ChangedFiles(GeneratorRunResult result) => result.TrackedSteps[TrackingNames.Files]
        .SelectMany(run => run.Outputs)
        .Where(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
        .Select(output => ((EmittedFile)output.Value).File!.HintName);
}
