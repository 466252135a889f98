using Microsoft.CodeAnalysis;
using QueryGen.Support;

namespace QueryGen.Inputs;

/// <summary>What the project says of itself.</summary>
/// <param name="Namespace">Of the generated code: the project's root namespace and <c>.Queries</c>.</param>
/// <param name="Folder">The project's folder; empty where it is not known.</param>
internal sealed record GeneratorOptions(string Namespace, string Folder)
{
    public static IncrementalValueProvider<GeneratorOptions> From(IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
        {
            options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root);
            options.GlobalOptions.TryGetValue("build_property.ProjectDir", out string? folder);
            return new GeneratorOptions(string.IsNullOrEmpty(root) ? "Queries" : CSharpName.Namespace(root!) + ".Queries", folder ?? "");
        });
}
