using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Inputs;

/// <summary>What the pipeline collects → one compilation. A fault of the compiler itself becomes a diagnostic, never silence.</summary>
internal static class CompilerInputs
{
    public static CompiledProgram Compile(
        ImmutableArray<ParseResult> scripts, CSharpInputs csharp, GeneratorOptions options, CancellationToken stop)
    {
        ParseResult[] ordered = scripts.OrderBy(script => script.Syntax.Script.DisplayPath, StringComparer.Ordinal).ToArray();
        try
        {
            CompilerInput input = new(ordered.Select(script => script.Syntax).ToEquatableArray(), csharp, options.Namespace);
            CompiledProgram program = Compiler.Compile(input, stop);
            EquatableArray<SqlDiagnostic> diagnostics =
            [
                .. ordered.SelectMany(script => script.Diagnostics),
                .. csharp.Queries.SelectMany(query => query.Diagnostics),
                .. program.Diagnostics,
            ];
            bool isHeld = options.IsWatched && diagnostics.Any(found => found.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
            return (isHeld ? program.Held() : program) with { Diagnostics = diagnostics };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            string path = ordered.Select(script => script.Syntax.Script.Path)
                .Concat(csharp.Queries.Select(query => query.Syntax.Script.Script.Path)).FirstOrDefault() ?? "QueryGen";
            return new CompiledProgram([], [Report(fault, default(SqlPlace) with { Path = path })], null);
        }
    }

    /// <summary>A fault, for whom it concerns to pass on.</summary>
    /// <param name="place">In the SQL, as far as it is known.</param>
    public static SqlDiagnostic Report(Exception fault, SqlPlace place) => new(
        InternalDiagnostics.CompilerFault, place.ToLocation(), [fault.GetType().Name, fault.Message, Fault.Frame(fault)]);
}
