using Microsoft.CodeAnalysis;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Inputs;

/// <summary>The project's SQL files: AdditionalFiles that come from QuerySql items, or end in .ksql.</summary>
internal static class SqlFileInput
{
    public static IncrementalValuesProvider<ParseResult> From(IncrementalGeneratorInitializationContext context) =>
        context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, stop) => TryRead(pair.Left, pair.Right, stop))
            .Where(static script => script is not null)
            .Select(static (script, stop) => SqlParser.Parse(script!, stop));

    private static SqlScript? TryRead(
        AdditionalText file, Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptionsProvider options, CancellationToken stop)
    {
        options.GetOptions(file).TryGetValue("build_metadata.AdditionalFiles.SourceItemGroup", out string? group);
        bool isScript = group == "QuerySql" || file.Path.EndsWith(".ksql", StringComparison.OrdinalIgnoreCase);
        if (!isScript || file.GetText(stop) is not { } text)
        {
            return null;
        }

        string path = ProjectPath.Relative(file.Path, GeneratorOptions.FolderOf(options.GlobalOptions));
        return new SqlScript(file.Path, text.ToString()) { DisplayPath = path };
    }
}
