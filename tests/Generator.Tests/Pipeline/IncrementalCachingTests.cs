using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Emit;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

/// <summary>What runs again after an edit, and that the same input gives the same bytes.</summary>
public sealed class IncrementalCachingTests
{
    private const string Ratings = "CREATE STREAM ratings (id INT KEY, stars INT) WITH (kafka_topic='r', value_format='JSON');";
    private const string Poor = "CREATE STREAM poor AS SELECT * FROM ratings WHERE stars < 3;";
    private const string Rich = "CREATE STREAM rich AS SELECT * FROM ratings WHERE stars > 4;";

    private static readonly string[] Scripts = [Ratings, Poor, Rich];

    [Fact]
    public void A_keystroke_in_csharp_runs_nothing_of_sql_again()
    {
        GeneratorDriver driver = Run(Driver(Scripts), "class A { int B() => 1; }");

        GeneratorRunResult result = Run(driver, "class A { int B() => 2; }").GetRunResult().Results.Single();

        foreach (string step in new[] { TrackingNames.Parse, TrackingNames.Compile, TrackingNames.Plans, TrackingNames.Files })
        {
            Assert.All(Reasons(result, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }
    }

    [Fact]
    public void An_edit_of_one_script_parses_it_alone_and_emits_its_queries_alone()
    {
        ScriptText[] texts = [.. Scripts.Select((script, index) => new ScriptText($"Queries/{index}.ksql", script))];
        GeneratorDriver driver = Run(Driver(texts), "class A;");
        ScriptText edited = new(texts[1].Path, Poor.Replace("< 3", "< 2", StringComparison.Ordinal));

        driver = Run(driver.ReplaceAdditionalText(texts[1], edited), "class A;");

        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Single(Reasons(result, TrackingNames.Parse), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Equal(["PoorQuery.g.cs"], ChangedFiles(result));
    }

    [Fact]
    public void An_edit_of_a_condition_writes_only_its_operator()
    {
        const string Others = "CREATE STREAM others (id INT KEY, stars INT) WITH (kafka_topic='o', value_format='JSON');"
            + "CREATE STREAM elsewhere AS SELECT * FROM others WHERE stars < 3;";
        ScriptText[] texts =
            [new("Queries/a.ksql", Ratings), new("Queries/b.ksql", Poor), new("Queries/c.ksql", Rich), new("Queries/d.ksql", Others)];
        GeneratorDriver driver = Run(Driver(texts), "class A;");
        ScriptText edited = new(texts[1].Path, Poor.Replace("< 3", "< 2", StringComparison.Ordinal));

        driver = Run(driver.ReplaceAdditionalText(texts[1], edited), "class A;");

        // The other query is cached, and so are the program of the task and what describes the whole.
        Assert.Equal(["PoorQuery.g.cs"], WrittenFiles(driver.GetRunResult().Results.Single()));
    }

    [Fact]
    public void A_line_more_above_a_statement_moves_only_what_names_the_line()
    {
        ScriptText[] texts = [new("Queries/a.ksql", Ratings), new("Queries/b.ksql", Poor)];
        GeneratorDriver driver = Run(Driver(texts), "class A;");

        driver = Run(driver.ReplaceAdditionalText(texts[1], new ScriptText(texts[1].Path, "\n" + Poor)), "class A;");

        Assert.Equal(["PoorQuery.g.cs"], ChangedFiles(driver.GetRunResult().Results.Single()));
    }

    [Fact]
    public void The_order_of_the_files_and_a_second_run_change_nothing()
    {
        ScriptText[] texts = [.. Scripts.Select((script, index) => new ScriptText($"Queries/{index}.ksql", script))];

        Assert.Equal(Sources(Run(Driver(texts), "class A;")), Sources(Run(Driver([.. Enumerable.Reverse(texts)]), "class A;")));
    }

    [Fact]
    public void Line_ends_of_windows_change_no_name_and_no_code_beside_the_sql()
    {
        string Script(string lineEnd) => string.Join(lineEnd, Scripts) + lineEnd;
        string[] unix = Sources(Run(Driver([new ScriptText("a.ksql", Script("\n"))]), "class A;"));
        string[] windows = Sources(Run(Driver([new ScriptText("a.ksql", Script("\r\n"))]), "class A;"));

        Assert.Equal(unix, windows);
        Assert.All(unix, text => Assert.DoesNotContain('\r', text));
    }

    private static CSharpGeneratorDriver Driver(string[] scripts) =>
        Driver([.. scripts.Select((script, index) => new ScriptText($"Queries/{index}.ksql", script))]);

    private static CSharpGeneratorDriver Driver(ScriptText[] texts) => CSharpGeneratorDriver.Create(
        [new QueryGenerator().AsSourceGenerator()],
        texts,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorDriver Run(GeneratorDriver driver, string csharp) => driver.RunGenerators(
        CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText(csharp)]));

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

    private static IEnumerable<string> ChangedFiles(GeneratorRunResult result) => result.TrackedSteps[TrackingNames.Files]
        .SelectMany(run => run.Outputs)
        .Where(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
        .Select(output => ((EmittedFile)output.Value).File!.HintName);

    private static IEnumerable<string> WrittenFiles(GeneratorRunResult result) => result.TrackedSteps[TrackingNames.Files]
        .SelectMany(run => run.Outputs)
        .Where(output => output.Reason is not IncrementalStepRunReason.Cached)
        .Select(output => ((EmittedFile)output.Value).File!.HintName);

    private static string[] Sources(GeneratorDriver driver) =>
        [.. driver.GetRunResult().Results.Single().GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}")];

    private sealed class ScriptText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
