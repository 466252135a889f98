using Microsoft.CodeAnalysis.Text;
using QueryGen.Binding;
using QueryGen.Diagnostics;
using QueryGen.Emit;
using QueryGen.Inputs;
using QueryGen.Planning;
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

    [Fact]
    public void A_fault_of_an_emitter_is_reported_with_the_file_that_it_was_writing()
    {
        EmittedFile emitted = EmittedFile.Of(new FileThatNoEmitterKnows());

        Assert.Null(emitted.File);
        Assert.Equal(InternalDiagnostics.CompilerFault, emitted.Fault!.Descriptor);
        Assert.Equal("Odd", emitted.Fault.Location.Path);
        Assert.Contains(nameof(FileThatNoEmitterKnows), emitted.Fault.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_an_operators_emitter_is_reported_where_its_clause_stands()
    {
        SqlPlace place = new("Queries/a.sql", 3, 5, 3, 17);
        RepartitionPlan plan = new(
            "A-group-by", "A", "", Input: null!, Output: null!, null, [],
            new BoundKeys([], new Clause("GROUP BY b", place)), [], DropsNullKeys: true);

        EmittedFile emitted = EmittedFile.Of(new OperatorFile("AGroupByQuery", "Shop.Queries", plan, IsScanned: true));

        Assert.Equal("Queries/a.sql", emitted.Fault!.Location.Path);
        Assert.Equal(new LinePosition(2, 4), emitted.Fault.Location.Lines.Start);
    }

    private sealed record FileThatNoEmitterKnows() : FilePlan("Odd", "Shop.Queries");

    private sealed record StatementThatNoBinderKnows() : StatementSyntax(new SourceSpan(0, 9));
}
