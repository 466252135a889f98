using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Emit;

/// <summary>A user's project that takes no warning: nullable, all warnings, documentation checked.</summary>
internal sealed class StrictProject
{
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => !path.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    private readonly string _script;
    private readonly string _csharp;
    private readonly string _rootNamespace;

    private StrictProject(string script, string csharp, string rootNamespace, bool isWatched)
    {
        _script = script;
        _csharp = csharp;
        _rootNamespace = rootNamespace;
        CSharpParseOptions parse = new(documentationMode: DocumentationMode.Diagnose);
        CSharpCompilation project = CSharpCompilation.Create(
            "Project",
            csharp.Length == 0 ? [] : [CSharpSyntaxTree.ParseText(csharp, parse, "Program.cs")],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new QueryGenerator().AsSourceGenerator()], [new ScriptText(script)], parse, new Options(rootNamespace, isWatched));
        Result = driver.RunGeneratorsAndUpdateCompilation(project, out Compilation compiled, out _).GetRunResult();
        Compiled = compiled;
    }

    /// <summary>The project with what is generated.</summary>
    public Compilation Compiled { get; }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>What the generator says of the SQL, as <c>QGnnnn: message</c>.</summary>
    public IEnumerable<string> SqlMistakes => Result.Diagnostics.Select(found => $"{found.Id}: {found.GetMessage(null)}");

    /// <summary>What the C# compiler says, warnings too.</summary>
    public IEnumerable<string> CSharpMistakes => Compiled.GetDiagnostics()
        .Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(Describe);

    /// <param name="isWatched"><c>dotnet watch</c> compiles it.</param>
    public static StrictProject With(string script, string csharp = "", string rootNamespace = "Shop", bool isWatched = false) =>
        new(script, csharp, rootNamespace, isWatched);

    /// <summary>The SQL has no mistake, and neither has the C# that comes out of it.</summary>
    public StrictProject Compiles()
    {
        Assert.Empty(SqlMistakes);
        string[] mistakes = [.. CSharpMistakes];
        Assert.True(mistakes.Length == 0, $"{string.Join('\n', mistakes)}\n--- of\n{_script}\n{_csharp}\n--- in {_rootNamespace}");
        return this;
    }

    private static string Describe(Diagnostic found)
    {
        FileLinePositionSpan span = found.Location.GetLineSpan();
        string line = found.Location.SourceTree is { } tree ? tree.GetText().Lines[span.StartLinePosition.Line].ToString().Trim() : "";
        return $"{found}\n    {line}";
    }

    private sealed class ScriptText(string text) : AdditionalText
    {
        public override string Path => "Queries/test.ksql";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(string rootNamespace, bool isWatched) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(rootNamespace, isWatched);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Properties(string rootNamespace, bool isWatched) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.RootNamespace" => rootNamespace,
                "build_property.DotNetWatchBuild" => isWatched ? "true" : "",
                _ => null,
            };
            return value is not null;
        }
    }
}
