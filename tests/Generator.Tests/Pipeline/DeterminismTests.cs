using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Generator.Tests.Emit;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

/// <summary>The same project gives the same bytes: in whatever folder, on whatever system, in whatever language.</summary>
public sealed class DeterminismTests
{
    private const string Types = """
        using QueryGen;

        namespace Shop;

        [Stream("visits", ValueFormat = Format.Json)]
        public partial record Visit(long Id, double? Seconds, string? Page);

        [Query("SELECT id, page FROM visits WHERE seconds > 1.5")]
        public partial class LongVisits;
        """;

    // Statements of all kinds, numbers of all kinds, and names that depend on a language's letters.
    private static readonly (string Path, string Text)[] Scripts =
    [
        ("Queries/a.sql", """
            -- Kommentar
            CREATE STREAM izin (id INT KEY, `ıİiI` DOUBLE, t TIMESTAMP, m VARCHAR)
              WITH (kafka_topic='izin', format='JSON', timestamp='t');
            CREATE STREAM inis AS
              SELECT id, `ıİiI` * -1.5 AS x, -2.5E-3 AS y, CAST('-0.25' AS DECIMAL(4, 2)) AS z
              FROM izin
              WHERE m LIKE 'I%' AND ROWTIME > '2024-02-29T12:00:00.5' AND id BETWEEN -3 AND 1000000;
            CREATE TABLE title AS
              SELECT m, COUNT(*) AS n, SUM(id) AS s FROM izin
              WINDOW TUMBLING (SIZE 10 MINUTES, GRACE PERIOD 1 SECOND) GROUP BY m HAVING COUNT(*) > 1;
            INSERT INTO izin (ROWTIME, id, `ıİiI`) VALUES (-5, -1, -1.5);
            """),
        ("Queries/Random/b.ksql", RandomProgram.Of(3)),
    ];

    [Theory]
    [InlineData("/home/ada/shop", "/tmp/build 7/a/b/shop")]
    [InlineData("/home/ada/shop", @"C:\work\shop")]
    [InlineData(@"C:\work\shop", @"c:\Work\SHOP")]
    public void Two_folders_give_the_same_sources(string first, string second) => Assert.Equal(Generate(first), Generate(second));

    [Fact]
    public void Another_order_and_other_line_ends_give_the_same_sources() =>
        Assert.Equal(Generate("/p"), Generate("/p", files => files.Reverse().Select(file => file with
        {
            Text = file.Text.Replace("\n", "\r\n", StringComparison.Ordinal),
        })));

    [Fact]
    public void A_language_with_other_signs_gives_the_same_sources()
    {
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "~";
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = ".";
        other.DateTimeFormat.DateSeparator = ".";
        string plain = Generate("/p");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = other;
            CultureInfo.CurrentUICulture = other;
            Assert.Equal(plain, Generate("/p"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void No_source_names_a_folder_of_the_machine() =>
        Assert.DoesNotContain("ada", Generate("/home/ada/shop"), StringComparison.Ordinal);

    private static string Generate(
        string folder, Func<IEnumerable<(string Path, string Text)>, IEnumerable<(string Path, string Text)>>? change = null)
    {
        string separator = folder.Contains('\\', StringComparison.Ordinal) ? @"\" : "/";
        string Full(string path) => folder + separator + path.Replace("/", separator, StringComparison.Ordinal);
        IEnumerable<(string Path, string Text)> files = change is null ? Scripts : change(Scripts);
        Dictionary<string, string> options = new(StringComparer.Ordinal)
        {
            ["build_property.RootNamespace"] = "Shop",
            ["build_property.ProjectDir"] = folder + separator,
            ["build_property.IntermediateOutputPath"] = $"obj{separator}Release{separator}",
            ["build_metadata.AdditionalFiles.SourceItemGroup"] = "QuerySql",
        };
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new QueryGenerator().AsSourceGenerator()],
            [.. files.Select(file => new ScriptFile(Full(file.Path), file.Text))],
            optionsProvider: new Options(options));
        CSharpCompilation project = CSharpCompilation.Create(
            "Shop",
            [CSharpSyntaxTree.ParseText(Types, path: Full("Rows.cs"), encoding: Encoding.UTF8)],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(QueryAttribute).Assembly.Location),
            ]);
        GeneratorRunResult result = driver.RunGenerators(project).GetRunResult().Results.Single();
        Assert.Empty(result.Diagnostics);
        return string.Concat(result.GeneratedSources.Select(source => $"// {source.HintName}\n{source.SourceText}"));
    }

    private sealed class ScriptFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
