using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Inputs;

namespace QueryGen;

/// <summary>SQL scripts and C# types in, typed operators out.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class QueryGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Once per .sql file; a keystroke in C# never reaches this.
        var scripts = SqlFileInput.From(context).WithTrackingName(TrackingNames.Parse);

        // All scripts together: one script's stream is another one's source.
        var program = scripts.Collect().Combine(GeneratorOptions.From(context))
            .Select(static (inputs, stop) => CompilerInputs.Compile(inputs.Left, inputs.Right, stop))
            .WithTrackingName(TrackingNames.Compile);

        // One output per file: an edit of one query leaves the files of the others alone.
        var files = program.SelectMany(static (compiled, _) => compiled.Files).WithTrackingName(TrackingNames.Files);
        context.RegisterSourceOutput(files, static (output, file) =>
            output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8)));

        // A branch of its own: a shifted line moves a squiggle and emits nothing anew.
        var diagnostics = program.SelectMany(static (compiled, _) => compiled.Diagnostics).WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(diagnostics, static (output, found) => output.ReportDiagnostic(found.ToDiagnostic()));
    }
}
