using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace QueryGen.Golden;

/// <summary>Compiles one folder, and reads or rewrites what is expected of it.</summary>
internal static class GoldenCase
{
    private const string Script = "query.sql";

    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator).Where(path => !path.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
        .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The files that the compiler makes of a folder: its diagnostics, or topology and operators.</summary>
    public static Dictionary<string, string> Compile(string folder)
    {
        string types = Path.Combine(folder, "Rows.cs");
        CSharpCompilation project = CSharpCompilation.Create(
            "Golden",
            File.Exists(types) ? [CSharpSyntaxTree.ParseText(Text(types), path: "Rows.cs")] : [],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new QueryGenerator().AsSourceGenerator()], [new ScriptFile(Text(Path.Combine(folder, Script)))],
                optionsProvider: new Options());
        GeneratorDriverRunResult result = driver
            .RunGeneratorsAndUpdateCompilation(project, out Compilation compiled, out ImmutableArray<Diagnostic> diagnostics)
            .GetRunResult();

        // What is emitted must be C# without a warning, beside a mistake in the SQL too.
        Diagnostic[] mistakes = [.. compiled.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning)];
        if (mistakes.Length > 0)
        {
            return new(StringComparer.Ordinal) { ["csharp-errors.txt"] = string.Join('\n', mistakes.Select(found => found.ToString())) };
        }

        return diagnostics.Length > 0
            ? new(StringComparer.Ordinal) { ["diagnostics.txt"] = string.Concat(diagnostics.Select(Describe)) }
            : Files(result, File.Exists(types), Path.GetFileName(Path.GetDirectoryName(folder)));
    }

    /// <summary>What a folder expects.</summary>
    public static Dictionary<string, string> Read(string folder) => Directory.EnumerateFiles(folder)
        .Where(path => Path.GetFileName(path) is not (Script or "Rows.cs"))
        .ToDictionary(path => Path.GetFileName(path), Text, StringComparer.Ordinal);

    /// <summary>Rewrites what a folder expects.</summary>
    public static void Accept(string folder, Dictionary<string, string> actual)
    {
        foreach (string name in Read(folder).Keys.Except(actual.Keys))
        {
            File.Delete(Path.Combine(folder, name));
        }

        foreach ((string name, string text) in actual)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    // The operators are the queries' own; how tasks read their topics, and how records are read and written, is much the same for
    // all and stands in cases of its own. Where C# declares something, what is written for it counts as well.
    private static Dictionary<string, string> Files(GeneratorDriverRunResult result, bool hasTypes, string? clause)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (GeneratedSourceResult source in result.Results.SelectMany(run => run.GeneratedSources))
        {
            bool belongsToTypes = source.HintName is "UserFunctions.g.cs"
                || source.SourceText.ToString().Contains("\npartial class ", StringComparison.Ordinal);
            bool belongsToClause = clause switch
            {
                "tasks" => source.HintName.StartsWith("SubTopology", StringComparison.Ordinal),
                "serdes" => source.HintName.EndsWith(".Rows.g.cs", StringComparison.Ordinal),
                _ => false,
            };
            if (source.HintName.EndsWith("Query.g.cs", StringComparison.Ordinal) || (hasTypes && belongsToTypes) || belongsToClause)
            {
                files.Add(source.HintName + ".txt", source.SourceText.ToString());
            }
            else if (source.HintName == "ProgramTopology.g.cs")
            {
                files.Add("topology.txt", TopologyOf(source.SourceText.ToString()));
            }
        }

        return files;
    }

    // The topology's description is a constant of the emitted program.
    private static string TopologyOf(string program)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(program).GetRoot();
        return root.DescendantTokens().Select(token => token.Value).OfType<string>()
            .First(text => text.StartsWith("Topologies:", StringComparison.Ordinal));
    }

    private static string Describe(Diagnostic found)
    {
        FileLinePositionSpan span = found.Location.GetLineSpan();
        string path = Path.GetFileName(span.Path);
        return string.Create(CultureInfo.InvariantCulture,
            $"{path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})")
            + string.Create(CultureInfo.InvariantCulture, $"-({span.EndLinePosition.Line + 1},{span.EndLinePosition.Character + 1}): ")
            + $"{found.Severity.ToString().ToLowerInvariant()} {found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}\n";
    }

    private static string Text(string path) => File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);

    private sealed class ScriptFile(string text) : AdditionalText
    {
        public override string Path => Script;

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
                "build_metadata.AdditionalFiles.SourceItemGroup" => "QuerySql",
                _ => null,
            };
            return value is not null;
        }
    }
}
