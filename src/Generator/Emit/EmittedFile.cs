using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Inputs;

namespace QueryGen.Emit;

/// <summary>A file as it was written, or why it could not be.</summary>
/// <param name="File">Null where there is a fault.</param>
/// <param name="Fault">Null where there is a file.</param>
internal sealed record EmittedFile(GeneratedFile? File, SqlDiagnostic? Fault)
{
    /// <summary>Writes one file. A fault of its emitter is reported, and the other files are written.</summary>
    public static EmittedFile Of(FilePlan plan)
    {
        try
        {
            return new EmittedFile(ProgramEmitter.Emit(plan), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            SqlPlace place = plan.Place.Path is null ? plan.Place with { Path = plan.Name } : plan.Place;
            return new EmittedFile(null, CompilerInputs.Report(fault, place));
        }
    }

    public void AddTo(SourceProductionContext output)
    {
        if (File is not null)
        {
            output.AddSource(File.HintName, SourceText.From(File.Text, Encoding.UTF8));
        }

        if (Fault is not null)
        {
            output.ReportDiagnostic(Fault.ToDiagnostic());
        }
    }
}
