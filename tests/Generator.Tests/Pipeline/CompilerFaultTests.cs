using QueryGen.Diagnostics;
using QueryGen.Inputs;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;
using Xunit;

namespace QueryGen.Generator.Tests.Pipeline;

public sealed class CompilerFaultTests
{
    [Fact]
    public void A_fault_of_the_compiler_is_reported_and_not_swallowed()
    {
        SqlScript script = new("Queries/a.sql", "SOMETHING NEW;");
        ParseResult parsed = new(new ScriptSyntax(script, [new StatementThatNoBinderKnows()]), []);

        CompiledProgram program = CompilerInputs.Compile(
            [parsed], CSharpInputs.None, new GeneratorOptions("Shop.Queries", ""), CancellationToken.None);

        SqlDiagnostic fault = Assert.Single(program.Diagnostics);
        Assert.Equal(InternalDiagnostics.CompilerFault, fault.Descriptor);
        Assert.Equal("Queries/a.sql", fault.Location.Path);
        Assert.Contains(nameof(StatementThatNoBinderKnows), fault.Arguments[1], StringComparison.Ordinal);
        Assert.Empty(program.Files);
    }

    private sealed record StatementThatNoBinderKnows() : StatementSyntax(new SourceSpan(0, 9));
}
