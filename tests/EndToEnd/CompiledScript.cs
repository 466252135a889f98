using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Topologies;
using Xunit;

namespace QueryGen.EndToEnd;

/// <summary>Compiles a script as a user's build does: the generator runs in a compilation that treats warnings as errors.</summary>
internal static class CompiledScript
{
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => !path.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    public static Topology Load(string script, string csharp) => TopologyOf(LoadAssembly(script, csharp));

    // Cases of one theory often share their script.
    private static readonly ConcurrentDictionary<(string Script, string CSharp), Lazy<Assembly>> Loaded = new();

    /// <summary>The project with the user's C#.</summary>
    public static Assembly LoadAssembly(string script, string csharp) =>
        Loaded.GetOrAdd((script, csharp), static project => new Lazy<Assembly>(() => Build(project.Script, project.CSharp))).Value;

    private static Assembly Build(string script, string csharp)
    {
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = Compile(script, csharp).Emit(image, symbols);
        string[] mistakes = emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning)
            .Select(found => Describe(found)).ToArray();
        Assert.True(mistakes.Length == 0, string.Join('\n', mistakes));

        image.Position = 0;
        symbols.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: false).LoadFromStream(image, symbols);
    }

    public static Topology TopologyOf(Assembly assembly)
    {
        Type queries = assembly.GetType("Test.Queries.CompiledQueries", throwOnError: true)!;
        return (Topology)queries.GetProperty("Topology")!.GetValue(null)!;
    }

    // As strict as a project can be: every warning there is, and a missing documentation is one.
    private static Compilation Compile(string script, string csharp)
    {
        CSharpParseOptions parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
        CSharpCompilation project = CSharpCompilation.Create(
            "Test" + Guid.NewGuid().ToString("N"),
            csharp.Length == 0 ? [] : [CSharpSyntaxTree.ParseText(csharp, parsing, path: "/project/Rows.cs", Encoding.UTF8)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                checkOverflow: true));
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new QueryGenerator().AsSourceGenerator()],
            [new ScriptText(script)],
            parsing,
            new ProjectOptions());
        driver.RunGeneratorsAndUpdateCompilation(project, out Compilation generated, out var diagnostics);
        Assert.True(diagnostics.IsEmpty, string.Join('\n', diagnostics));
        return generated;
    }

    private static string Describe(Diagnostic found)
    {
        string line = found.Location.SourceTree is { } tree
            ? tree.GetText().Lines[found.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim() : "";
        return $"{found}\n    {line}";
    }

    private sealed class ScriptText(string text) : AdditionalText
    {
        public override string Path => "/project/Queries/test.ksql";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
