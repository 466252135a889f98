using System.Globalization;
using Microsoft.CodeAnalysis;
using QueryGen.Binding;
using QueryGen.Conformance.Cases;
using QueryGen.Diagnostics;
using QueryGen.Emit;
using QueryGen.Inputs;
using QueryGen.Planning;
using QueryGen.Support;
using QueryGen.Syntax;
using QueryGen.Text;

namespace QueryGen.Conformance.Compiling;

/// <summary>A case's statements → programs, by the compiler that a build uses.</summary>
internal static class CaseCompiler
{
    private const string Path = "case.sql";

    // ksqlDB loses windows that a jump of stream time passes over before EMIT FINAL has written them; here that has to be asked for.
    private const string ExpireAsKsqlDb = $"SET '{WindowBinder.Setting}' = 'expire';";

    // What ksqlDB understands and this compiler says it does not yet.
    private static readonly HashSet<string> NotBuilt =
    [
        BindingDiagnostics.NotSupportedYet.Id, PlanningDiagnostics.NotBuiltYet.Id,
    ];

    /// <param name="case">The case.</param>
    /// <param name="namespace">For the code of its first query; the others get a number behind it.</param>
    public static CompiledCase Compile(TestCase @case, string @namespace)
    {
        string script = Script(@case, out int lastStatement);
        ParseResult parsed = SqlParser.Parse(new SqlScript(Path, script), CancellationToken.None);
        CompilerInput input = new([parsed.Syntax], OwnFunctions.Inputs, @namespace);
        CompiledProgram program = Compiler.Compile(input, CancellationToken.None);
        BoundProgram bound = ProgramBinder.Bind([parsed.Syntax], [], OwnFunctions.Inputs.Declarations, CancellationToken.None).Program;
        Mistake[] mistakes = [.. parsed.Diagnostics.Concat(program.Diagnostics)
            .Where(found => found.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)
            .OrderBy(found => found.Location.Lines.Start)
            .Select(found => Describe(found, lastStatement))];
        return new CompiledCase(mistakes, bound.Sources, mistakes.Length > 0 ? [] : Programs(bound, program, @namespace));
    }

    // One statement begins a line, so that a mistake's line tells its statement.
    private static string Script(TestCase @case, out int lastStatement)
    {
        List<string> statements =
        [
            ExpireAsKsqlDb,
            .. @case.Properties.Select(property => $"SET '{Quoted(property.Key)}' = '{Quoted(property.Value)}';"),
            .. @case.Statements,
        ];
        lastStatement = statements.SkipLast(1).Sum(statement => statement.Count(c => c == '\n') + 1);
        return string.Join('\n', statements);
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static Mistake Describe(SqlDiagnostic found, int lastStatement)
    {
        string text = string.Format(
            CultureInfo.InvariantCulture,
            found.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture),
            found.Arguments.Select(object (argument) => argument).ToArray());
        return new Mistake(
            found.Descriptor.Id,
            found.Descriptor.Title.ToString(CultureInfo.InvariantCulture),
            text,
            NotBuilt.Contains(found.Descriptor.Id) ? found.Arguments[0] : "",
            found.Location.Lines.Start.Line >= lastStatement);
    }

    // ksqlDB's runner runs each query to its end before the next one starts. Queries of one program run together and
    // share what they read; so each gets a program of its own.
    private static List<QueryProgram> Programs(BoundProgram bound, CompiledProgram whole, string @namespace)
    {
        List<QueryProgram> programs = [];
        foreach (BoundQuery query in bound.Queries)
        {
            string own = bound.Queries.Count == 1 ? @namespace : $"{@namespace}.Query{programs.Count}";
            EquatableArray<GeneratedFile> files = bound.Queries.Count == 1
                ? whole.Files
                : ProgramEmitter.Emit(ProgramPlanner.Plan(bound with { Queries = [query] }, own, OwnFunctions.Inputs));
            programs.Add(new QueryProgram(
                own, files, [.. query.Select.Sources.Select(source => source.Source.Topic).Distinct()], query.Sink.Topic));
        }

        return programs;
    }
}
