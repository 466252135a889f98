using System.Reflection;
using System.Runtime.Loader;
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

    public static Topology Load(string script, string csharp)
    {
        using MemoryStream image = new();
        Compilation compilation = Compile(script, csharp);
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = compilation.Emit(image);
        string[] mistakes = emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning)
            .Select(found => Describe(found)).ToArray();
        Assert.True(mistakes.Length == 0, string.Join('\n', mistakes));

        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(name: null, isCollectible: false).LoadFromStream(image);
        Type queries = assembly.GetType("Test.Queries.CompiledQueries", throwOnError: true)!;
        return (Topology)queries.GetProperty("Topology")!.GetValue(null)!;
    }

    private static Compilation Compile(string script, string csharp)
    {
        CSharpCompilation project = CSharpCompilation.Create(
            "Test" + Guid.NewGuid().ToString("N"),
            csharp.Length == 0 ? [] : [CSharpSyntaxTree.ParseText(csharp, path: "Types.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new QueryGenerator().AsSourceGenerator()], [new ScriptText(script)], optionsProvider: new ProjectOptions());
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
        public override string Path => "Queries/test.ksql";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
