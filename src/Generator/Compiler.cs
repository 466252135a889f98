using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Emit;
using QueryGen.Functions;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen;

/// <summary>Everything that a program is compiled from, as plain data.</summary>
/// <param name="Scripts">Parsed files, in the order of their paths.</param>
/// <param name="AttributeQueries">Queries on attributed classes.</param>
/// <param name="RowTypes">Sources whose schema is a C# type.</param>
/// <param name="Rows">The members of those types.</param>
/// <param name="UserFunctions">C# methods that SQL may call.</param>
/// <param name="Namespace">Of the generated code.</param>
internal sealed record CompilerInput(
    EquatableArray<ScriptSyntax> Scripts,
    EquatableArray<HostedQuerySyntax> AttributeQueries,
    EquatableArray<DataSource> RowTypes,
    EquatableArray<DeclaredRow> Rows,
    EquatableArray<ScalarFunction> UserFunctions,
    string Namespace);

/// <summary>What a program compiles to.</summary>
/// <param name="Topology">For people; see <see cref="TopologyPrinter"/>.</param>
internal sealed record CompiledProgram(
    EquatableArray<GeneratedFile> Files, EquatableArray<SqlDiagnostic> Diagnostics, string Topology);

/// <summary>SQL → C#. A pure function of its input: no clock, no network, no file.</summary>
internal static class Compiler
{
    public static CompiledProgram Compile(CompilerInput input, CancellationToken stop)
    {
        BindResult bound = ProgramBinder.Bind(
            input.Scripts, input.RowTypes, input.UserFunctions, input.AttributeQueries, stop);
        (BoundProgram program, EquatableArray<SqlDiagnostic> notBuilt) = Buildable.Filter(bound.Program);
        ProgramPlan plan = ProgramPlanner.Plan(program, input.Namespace, input.Rows);
        return new CompiledProgram(
            ProgramEmitter.Emit(plan), bound.Diagnostics.Concat(notBuilt).ToEquatableArray(), TopologyPrinter.Print(plan));
    }
}
