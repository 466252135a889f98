using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Inputs;

/// <summary>What the pipeline collects → one compilation. A fault of the compiler itself becomes a diagnostic, never silence.</summary>
internal static class CompilerInputs
{
    public static CompiledProgram Compile(ImmutableArray<ParseResult> scripts, GeneratorOptions options, CancellationToken stop)
    {
        ParseResult[] ordered = scripts.OrderBy(script => script.Syntax.Script.DisplayPath, StringComparer.Ordinal).ToArray();
        try
        {
            CompilerInput input = new(
                ordered.Select(script => script.Syntax).ToEquatableArray(), [], [], [], [], options.Namespace);
            CompiledProgram program = Compiler.Compile(input, stop);
            return program with
            {
                Diagnostics = ordered.SelectMany(script => script.Diagnostics).Concat(program.Diagnostics).ToEquatableArray(),
            };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            string path = ordered.Length > 0 ? ordered[0].Syntax.Script.Path : "QueryGen";
            SqlDiagnostic diagnostic = new(
                InternalDiagnostics.CompilerFault,
                new SqlLocation(path, new SourceSpan(0, 0), new LinePositionSpan(LinePosition.Zero, LinePosition.Zero)),
                [fault.GetType().Name, fault.Message, Frame(fault)]);
            return new CompiledProgram([], [diagnostic], "");
        }
    }

    private static string Frame(Exception fault) =>
        fault.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("QueryGen")) ?? "";
}
