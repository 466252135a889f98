using QueryGen.Diagnostics;
using QueryGen.Functions;
using QueryGen.Support;
using QueryGen.Syntax;

namespace QueryGen.Binding;

/// <summary>A program with names and types known, and what is wrong with it.</summary>
internal sealed record BindResult(BoundProgram Program, EquatableArray<SqlDiagnostic> Diagnostics);

/// <summary>The query of an attributed partial class.</summary>
/// <param name="HostType">The class with its namespace, as C# writes it: <c>Shop.PoorRatings</c>.</param>
/// <param name="Name">The class's own name, in Pascal case.</param>
/// <param name="IsBroken">The class cannot hold a query: it is bound for its own mistakes, and not compiled.</param>
internal sealed record HostedQuerySyntax(string HostType, string Name, ScriptSyntax Script, bool IsBroken = false)
{
    /// <summary>The stream or table that the query fills: <c>PoorRatings</c> gives <c>POOR_RATINGS</c>.</summary>
    public string SourceName { get; } = SqlName.FromCSharp(Name);
}

/// <summary>What C# declares for SQL.</summary>
/// <param name="Sources">Sources whose schema is a C# type.</param>
/// <param name="Functions">C# methods that SQL may call.</param>
/// <param name="Aggregates">C# structs that SQL may call as aggregates.</param>
/// <param name="BrokenSources">Names of sources whose type is wrong, as was reported there: using one is no second mistake.</param>
/// <param name="BrokenFunctions">Likewise of functions.</param>
internal sealed record CSharpDeclarations(
    EquatableArray<DataSource> Sources,
    EquatableArray<ScalarFunction> Functions,
    EquatableArray<UserAggregate> Aggregates,
    EquatableArray<string> BrokenSources,
    EquatableArray<string> BrokenFunctions)
{
    public static readonly CSharpDeclarations None = new([], [], [], [], []);
}

/// <summary>Syntax → bound tree, over all scripts and row types of a project at once. Never throws on bad SQL.</summary>
internal static class ProgramBinder
{
    /// <param name="scripts">In a fixed order: of two declarations of one name the second is the duplicate.</param>
    public static BindResult Bind(
        EquatableArray<ScriptSyntax> scripts,
        EquatableArray<HostedQuerySyntax> attributeQueries,
        CSharpDeclarations declarations,
        CancellationToken stop)
    {
        List<ScriptUnit> units =
        [
            .. scripts.Select(script => new ScriptUnit(script, null)),
            .. attributeQueries.Select(query => new ScriptUnit(query.Script, query)),
        ];
        StatementBinder statements = new(units, declarations);
        foreach (StatementUnit unit in units.SelectMany(script => script.Statements))
        {
            stop.ThrowIfCancellationRequested();
            statements.Bind(unit);
        }

        BoundProgram program = statements.ToProgram(declarations.Sources);
        return new BindResult(program, units.SelectMany(script => script.Report.InOrder()).ToEquatableArray());
    }
}
