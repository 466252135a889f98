using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Emit;
using QueryGen.Inputs;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen;

/// <summary>Everything that a program is compiled from, as plain data.</summary>
/// <param name="Scripts">Parsed files, in the order of their paths.</param>
/// <param name="CSharp">Queries, rows and functions that C# declares.</param>
/// <param name="Namespace">Of the generated code.</param>
internal sealed record CompilerInput(EquatableArray<ScriptSyntax> Scripts, CSharpInputs CSharp, string Namespace);

/// <summary>What a program compiles to.</summary>
/// <param name="Plans">Its files, each to be written by <see cref="ProgramEmitter"/> when what it is made of has changed.</param>
/// <param name="Plan">The program that they are files of; null where a fault of the compiler came in between.</param>
internal sealed record CompiledProgram(
    EquatableArray<FilePlan> Plans, EquatableArray<SqlDiagnostic> Diagnostics, ProgramPlan? Plan)
{
    /// <summary>Writes all files.</summary>
    public EquatableArray<GeneratedFile> Files => Plans.Select(ProgramEmitter.Emit).ToEquatableArray();

    /// <summary>For people; see <see cref="TopologyPrinter"/>.</summary>
    public string Topology => Plan is null ? "" : TopologyPrinter.Print(Plan);

    /// <summary>
    /// With C# that does not compile. A query with a mistake has no operator, and where types are gone <c>dotnet watch</c> would end the
    /// running process; what does not compile it leaves alone until it is mended.
    /// </summary>
    public CompiledProgram Held() => this with { Plans = [.. Plans, new MistakesFile("Mistakes")] };
}

/// <summary>SQL → C#. A pure function of its input: no clock, no network, no file.</summary>
internal static class Compiler
{
    public static CompiledProgram Compile(CompilerInput input, CancellationToken stop)
    {
        CSharpInputs csharp = input.CSharp;
        BindResult bound = ProgramBinder.Bind(
            input.Scripts, csharp.Queries.Select(query => query.Syntax).ToEquatableArray(), csharp.Declarations, stop);
        (BoundProgram program, EquatableArray<SqlDiagnostic> notBuilt) = Buildable.Filter(bound.Program);
        ProgramPlan plan = ProgramPlanner.Plan(BareSources.Of(program), input.Namespace, csharp);
        return new CompiledProgram(ProgramEmitter.Files(plan), bound.Diagnostics.Concat(notBuilt).ToEquatableArray(), plan);
    }
}
