using Microsoft.CodeAnalysis;
using QueryGen.Diagnostics;
using QueryGen.Emit;
using QueryGen.Inputs;
using QueryGen.Support;

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

        // Once per attributed class, type or method; a keystroke that leaves its signature alone gives an equal model and stops here.
        var options = GeneratorOptions.From(context);
        var classes = QueryInput.From(context);
        var rowTypes = RowTypeInput.From(context);
        var functions = FunctionInput.From(context);
        var aggregates = AggregateInput.From(context);
        var queries = classes.Models(TrackingNames.AttributeQueries).Combine(options)
            .Select(static (pair, stop) => pair.Left.Select(query => query.Model).OfType<QueryClass>()
                .Select(query => QueryInput.Parse(query, pair.Right.Folder, stop)).ToEquatableArray());
        var csharp = queries.Combine(rowTypes.Models(TrackingNames.RowTypes)).Combine(functions.Models(TrackingNames.Functions))
            .Combine(aggregates.Models(TrackingNames.Aggregates))
            .Select(static (all, _) => new CSharpInputs(all.Left.Left.Left, all.Left.Left.Right, all.Left.Right, all.Right));

        // All of it together: one script's stream is another one's source.
        var program = scripts.Collect().Combine(csharp).Combine(options)
            .Select(static (inputs, stop) => CompilerInputs.Compile(inputs.Left.Left, inputs.Left.Right, inputs.Right, stop))
            .WithTrackingName(TrackingNames.Compile);

        // One step per file: an edit of one query writes its own files anew and leaves those of the others alone.
        var files = program.SelectMany(static (compiled, _) => compiled.Plans).WithTrackingName(TrackingNames.Plans)
            .Select(static (plan, _) => EmittedFile.Of(plan)).WithTrackingName(TrackingNames.Files);
        context.RegisterSourceOutput(files, static (output, file) => file.AddTo(output));

        // A branch of its own: a shifted line moves a squiggle and emits nothing anew.
        var diagnostics = program.SelectMany(static (compiled, _) => compiled.Diagnostics).WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(diagnostics, Report);

        // What is wrong with the C#, at its place, which the models above do not hold.
        context.RegisterSourceOutput(classes.Mistakes(RowTypeDiagnostics.DuplicateName), Report);
        context.RegisterSourceOutput(rowTypes.Mistakes(RowTypeDiagnostics.DuplicateName), Report);
        context.RegisterSourceOutput(aggregates.Mistakes(RowTypeDiagnostics.DuplicateFunction), Report);
        context.RegisterSourceOutput(functions.Mistakes(RowTypeDiagnostics.DuplicateFunction), Report);
    }

    private static void Report(SourceProductionContext output, SqlDiagnostic found) => output.ReportDiagnostic(found.ToDiagnostic());
}
