using Microsoft.CodeAnalysis;

namespace QueryGen.Inputs;

/// <summary>What the project says of itself.</summary>
/// <param name="Namespace">Of the generated code: the project's root namespace and <c>.Queries</c>.</param>
internal sealed record GeneratorOptions(string Namespace)
{
    public static IncrementalValueProvider<GeneratorOptions> From(IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
        {
            options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root);
            return new GeneratorOptions(string.IsNullOrEmpty(root) ? "Queries" : root + ".Queries");
        });
}
