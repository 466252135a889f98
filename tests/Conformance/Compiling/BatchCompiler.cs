using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using QueryGen.Emit;
using QueryGen.Topologies;

namespace QueryGen.Conformance.Compiling;

/// <summary>Compiles the C# of many programs at once: a compilation of its own for each would take an hour for the suite.</summary>
internal sealed class BatchCompiler
{
    /// <summary>All that the runner itself runs on.</summary>
    public static readonly MetadataReference[] Platform = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => !path.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private readonly Dictionary<string, string> _mistakes = new(StringComparer.Ordinal);
    private Assembly? _assembly;

    private BatchCompiler()
    {
    }

    /// <summary>Compiles programs. One that C# refuses is left out, and the others are compiled without it.</summary>
    public static BatchCompiler Compile(IEnumerable<QueryProgram> programs)
    {
        BatchCompiler batch = new();
        Dictionary<SyntaxTree, string> trees = [];
        foreach (QueryProgram program in programs)
        {
            foreach (GeneratedFile file in program.Files)
            {
                trees.Add(
                    CSharpSyntaxTree.ParseText(file.Text, Language, $"{program.Namespace}/{file.HintName}"), program.Namespace);
            }
        }

        while (trees.Count > 0 && !batch.TryEmit(trees))
        {
            trees = trees.Where(tree => !batch._mistakes.ContainsKey(tree.Value)).ToDictionary(tree => tree.Key, tree => tree.Value);
        }

        return batch;
    }

    /// <summary>Why C# refuses a program; null where it does not.</summary>
    public string? MistakeOf(QueryProgram program) => _mistakes.GetValueOrDefault(program.Namespace);

    /// <summary>The topology of a program without a mistake.</summary>
    public Topology TopologyOf(QueryProgram program)
    {
        Type queries = _assembly!.GetType(program.Namespace + ".CompiledQueries", throwOnError: true)!;
        try
        {
            return (Topology)queries.GetProperty("Topology")!.GetValue(null)!;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is not null)
        {
            throw failure.InnerException;
        }
    }

    // A warning is a mistake as well: emitted code is clean in the strictest project.
    private bool TryEmit(Dictionary<SyntaxTree, string> trees)
    {
        using MemoryStream image = new();
        EmitResult emitted = CSharpCompilation.Create("Cases" + Guid.NewGuid().ToString("N"), trees.Keys, Platform, Options).Emit(image);
        Diagnostic[] mistakes = [.. emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning)];
        foreach (Diagnostic mistake in mistakes)
        {
            if (mistake.Location.SourceTree is not { } tree)
            {
                throw new InvalidOperationException(mistake.ToString());
            }

            _mistakes.TryAdd(trees[tree], Describe(mistake, tree));
        }

        if (mistakes.Length > 0)
        {
            return false;
        }

        image.Position = 0;
        _assembly = new AssemblyLoadContext(name: null, isCollectible: false).LoadFromStream(image);
        return true;
    }

    private static string Describe(Diagnostic mistake, SyntaxTree tree)
    {
        int line = tree.GetLineSpan(mistake.Location.SourceSpan).StartLinePosition.Line;
        return $"{mistake.Id}: {mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}\n"
            + $"    {tree.FilePath}({line + 1}): {tree.GetText().Lines[line].ToString().Trim()}";
    }
}
