using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>What the project says of itself.</summary>
/// <param name="Namespace">Of the generated code: the project's root namespace and <c>.Queries</c>.</param>
/// <param name="Folder">The folder that the paths in <c>#line</c> count from.</param>
/// <param name="IsWatched"><c>dotnet watch</c> compiles what it is about to change in a running process.</param>
internal sealed record GeneratorOptions(string Namespace, string Folder, bool IsWatched = false)
{
    public static IncrementalValueProvider<GeneratorOptions> From(IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
        {
            string root = Property(options.GlobalOptions, "RootNamespace");
            return new GeneratorOptions(
                root.Length == 0 ? "Queries" : CSharpName.Namespace(root) + ".Queries",
                FolderOf(options.GlobalOptions),
                string.Equals(Property(options.GlobalOptions, "DotNetWatchBuild"), "true", StringComparison.OrdinalIgnoreCase));
        });

    /// <summary>
    /// The folder of the generated files: there the C# compiler, and with it every debugger, begins to look for a relative path in
    /// <c>#line</c>. The project's folder where the build does not say where that is.
    /// </summary>
    public static string FolderOf(AnalyzerConfigOptions options)
    {
        string project = Property(options, "ProjectDir").Replace('\\', '/').TrimEnd('/');
        bool isKept = string.Equals(Property(options, "EmitCompilerGeneratedFiles"), "true", StringComparison.OrdinalIgnoreCase);
        string output = Property(options, isKept ? "CompilerGeneratedFilesOutputPath" : "IntermediateOutputPath").Replace('\\', '/');
        if (output.Length == 0 || project.Length == 0)
        {
            return project;
        }

        bool isRooted = output[0] == '/' || (output.Length > 1 && output[1] == ':');
        string folder = isRooted ? output : $"{project}/{output}";
        string[] parts = folder.Split('/').Where((part, i) => i == 0 || (part.Length > 0 && part != ".")).ToArray();
        return string.Join("/", parts) + "/QueryGen.Generator/QueryGen.QueryGenerator";
    }

    private static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out string? value) ? value : "";
}
