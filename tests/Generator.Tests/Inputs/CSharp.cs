using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Binding;
using QueryGen.Functions;
using QueryGen.Inputs;
using QueryGen.Syntax;
using Xunit;

namespace QueryGen.Generator.Tests.Inputs;

/// <summary>A project of one C# file and one script, as the generator sees it. A squiggle is drawn as <c>⟦…⟧</c>.</summary>
internal sealed class CSharp
{
    public const string Path = "/project/Rows.cs";

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(System.IO.Path.PathSeparator).Where(path => !path.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    private readonly string _code;
    private readonly LinePositionSpan? _mark;
    private string _sql = "";

    private CSharp(string code)
    {
        int open = code.IndexOf('⟦', StringComparison.Ordinal);
        if (open >= 0)
        {
            int close = code.IndexOf('⟧', StringComparison.Ordinal) - 1;
            code = code.Remove(close + 1, 1).Remove(open, 1);
            _mark = SourceText.From(code).Lines.GetLinePositionSpan(TextSpan.FromBounds(open, close));
        }

        _code = code;
    }

    /// <summary>A file that uses the attributes' namespace.</summary>
    public static CSharp File(string code) => new("using System;\nusing QueryGen;\nnamespace Shop;\n" + code);

    /// <summary>The attribute and class of a query.</summary>
    public static CSharp Query(string argument) => File($"[Query({argument})]\npublic partial class Poor;");

    /// <summary>A method in a static class.</summary>
    public static CSharp Function(string method) => File($"public static class Functions\n{{\n    {method}\n}}");

    /// <summary>The project's script.</summary>
    public CSharp With(string sql)
    {
        _sql = sql;
        return this;
    }

    public CSharpCompilation Compilation => Compile(_code);

    public static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        "Test",
        [CSharpSyntaxTree.ParseText(code, path: Path)],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver(string sql) => CSharpGeneratorDriver.Create(
        [new QueryGenerator().AsSourceGenerator()],
        sql.Length == 0 ? [] : [new ScriptText(sql)],
        optionsProvider: new Options(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public GeneratorRunResult Run() => Driver(_sql).RunGenerators(Compilation).GetRunResult().Results.Single();

    /// <summary>Exactly this one diagnostic, at the mark, with these words in its message.</summary>
    public void Reports(DiagnosticDescriptor descriptor, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        Diagnostic found = Assert.Single(Run().Diagnostics);
        Assert.Equal(descriptor.Id, found.Id);
        string message = found.ToString();
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        Assert.Equal(Path, found.Location.GetLineSpan().Path);
        if (_mark is { } mark)
        {
            Assert.Equal(mark, found.Location.GetLineSpan().Span);
        }
    }

    /// <summary>These diagnostics, in any order.</summary>
    public void ReportsAll(params DiagnosticDescriptor[] descriptors) => Assert.Equal(
        descriptors.Select(each => each.Id).Order(StringComparer.Ordinal),
        Run().Diagnostics.Select(each => each.Id).Order(StringComparer.Ordinal));

    public void IsRight() => Assert.Empty(Run().Diagnostics);

    /// <summary>The one row type of the file.</summary>
    public RowType Row() => Model<RowType>(TrackingNames.RowTypes);

    /// <summary>The columns of the one row type: <c>ID INTEGER KEY, NAME STRING</c>.</summary>
    public string Schema() => string.Join(", ", Row().Source.Columns.Select(column =>
        $"{column.Name} {column.Type}{(column.Role is ColumnRole.Key or ColumnRole.PrimaryKey ? " KEY" : "")}"));

    /// <summary>The one function of the file.</summary>
    public UserFunction Method() => Model<UserFunction>(TrackingNames.Functions);

    /// <summary>The one aggregate that is declared.</summary>
    public UserAggregate Aggregate() => Model<UserAggregate>(TrackingNames.Aggregates);

    private TModel Model<TModel>(string step)
        where TModel : class
    {
        GeneratorRunResult result = Run();
        Assert.Empty(result.Diagnostics);
        object output = Assert.Single(result.TrackedSteps[step].SelectMany(each => each.Outputs)).Value;
        return ((Named<TModel>)output.GetType().GetProperty("Named")!.GetValue(output)!).Model!;
    }

    private sealed class ScriptText(string text) : AdditionalText
    {
        public override string Path => "/project/Queries/test.ksql";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Properties : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.RootNamespace" => "Shop",
                "build_property.ProjectDir" => "/project/",
                _ => null,
            };
            return value is not null;
        }
    }
}
